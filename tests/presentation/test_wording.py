from __future__ import annotations

from fractions import Fraction

import pytest

from polls.domain.questions.rules import Rules
from polls.presentation import wording
from polls.presentation.language import PSEUDO, spoken
from polls.presentation.rule_labels import SHARES, VOTERS


def test_words_are_listed_as_in_a_sentence() -> None:
    listed = [wording.listed("abc"[:length]) for length in range(4)]

    assert listed == ["", "a", "a and b", "a, b and c"]


def test_some_choices_are_named_and_the_rest_counted() -> None:
    assert wording.some(range(8), "ABCDEFGHIJ") == "A, B, C, D, E, F, G and H"
    assert wording.some(range(10), "ABCDEFGHIJ") == "A, B, C, D, E, F, G, H and 2 more"


def test_amounts_need_not_be_whole() -> None:
    said = [wording.votes(count) for count in (0, 1, Fraction(1, 2), Fraction(3, 2), 2_000)]

    assert said == ["0 votes", "1 vote", "0.5 votes", "1.5 votes", "2,000 votes"]


def test_constants_are_read_in_the_language_of_now() -> None:
    voters, share = next(iter(VOTERS)), next(iter(SHARES))

    with spoken(PSEUDO):
        told = (*VOTERS[voters], SHARES[share])

    assert all(text == "" or text.startswith("⟦") for text in told)
    assert SHARES[share] == "more than half"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (20, "20th"),
        (21, "21st"),
        (112, "112th"),
        (123, "123rd"),
    ],
)
def test_ordinal_has_the_ending_of_its_number(number: int, said: str) -> None:
    assert wording.ordinal(number) == said


def test_choices_are_called_what_they_are() -> None:
    dates = Rules(method="availability")

    assert [wording.choices(1, Rules()), wording.choices(2, Rules())] == ["1 choice", "2 choices"]
    assert [wording.choices(1, dates), wording.choices(1_000, dates)] == ["1 date", "1,000 dates"]
