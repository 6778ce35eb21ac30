from __future__ import annotations

from fractions import Fraction

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
