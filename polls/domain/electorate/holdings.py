"""What makes a browser the organiser or a voter of questions, to be carried to another one."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.text.copied import without_tail

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 200
"""Holdings of a browser that are looked at; browsers keep up to 180 cookies of a site."""

AT_ONCE = 12
"""In one link: its QR code is still read from a screen, and the cookies that it gives are smaller
than the 4 KB of headers that proxies take."""


class Holder(StrEnum):
    """As what somebody takes part in a question."""

    ORGANISER = "o"
    VOTER = "v"


class Holding(NamedTuple):
    """A question's key, and what opens it: the organiser's secret, or what makes one a voter."""

    part: Holder
    key: str
    token: str


_WHOLE = "[0-9A-Za-z_-]{22}|[0-9A-Za-z]{16}"
"""A secret of 128 bits, or the code of an invitation; one that was cut off is neither."""

_SHAPE = re.compile(rf"([ov])\.([0-9A-Za-z]{{1,20}})\.({_WHOLE})")


def written(holdings: Iterable[Holding]) -> str:
    """Return holdings as a part of an address, of characters that stand in one as they are."""
    return "~".join(".".join(each) for each in holdings)


def read(text: str) -> list[Holding]:
    """Return the holdings that `written` wrote, at most so many.

    None if one of them is not whole: somebody would miss it who thinks that all have come.
    """
    parts = without_tail(text).split("~", AT_ONCE)[:AT_ONCE]
    found = [match for part in parts if (match := _SHAPE.fullmatch(part))]
    if len(found) < len(parts):
        return []
    return [Holding(Holder(each[1]), each[2], each[3]) for each in found]
