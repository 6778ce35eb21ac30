"""Who was invited, and whose votes were removed."""
