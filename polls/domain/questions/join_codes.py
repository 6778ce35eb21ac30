"""Join codes: six digits, read out in a room, that lead to an open question of the site."""

from __future__ import annotations

import unicodedata

from polls.domain.text.copied import without_tail
from polls.domain.text.texts import in_plain_digits

DIGITS = 6

NUMBER = 10**DIGITS
"""Of all codes."""

TYPED_LENGTH = 200
"""Longest text in the field for a code, in characters: a whole address is read there, too."""

_BETWEEN = frozenset({"Zs", "Cc", "Cf", "Pd"})
"""Categories of Unicode of what may stand between digits: spaces, hyphens, what is unseen."""


def join_code(number: int) -> str:
    """Return the code with this number, from 0 on."""
    return f"{number:0{DIGITS}}"


def parse_join_code(text: str) -> str | None:
    """Return the code that somebody typed, in the digits of whatever script; None: it is none.

    Of a whole address, which is typed where a code is asked for, too, the code at its end is read.
    """
    typed = without_tail(text[:TYPED_LENGTH]).rpartition("/")[2]
    digits = "".join(each for each in typed if unicodedata.category(each) not in _BETWEEN)
    return in_plain_digits(digits) if digits.isdecimal() and len(digits) == DIGITS else None


def shown_join_code(code: str) -> str:
    """Return a code as people read it: 123 456."""
    half = DIGITS // 2
    return f"{code[:half]} {code[half:]}"
