"""Results as the terminal tells them."""

from __future__ import annotations

from typing import Any

import pytest

from polls.domain.counting.outcomes import CountResult, Tie
from polls.domain.counting.reasons import Stake, TieBreak
from polls.presentation.results import sentences
from tests import asking

NAMES = ("Tea", "Coffee", "Water")


@pytest.mark.parametrize(
    ("tie", "sentence"),
    [
        (
            Tie(Stake.SEAT, (0, 1, 2), (2,), TieBreak.LOT),
            "Tie for first place between Tea, Coffee and Water, broken by drawing lots: Water.",
        ),
        (
            Tie(Stake.ELIMINATION, (0, 1), (1,), TieBreak.EARLIER_ROUND, 1),
            (
                "Tie for elimination between Tea and Coffee, "
                "broken by the votes of the previous round: Coffee."
            ),
        ),
        (
            Tie(Stake.SURPLUS, (0, 1), (1,), TieBreak.EARLIER_ROUND, 2),
            (
                "Tie for the first surplus transfer between Tea and Coffee, "
                "broken by the votes 2 rounds earlier: Coffee."
            ),
        ),
        (
            Tie(Stake.RUNOFF, (0, 1), (0,), TieBreak.HIGHER_SUM),
            "Tie in the runoff between Tea and Coffee, broken by the higher total score: Tea.",
        ),
        (
            Tie(Stake.FINALIST, (0, 1), (0,), TieBreak.HEAD_TO_HEAD),
            "Tie for a place in the runoff between Tea and Coffee, broken head-to-head: Tea.",
        ),
        (
            Tie(Stake.ORDER, (0, 1), (), TieBreak.LOT),
            "Tie in the order of equal majorities between Tea and Coffee, broken by drawing lots.",
        ),
    ],
)
def test_tie_says_what_it_was_about_and_what_broke_it(tie: Tie, sentence: str) -> None:
    assert sentences.ties(CountResult((0,), ties=(tie,)), NAMES) == [sentence]


def test_outcome_says_between_whom_lots_were_drawn() -> None:
    drawn = Tie(Stake.ELIMINATION, (1, 2), (2,), TieBreak.LOT)

    assert sentences.outcome(CountResult((0,), tied=(0, 1)), NAMES) == (
        "Tea and Coffee tied; Tea wins by drawing lots."
    )
    assert sentences.outcome(CountResult((0, 1), tied=(1, 2)), NAMES) == (
        "Coffee and Water tied, and lots were drawn. Tea and Coffee win."
    )
    assert sentences.outcome(CountResult((0,), ties=(drawn,)), NAMES) == (
        "Tea wins. A tie along the way was broken by drawing lots."
    )


@pytest.mark.parametrize(
    ("values", "prize"),
    [
        ({}, "first place"),
        ({"method": "approval", "max_choices": None, "seats": 2}, "a seat"),
        (
            {"method": "availability", "max_choices": None, "seats": 2},
            "a place among the winners",
        ),
    ],
)
def test_tie_says_what_can_be_won(values: dict[str, Any], prize: str) -> None:
    tie = Tie(Stake.SEAT, (0, 1), (1,), TieBreak.LOT)
    question = asking.question(**values)

    told = sentences.first_ties(CountResult((1,), ties=(tie,)), NAMES, question)

    assert told.sentences == (
        f"Tie for {prize} between Tea and Coffee, broken by drawing lots: Coffee.",
    )


def test_ties_of_a_page_end() -> None:
    tie = Tie(Stake.SEAT, (0, 1), (1,), TieBreak.LOT)
    few = CountResult((1,), ties=(tie,))
    many = CountResult((1,), ties=(tie,) * (sentences.MOST_TIES + 3))

    names, question = dict(enumerate(NAMES)), asking.question()
    assert sentences.first_ties(few, names, question) == (tuple(sentences.ties(few, NAMES)), 0)
    assert len(sentences.first_ties(many, names, question).sentences) == sentences.MOST_TIES
    assert sentences.first_ties(many, names, question).left_out == 3
