"""Text as people write and read it: characters, lengths, numbers, times."""
