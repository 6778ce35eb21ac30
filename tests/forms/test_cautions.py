from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from polls.domain.questions.asking import choices
from polls.domain.questions.editing import Edit
from polls.domain.questions.questions import Choice, Kind, NewChoice
from polls.forms import cautions
from polls.presentation.refusals import messages
from tests import asking

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)


def told(texts: list[str], **values: Any) -> list[str]:
    new = asking.new("What?", texts, **values)
    return [message.text for message in messages(cautions.of_new(new, NOON))]


def told_of_edit(before: list[str], edit: dict[str, Any], **values: Any) -> list[str]:
    lines = tuple(Choice(number, text, 0) for number, text in enumerate(before, start=1))
    question = asking.question(choices=lines, **values)
    wanted = Edit(**{"text": "What?", "description": None, "rules": question.rules} | edit)
    return [message.text for message in messages(cautions.of_edit(question, wanted, NOON))]


def test_choices_that_differ_only_in_capitals_are_told() -> None:
    assert told(["Tea", "Milk", "tea", "TEA", "milk"]) == [
        "“Tea”, “tea” and “TEA” differ only in capitals.",
        "“Milk” and “milk” differ only in capitals.",
    ]


def test_choices_that_differ_more_are_not_told() -> None:
    assert told(["Tea", "Teas", "2⁵", "25"]) == []


@pytest.mark.parametrize(
    ("date", "is_past"),
    [
        ("2026-06-04", True),
        ("2026-06-05", False),
        ("2026-06-05 13:59", True),
        ("2026-06-05 13:59-20:00", True),
        ("2026-06-05 14:00", False),
        ("2026-06-05 22:00-02:00", False),
    ],
)
def test_date_is_past_by_the_clocks_of_the_zone(date: str, is_past: bool) -> None:
    found = told([date, "2030-01-01"], method="availability", zone="Europe/Paris")

    assert found == ([f"{date} is in the past."] if is_past else [])


def test_many_dates_in_the_past_are_one_warning() -> None:
    two = told(["2026-01-01", "2026-01-02"], method="availability")
    seven = told([f"2026-01-0{day}" for day in range(1, 8)], method="availability")

    assert two == ["2 dates are in the past: 2026-01-01 and 2026-01-02."]
    assert seven == [
        (
            "7 dates are in the past: 2026-01-01, 2026-01-02, 2026-01-03, 2026-01-04, 2026-01-05 "
            "and 2 more."
        ),
    ]


def test_days_are_told_of_dates_alone() -> None:
    assert told(["2026-01-01", "2026-01-02"]) == []
    assert told(["no date", "2030-01-01"], method="availability") == []


def test_edit_is_told_of_what_it_changes() -> None:
    dates = {"method": "availability"}
    old = ["2026-01-01", "2030-01-01"]

    assert told_of_edit(["Tea", "tea"], {}) == []
    assert told_of_edit(["Tea", "Milk"], {"texts": {2: "tea"}}) == [
        "“Tea” and “tea” differ only in capitals."
    ]
    assert told_of_edit(["Tea", "tea"], {"removed": {2}, "added": choices(["TEA"])}) == [
        "“Tea” and “TEA” differ only in capitals."
    ]
    assert told_of_edit(old, {}, **dates) == []
    assert told_of_edit(old, {"added": choices(["2026-01-03"])}, **dates) == [
        "2026-01-03 is in the past."
    ]
    blank = NewChoice(text="blank Vote", kind=Kind.BLANK)
    assert told_of_edit(["Blank vote", "Tea"], {"added": (blank,)}) == []


def test_draft_may_be_a_copy_of_what_is_old_by_now() -> None:
    old = ["2026-01-01", "2030-01-01"]

    found = told_of_edit(old, {}, method="availability", is_draft=True)

    assert found == ["2026-01-01 is in the past."]
