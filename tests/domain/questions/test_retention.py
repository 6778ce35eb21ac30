"""How long a question is kept after its end."""

from __future__ import annotations

from datetime import UTC, datetime

from polls.domain.questions.retention import removal


def test_question_that_ends_with_the_calendar_is_not_deleted_by_itself() -> None:
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)

    assert removal(last, 30, is_draft=False) is None
