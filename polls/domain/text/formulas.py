"""Texts in a spreadsheet: none may begin as a formula does, for it would be computed."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[\s\0]*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 - some read these too
"""A text that is computed, or that would be taken for one with the mark put before it."""


def harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would compute.

    So that what `original` gives back is always the text, also before one that looks as if this
    had been done to it.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def original(cell: str) -> str:
    """Return the text of which `harmless` made this cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
