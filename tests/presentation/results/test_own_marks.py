from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.questions.rules import Rules, Voters
from polls.presentation.results.own_marks import own_marks

if TYPE_CHECKING:
    from polls.domain.ballots.selections import Selection

GRADES = ("Reject", "Poor", "Acceptable", "Good", "Very good", "Excellent")
ANSWERS = ("No", "If need be", "Yes")


@pytest.mark.parametrize(
    ("rules", "selection", "marks"),
    [
        ({}, (2,), {2: "Your vote"}),
        ({"method": "approval"}, (1, 3), {1: "Your vote", 3: "Your vote"}),
        (
            {"method": "schulze"},
            (3, None, (1, 2)),
            {3: "Your 1st choice", 1: "Your 3rd choice", 2: "Your 3rd choice"},
        ),
        ({"method": "score"}, ((1, 0), (2, 4)), {1: "Your score: 0", 2: "Your score: 4"}),
        ({"method": "score"}, ((4, None),), {4: "Your vote"}),
        (
            {"method": "majority_judgment", "labels": GRADES},
            ((1, 3),),
            {1: "You: Good"},
        ),
        (
            {"method": "availability", "labels": ANSWERS, "highest": 2},
            ((1, 1),),
            {1: "You: If need be"},
        ),
    ],
)
def test_own_marks_say_what_the_ballot_gives_each_choice(
    rules: dict[str, Any],
    selection: Selection,
    marks: dict[int, str],
) -> None:
    assert own_marks(selection, Rules(**rules)) == marks


def test_own_marks_are_none_where_one_browser_votes_for_several_people() -> None:
    assert own_marks((2,), Rules()) != {}
    assert own_marks((2,), Rules(voters=Voters.ANYONE)) == {}
