"""The bounds of what is read from a file."""

from __future__ import annotations

MAX_BYTES = 500_000_000
"""A file is read into memory as a whole; larger ones would fill a usual server's."""
MAX_CHOICES = 1_000
"""Above every election known; a million pairs of choices can still be compared."""
MAX_NAME = 1_000
"""Characters of a choice's name; tables of longer ones take minutes to lay out."""
MAX_SCORE = 1_000
MAX_COUNT = 10**12
"""Ballots of one kind: above all people, so that no number in a file can fill the memory."""
