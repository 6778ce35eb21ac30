"""Whole numbers on the command line, in the digits that the forms of the pages take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from polls.domain.text import words
from polls.domain.text.texts import whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_DIGITS = 18


def whole(least: int, most: int | None = None) -> Callable[[str | int], int]:
    """Return what reads a number from `least` to `most`; typer reads digits from 0 to 9 alone."""
    bounds = f" from {least} to {words.number(most)}" if most is not None else f", at least {least}"
    told = f"Write a whole number{bounds}, in digits."

    def read(given: str | int) -> int:
        text = str(given).strip()
        number = whole_number(text, _MOST_DIGITS)
        if number is None and most is None and text.isdecimal():
            raise typer.BadParameter(
                f"Write a smaller number: it may have {_MOST_DIGITS} digits at the most."
            )
        if number is None or number < least or (most is not None and number > most):
            raise typer.BadParameter(told)
        return number

    return read
