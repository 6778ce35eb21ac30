from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from polls.domain.questions.questions import Stage, has_closed
from tests import asking

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
QUESTION = asking.question(pub_date=NOON)


@pytest.mark.parametrize(
    ("now", "is_published"),
    [(NOON - MINUTE, False), (NOON, True), (NOON + MINUTE, True)],
)
def test_question_is_published_from_its_date_on(now: datetime, *, is_published: bool) -> None:
    assert QUESTION.is_published(now) is is_published


def test_question_without_choices_is_never_published() -> None:
    question = replace(QUESTION, choices=())

    assert not question.is_published(NOON)


@pytest.mark.parametrize(
    ("now", "is_closed"),
    [(NOON - MINUTE, False), (NOON, True), (NOON + MINUTE, True)],
)
def test_question_is_closed_from_its_close_date_on(now: datetime, *, is_closed: bool) -> None:
    question = replace(QUESTION, close_date=NOON)

    assert question.is_closed(now) is is_closed


def test_question_without_close_date_stays_open() -> None:
    assert not QUESTION.is_closed(datetime.max.replace(tzinfo=UTC))


def test_question_that_was_open_stays_so_when_the_clock_jumps_back() -> None:
    opened = replace(QUESTION, opened_at=NOON)

    assert QUESTION.stage(NOON - MINUTE) is Stage.SCHEDULED
    assert opened.stage(NOON - MINUTE) is Stage.OPEN
    assert opened.is_published(NOON - MINUTE)
    assert not replace(opened, is_draft=True).is_published(NOON)


def test_stage_is_ending_for_the_minute_in_which_the_end_can_be_taken_back() -> None:
    stopped = replace(QUESTION, opened_at=NOON - MINUTE, stopped_at=NOON)

    assert stopped.stage(NOON) is Stage.ENDING
    assert stopped.stage(NOON + timedelta(seconds=59)) is Stage.ENDING
    assert stopped.stage(NOON + MINUTE) is Stage.CLOSED
    assert (stopped.ended_at, stopped.in_force_at) == (NOON, NOON + MINUTE)


def test_has_closed_stays_in_force_when_the_clock_jumps_back() -> None:
    closed_at = NOON

    assert has_closed(None, None, closed_at, NOON - timedelta(days=365))
    assert has_closed(NOON + timedelta(days=1), None, closed_at, NOON - MINUTE)


def test_question_goes_from_draft_to_closed() -> None:
    draft = replace(QUESTION, is_draft=True, close_date=NOON + MINUTE)
    asked = replace(draft, is_draft=False)

    assert draft.stage(NOON) is Stage.DRAFT
    assert [asked.stage(NOON + each * MINUTE) for each in (-1, 0, 1)] == [
        Stage.SCHEDULED,
        Stage.OPEN,
        Stage.CLOSED,
    ]
    assert not draft.is_published(NOON)
