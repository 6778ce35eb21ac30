"""A shuffle of a long row that is dealt a piece at a time."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def shuffled(length: int, below: Callable[[int], int]) -> Iterator[int]:
    """Yield the numbers below `length`, each once, in an order that chance decides as it goes.

    Fisher and Yates's shuffle (Durstenfeld, Algorithm 235, 1964) from its end, so that nothing has
    to be ready before the first number. Takes four bytes a number.

    Args:
        length: up to 2³² - 1.
        below: returns a random number from 0 up to, not including, its argument.
    """
    moved = array("I", bytes(length * array("I").itemsize))  # one more than what lies there;
    for last in reversed(range(length)):  # nothing: what always lay there
        drawn = below(last + 1)
        yield moved[drawn] - 1 if moved[drawn] else drawn
        moved[drawn] = moved[last] or last + 1
