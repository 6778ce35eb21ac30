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


def test_words_are_listed_as_in_a_sentence() -> None:
    listed = [words.listed("abc"[:length]) for length in range(4)]

    assert listed == ["", "a", "a and b", "a, b and c"]


def test_some_choices_are_named_and_the_rest_counted() -> None:
    assert words.some(range(8), "ABCDEFGHIJ") == "A, B, C, D, E, F, G and H"
    assert words.some(range(10), "ABCDEFGHIJ") == "A, B, C, D, E, F, G, H and 2 more"
