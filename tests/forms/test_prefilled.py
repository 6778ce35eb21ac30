"""Addresses that fill in the form of a new question."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.methods import METHODS
from polls.domain.questions import asking as domain
from polls.domain.questions.questions import Choice, Kind
from polls.domain.questions.rules import Visibility, Voters
from polls.forms.prefilled import fields, mistakes
from polls.forms.question_forms import Listing, filled_in, gathered
from polls.forms.question_forms import question as asked
from polls.presentation.refusals import messages
from tests import asking

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
DATES = ("2026-06-04", "2026-06-05 11:00", "2026-12-24 18:00", "2026-12-25")


def choices(*texts: str) -> tuple[Choice, ...]:
    return tuple(Choice(number, text, 0) for number, text in enumerate(texts, start=1))


def settled(**values: Any) -> Question:
    """Return a question as it is kept."""
    return domain.tidy(asking.question(**values))


def wrong(**given: str) -> list[str]:
    sent = given
    return [each.text for each in messages(mistakes(filled_in(sent, "UTC"), given, NOON))]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("voters", Voters)
def test_fields_of_a_question_ask_it_again(method: str, voters: Voters) -> None:
    rules: dict[str, Any] = {"method": method, "voters": voters, "max_choices": None}
    rules |= {"max_choices": 1} if METHODS[method].has_one_mark else {}
    rules |= {"per_network": 7} if voters is Voters.NETWORK else {}
    rules |= {"release_step": 9} if voters is Voters.INVITED else {}
    rules |= {"options": (("quota", "hare"),), "seats": 2} if method == "stv" else {}
    rules |= {"highest": 3, "labels": ("a", "b", "c", "d")} if method == "score" else {}
    texts = DATES[2:] if METHODS[method].has_dates else ("Tea & <b>", "Coffee + 50 %", "Milk")
    question = settled(
        text="Was möchtest du?",
        description="Two lines,\nas here.",
        zone="Asia/Tokyo",
        choices=(*choices(*texts), Choice(9, "Blank vote", 0, Kind.BLANK)),
        may_change=False,
        visibility=Visibility.ALWAYS,
        **rules,
    )

    pairs = fields(question, NOON)

    assert pairs is not None
    again = asked(filled_in(gathered(pairs), "Asia/Tokyo"), Listing.NOBODY, NOON)
    assert domain.tidy(again).rules == question.rules
    assert (again.text, again.description) == (question.text, question.description)
    assert again.choices == tuple(each.anew for each in question.choices)
    assert ("zone", "Asia/Tokyo") in pairs or not question.rules.has_dates


def test_fields_are_only_those_that_a_fresh_form_has_not() -> None:
    question = asking.question(visibility=Visibility.VOTED, zone="Asia/Tokyo")

    assert fields(question, NOON) == [
        ("text", "Tea or coffee?"),
        ("choices", "Tea"),
        ("choices", "Coffee"),
    ]


def test_fields_leave_dates_out_that_are_past() -> None:
    question = settled(
        choices=choices(*DATES),
        method="availability",
        max_choices=None,
        voters=Voters.NAMED,
        visibility=Visibility.VOTED,
    )

    assert fields(question, NOON) == [
        ("kind", "dates"),
        ("text", "Tea or coffee?"),
        ("choices", "2026-12-24 18:00"),
        ("choices", "2026-12-25"),
        ("zone", "UTC"),
    ]


@pytest.mark.parametrize(
    "texts", [("- Tea", "Coffee"), ("1. Tea", "2. Coffee"), ("Tea | hot", "Coffee")]
)
def test_question_that_a_form_cannot_say_has_no_fields(texts: tuple[str, ...]) -> None:
    assert fields(asking.question(choices=choices(*texts)), NOON) is None


def test_choices_keep_their_descriptions_and_links() -> None:
    described = (
        Choice(1, "Tea", 0, Kind.CHOICE, "black | green", "https://example.org/tea"),
        Choice(2, "Coffee", 0, Kind.CHOICE, None, "https://example.org/"),
        Choice(3, "Milk", 0, Kind.CHOICE, "cold"),
    )

    pairs = fields(asking.question(choices=described), NOON)

    assert pairs is not None
    assert [text for name, text in pairs if name == "choices"] == [
        "Tea | black | green | https://example.org/tea",
        "Coffee |  | https://example.org/",
        "Milk | cold",
    ]


def test_mistakes_are_those_of_the_fields_that_were_given() -> None:
    assert wrong(text="Tea?") == []
    assert wrong(text="Tea?", seats="3", method="stv") == []
    assert wrong(choices="Tea") == []
    assert wrong(seats="x") == ["Write a whole number, in digits."]
    assert wrong(choices="Tea\nTea") == ["“Tea” is listed twice."]
    assert len(wrong(text="x" * 300, choices="A\nB", seats="5", zone="Mars")) == 3


def test_word_that_no_field_has_is_told() -> None:
    assert wrong(method="scores") == ["“scores” is not offered here. Choose one of these."]
    assert wrong(voters="all", visibility="me") == [
        "“all” is not offered here. Choose one of these.",
        "“me” is not offered here. Choose one of these.",
    ]
    assert wrong(kind="party") == ["“party” is not offered here. Choose one of these."]
    assert wrong(method=" ") == ["Choose one of these."]
    assert wrong(kind="", method="score", seats="") == []
