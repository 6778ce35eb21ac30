from __future__ import annotations

from fractions import Fraction

import pytest

from polls.domain.text import words


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1_234_567, "1,234,567"),
        (Fraction(4), "4"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 3), "0.33333"),
        (Fraction(-4001, 2), "-2,000.5"),
    ],
)
def test_number_is_written_as_people_read_it(value: int | Fraction, written: str) -> None:
    assert words.number(value) == written
