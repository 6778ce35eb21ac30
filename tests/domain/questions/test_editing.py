from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.questions.editing import Edit, edited
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.questions import Choice, Kind, NewChoice
from polls.presentation.refusals import messages
from tests import asking

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question
    from polls.presentation.refusals import FieldMessage

NOON = datetime(2026, 6, 5, 13, tzinfo=UTC)
BLANK = NewChoice(text="Blank vote", kind=Kind.BLANK)
STV: dict[str, Any] = {"method": "stv", "max_choices": None}


def question(*texts: str, **values: Any) -> Question:
    choices = tuple(Choice(number, text, 0) for number, text in enumerate(texts, start=1))
    return asking.question(choices=choices, **values)


def problems(asked: Question, **values: Any) -> list[FieldMessage]:
    """Return what is wrong with a change of a question, of which `rules` are some."""
    rules = replace(asked.rules, **values.pop("rules", {}))
    edit = Edit(text=asked.text, description=None, zone=asked.zone, rules=rules)
    try:
        edited(asked, replace(edit, **values), NOON, ())
    except InvalidQuestionError as refusal:
        return messages(refusal.problems)
    return []


def test_edit_does_not_add_what_a_choice_says_already() -> None:
    asked = question("Tea", "blank vote")

    (problem,) = problems(asked, added=(BLANK,))

    assert problem.field == "choices"
    assert problem.text.startswith("“Blank vote” is already added by a setting. Remove it")


def test_edit_does_not_call_a_choice_as_what_is_offered_already() -> None:
    asked = question("Tea", "Coffee")
    asked = replace(asked, choices=(*asked.choices, Choice(3, BLANK.text, 0, Kind.BLANK)))
    added = NewChoice(text="Blank Vote")

    assert [problem.field for problem in problems(asked, texts={2: "Blank vote"})] == ["choices"]
    assert [problem.field for problem in problems(asked, added=(added,))] == ["added"]


@pytest.mark.parametrize(
    "change",
    [{"rules": {"seats": 3}}, {"removed": frozenset({3})}],
)
def test_edit_does_not_make_a_vote_that_decides_nothing(change: dict[str, Any]) -> None:
    asked = question("Tea", "Coffee", "Milk", seats=2, quorum=None, **STV)

    assert [problem.field for problem in problems(asked, **change)] == ["seats"]


def test_quorum_of_a_vote_that_decides_nothing_else_cannot_be_taken_away() -> None:
    asked = question("Tea", "Coffee", seats=2, quorum=9, **STV)

    assert problems(asked, text="Which?") == []
    assert [problem.field for problem in problems(asked, rules={"quorum": None})] == ["seats"]


def test_question_from_before_these_rules_can_be_edited() -> None:
    asked = question("Tea", "blank vote", seats=2, **STV)
    asked = replace(asked, choices=(*asked.choices, Choice(3, BLANK.text, 0, Kind.BLANK)))

    assert problems(asked, text="Which?") == []


# the time zone


def test_zone_can_be_changed_until_somebody_has_voted() -> None:
    asked = question("Tea", "Coffee", zone="UTC")
    voted = replace(asked, ballot_count=1)
    tried_out = replace(voted, is_draft=True)

    for each in (asked, tried_out):
        assert problems(each, zone="Europe/Paris") == []
    (problem,) = problems(voted, zone="Europe/Paris")
    assert problem.field == "zone"
    assert problem.text.startswith("Someone has voted on times in this time zone")
    assert problems(voted, text="Which?") == []


def test_zone_that_there_is_not_is_named_and_an_old_one_stays() -> None:
    asked = question("Tea", "Coffee", zone="Mars/Base")

    assert problems(asked, text="Which?") == []
    (problem,) = problems(asked, zone="Venus")
    assert (problem.field, "called “Venus”" in problem.text) == ("zone", True)


def test_dates_must_be_some_in_the_new_zone() -> None:
    asked = question("2027-03-28 02:30", "2027-03-29", zone="UTC", method="availability")

    assert problems(asked, zone="Asia/Tokyo") == []
    (problem,) = problems(asked, zone="Europe/Paris")
    assert (problem.field, "02:30 does not exist" in problem.text) == ("choice-1", True)
