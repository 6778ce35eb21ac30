"""What a voter hands in: selections, how they are checked, and what becomes of them."""
