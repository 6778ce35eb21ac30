"""The metadata of ABIF: `{"title": "Drinks"}`, or without quotes `{max_rating: 5}`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from polls.formats.errors import FormatError
from polls.formats.problems.abif import NoMetadata
from polls.formats.reading import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SEATS = re.compile(
    r"(?:num|number|nr|no)?(?:of)?(?:seat|winner|vacancie|position)s|(?:seat|winner)count"
)
"""What programs and people call the number of seats, in small letters alone; ABIF has no word."""
_UNSET = {"", "None", "null"}
_KEY = re.compile(r"\s*+([\"']?)(\w++(?:[ \t]++\w++)*+)[ \t]*+\1\s*+:\s*+")
_QUOTED = re.compile(r"\"((?:[^\"\\]++|\\.)*+)\"|'([^']*+)'")
_NEXT = re.compile(r",(?=\s*+[\"']?\w++(?:[ \t]++\w++)*+[ \t]*+[\"']?\s*+:)")
"""The comma before the next key; others can be in a value. Nothing is tried twice."""


def read(text: str) -> dict[str, Any]:
    """Return what a line says that begins with a brace."""
    try:
        about = json.loads(text)
    except (ValueError, RecursionError):
        return _unquoted(text)
    return about if isinstance(about, dict) else {}


def seats(about: Mapping[str, Any]) -> Iterator[int]:
    """Yield how many are elected, for each key that says so."""
    for key, value in about.items():
        plain = "".join(filter(str.isalpha, key.lower()))
        if _SEATS.fullmatch(plain) and not is_unset(value):
            yield numbers.seats(str(value))


def is_unset(value: object) -> bool:
    """Tell whether a value says nothing."""
    return str(value) in _UNSET


def _unquoted(text: str) -> dict[str, Any]:
    inner, brace, comment = text.strip().rpartition("}")
    if not brace or (comment and not comment.lstrip().startswith("#")):
        raise FormatError(NoMetadata(text.strip()))
    about: dict[str, Any] = {}
    at = 1
    while at < len(inner):
        key = _KEY.match(inner, at)
        if not key:
            raise FormatError(NoMetadata(text.strip()))
        value, at = _value(inner, key.end())
        about[key[2]] = value
        if at < len(inner) and inner[at] != ",":
            raise FormatError(NoMetadata(text.strip()))
        at += 1
    return about


def _value(text: str, at: int) -> tuple[str, int]:
    """Return a value, and where it ends."""
    quoted = _QUOTED.match(text, at)
    if quoted:
        value = quoted[2] if quoted[1] is None else re.sub(r"\\(.)", r"\1", quoted[1])
        end = quoted.end()
        return value, end + len(text[end:]) - len(text[end:].lstrip())
    following = _NEXT.search(text, at)
    end = following.start() if following else len(text)
    return text[at:end].strip(), end
