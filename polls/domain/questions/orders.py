"""The orders in which voters meet the choices, where the order shall favour none of them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from polls.domain.questions.questions import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.questions.questions import Choice

ORDERS = 60
"""So few that each page can be kept for its readers, and divisible by every usual number of
choices, so that each of them stands in each place equally often."""


def number_for(credential: str) -> int:
    """Return the number of a voter's order: always the same, and telling nothing about others."""
    return int.from_bytes(sha256(f"order {credential}".encode()).digest()[:8], "big") % ORDERS


def ordered(choices: Sequence[Choice], number: int) -> tuple[Choice, ...]:
    """Return the choices in the order of this number; the lines that are no choices stay last.

    The orders are all turns of one arrangement, then those of another: 60 of three choices are 20
    arrangements with three turns each.
    """
    plain = [choice for choice in choices if choice.kind is Kind.CHOICE]
    others = [choice for choice in choices if choice.kind is not Kind.CHOICE]
    size = len(plain)
    if size <= ORDERS:
        arrangement, turn = divmod(number, size)
    else:
        arrangement, turn = 0, number * size // ORDERS
    plain.sort(key=lambda choice: sha256(f"{arrangement} {choice.id}".encode()).digest())
    return (*plain[turn:], *plain[:turn], *others)
