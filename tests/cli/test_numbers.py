"""Numbers that are given to options."""

from __future__ import annotations

import pytest
import typer

from polls.cli.numbers import whole


@pytest.mark.parametrize("given", ["3", " 3 ", "٣", "３", "३", 3])  # noqa: RUF001 - of other scripts
def test_number_is_read_in_the_digits_of_any_script(given: str | int) -> None:
    assert whole(1)(given) == 3


@pytest.mark.parametrize("given", ["", "-1", "0", "65", "3.0", "1e1", "²", "9" * 5_000])
def test_what_is_no_number_between_the_bounds_is_refused(given: str) -> None:
    with pytest.raises(typer.BadParameter) as refusal:
        whole(1, 64)(given)

    assert refusal.value.message == "Write a whole number from 1 to 64, in digits."


@pytest.mark.parametrize(
    ("least", "said"),
    [
        (0, "Write a whole number, at least 0, in digits."),
        (2, "Write a whole number, at least 2, in digits."),
    ],
)
def test_bound_is_told_where_there_is_one(least: int, said: str) -> None:
    with pytest.raises(typer.BadParameter) as refusal:
        whole(least)("-1")

    assert refusal.value.message == said


@pytest.mark.parametrize("least", [0, 1])
def test_number_too_long_to_be_read_is_not_called_no_number(least: int) -> None:
    with pytest.raises(typer.BadParameter) as refusal:
        whole(least)("9" * 19)

    assert refusal.value.message == "Write a smaller number: it may have 18 digits at the most."
