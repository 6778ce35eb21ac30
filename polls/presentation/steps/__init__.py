"""The steps of a count in words: one file a kind of step."""
