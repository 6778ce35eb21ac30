"""What is wrong with a file that is checked, each in one sentence for who checks it."""

from __future__ import annotations


class NotARecordError(Exception):
    """It is not what it was taken for: it cannot be checked at all."""


class WrongError(Exception):
    """It can be checked, and something in it is not right."""
