"""How often a ballot was cast, where a file has it in a name: `Bob x 3`, `3: Ann`, `Bob 3`."""

from __future__ import annotations

import re

_NUMBER = r"[0-9]{1,13}"
_TIMES = "[x×]"  # noqa: RUF001 - the sign of multiplication is meant
_BEHIND = re.compile(
    rf"\s{_TIMES}\s?{_NUMBER}$|\s?:\s?{_NUMBER}$"
    rf"|[(\[{{]\s?{_TIMES}?\s?{_NUMBER}\s?{_TIMES}?\s?[)\]}}]$",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"{_NUMBER}\s?(?:{_TIMES}\s|[×:]\s?)", re.IGNORECASE)  # noqa: RUF001
_BARE_BEHIND = re.compile(rf"\s{_NUMBER}$")
_BARE_BEFORE = re.compile(rf"{_NUMBER}\s")
"""Each part is bounded, so that a name takes a time in proportion to its length."""


def without_sign(name: str) -> str | None:
    """Return a name without a number that a sign makes one of ballots; None if it has none."""
    return _without(name, _BEHIND, _BEFORE)


def without_number(name: str) -> str | None:
    """Return a name without a number behind or before it, as in `Option 2`; None if it has none."""
    return _without(name, _BARE_BEHIND, _BARE_BEFORE)


def _without(name: str, behind: re.Pattern[str], before: re.Pattern[str]) -> str | None:
    found = behind.search(name)
    if found:
        return name[: found.start()].strip() or None
    found = before.match(name)
    return (name[found.end() :].strip() or None) if found else None
