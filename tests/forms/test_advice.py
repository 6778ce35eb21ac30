from __future__ import annotations

from itertools import product

import pytest

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS
from polls.domain.questions import fitting
from polls.domain.questions.fitting import settled
from polls.domain.questions.rules import Rules, Threshold
from polls.forms.advice import QUESTIONS, Matters, Says, Winners, advised

STYLES = {
    Says.ONE: Style.MARKS,
    Says.ALL: Style.MARKS,
    Says.ORDER: Style.RANKING,
    Says.SCORES: Style.SCORES,
    Says.DATES: Style.SCORES,
}


@pytest.mark.parametrize(("winners", "says", "matters"), list(product(Winners, Says, Matters)))
def test_every_advice_can_be_followed_and_says_why(
    winners: Winners,
    says: Says,
    matters: Matters,
) -> None:
    advice = advised(winners, says, matters)

    method = METHODS[advice.method]
    rules = Rules(
        method=advice.method,
        seats=2 if winners is Winners.SEVERAL else 1,
        options=advice.options,
        threshold=advice.threshold,
        max_choices=1 if method.has_one_mark else None,
    )
    assert not list(fitting.problems(settled(rules), 3))
    assert method.ballot is STYLES[says]
    assert method.has_dates == (says is Says.DATES)
    assert method.has_one_mark == (says is Says.ONE)
    assert advice.why.endswith(".")


@pytest.mark.parametrize(
    ("answers", "method"),
    [
        ((Winners.ONE, Says.ONE, Matters.SIMPLE), "plurality"),
        ((Winners.ONE, Says.ALL, Matters.BROAD), "approval"),
        ((Winners.ONE, Says.ORDER, Matters.SIMPLE), "instant_runoff"),
        ((Winners.ONE, Says.ORDER, Matters.MAJORITY), "ranked_pairs"),
        ((Winners.ONE, Says.SCORES, Matters.MAJORITY), "star"),
        ((Winners.ONE, Says.SCORES, Matters.BROAD), "majority_judgment"),
        ((Winners.SEVERAL, Says.ORDER, Matters.SHARE), "stv"),
        ((Winners.SEVERAL, Says.DATES, Matters.SHARE), "availability"),
    ],
)
def test_advice_is_the_method_that_answers_the_wish(
    answers: tuple[Winners, Says, Matters],
    method: str,
) -> None:
    assert advised(*answers).method == method


def test_majority_of_marks_is_asked_for_where_marks_alone_would_not_give_it() -> None:
    for says in (Says.ONE, Says.ALL):
        advice = advised(Winners.ONE, says, Matters.MAJORITY)
        assert advice.threshold is Threshold.ABSOLUTE


def test_share_of_marks_is_proportional() -> None:
    advice = advised(Winners.SEVERAL, Says.ALL, Matters.SHARE)

    assert dict(advice.options) == {"rule": "proportional"}


def test_every_answer_can_be_given() -> None:
    for field, words in (("winners", Winners), ("says", Says), ("matters", Matters)):
        assert list(QUESTIONS[field][1]) == list(words)
