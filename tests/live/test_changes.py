from __future__ import annotations

import pytest

from polls.db.engines.changes import Change
from polls.live import Changes
from polls.live.changes import CAPACITY


@pytest.fixture
def told() -> list[Change | None]:
    return []


@pytest.fixture
def changes(told: list[Change | None]) -> Changes:
    return Changes(tell=[told.append])


def test_changes_are_told_once_however_often_they_are_heard(
    changes: Changes,
    told: list[Change | None],
) -> None:
    for _ in range(3):
        changes.hear(Change("1", 5))

    assert told == [Change("1", 5)]


def test_changes_before_a_known_one_are_not_told(
    changes: Changes,
    told: list[Change | None],
) -> None:
    for version in (5, 4, 6):
        changes.hear(Change("1", version))

    assert told == [Change("1", 5), Change("1", 6)]


def test_changes_of_one_question_say_nothing_about_another(
    changes: Changes,
    told: list[Change | None],
) -> None:
    changes.hear(Change("1", 5))
    changes.hear(Change("2", 0))

    assert told == [Change("1", 5), Change("2", 0)]


def test_changes_back_to_an_earlier_version_are_told_after_a_gap(
    changes: Changes,
    told: list[Change | None],
) -> None:
    for heard in (Change("1", 5), None, Change("1", 3)):
        changes.hear(heard)

    assert told == [Change("1", 5), None, Change("1", 3)]


def test_changes_are_told_to_all_in_their_order() -> None:
    told: list[str] = []
    changes = Changes(tell=[lambda _: told.append("pages"), lambda _: told.append("watchers")])

    changes.hear(Change("1", 1))

    assert told == ["pages", "watchers"]


def test_changes_of_too_many_questions_are_told_rather_than_missed(
    changes: Changes,
    told: list[Change | None],
) -> None:
    for number in range(CAPACITY + 1):
        changes.hear(Change(str(number), 1))
    told.clear()

    changes.hear(Change("0", 1))
    changes.hear(Change(str(CAPACITY), 1))

    assert told == [Change("0", 1)]
