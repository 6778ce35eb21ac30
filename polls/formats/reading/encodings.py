"""Text out of the files that spreadsheets and editors write."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from polls.domain.electorate.list_problems import InvalidListError, ListFault

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
"""The first of them begins as the mark of UTF-16 does."""
_ZIP = b"PK\x03\x04"


class Text(NamedTuple):
    """A text, and whether its letters beyond the English ones were guessed."""

    text: str
    is_guess: bool = False


def decoded(data: bytes) -> Text:
    """Read a file as UTF-8, as UTF-16 if it is marked as such, or else as Windows-1252.

    Those are what Excel writes as “CSV UTF-8”, as “Unicode text”, and as “CSV” in Western Europe
    and America; there Windows-1252 is Latin 1 with a few signs more.

    Raises:
        InvalidListError: it is no text.
    """
    if data.startswith(_ZIP):
        raise InvalidListError([ListFault.SPREADSHEET])
    if data.startswith(_UTF_32):
        raise InvalidListError([ListFault.UTF_32])
    try:
        if data.startswith(_UTF_16):
            return Text(data.decode("utf-16"))
        if b"\0" in data:
            raise InvalidListError([ListFault.NO_TEXT])
        return _utf_8_or_guess(data)
    except UnicodeDecodeError:
        raise InvalidListError([ListFault.NO_TEXT]) from None


def _utf_8_or_guess(data: bytes) -> Text:
    try:
        return Text(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Text(data.decode("cp1252"), is_guess=True)
