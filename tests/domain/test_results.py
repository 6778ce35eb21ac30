from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.questions import Choice, Question
from polls.domain.results import Lead, Line, read
from tests import asking

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)


def question(*votes: int, closed_at: datetime | None = None) -> Question:
    return asking.question(
        closed_at=closed_at,
        vote_count=sum(votes),
        choices=tuple(Choice(id_, f"Choice {id_}", each) for id_, each in enumerate(votes, 1)),
    )


@pytest.mark.parametrize(
    ("votes", "closed_at", "lead", "leaders"),
    [
        ((0, 0, 0), None, Lead.EMPTY, []),
        ((0, 0, 0), NOW, Lead.EMPTY, []),
        ((1, 3, 2), None, Lead.LEADS, [2]),
        ((1, 3, 2), NOW, Lead.WON, [2]),
        ((3, 1, 3), None, Lead.LEVEL, [1, 3]),
        ((3, 1, 3), NOW, Lead.TIED, [1, 3]),
        ((1, 1, 1), NOW, Lead.TIED, [1, 2, 3]),
    ],
)
def test_read_says_who_leads(
    votes: tuple[int, ...],
    closed_at: datetime | None,
    lead: Lead,
    leaders: list[int],
) -> None:
    result = read(question(*votes, closed_at=closed_at), NOW)

    assert result.lead is lead
    assert [choice.id for choice in result.leaders] == leaders
    assert [line.choice.id for line in result.lines if line.is_leading] == leaders


def test_read_keeps_the_order_of_the_ballot() -> None:
    asked = question(1, 4, 0)

    result = read(asked, NOW)

    first, second, third = asked.choices
    assert result.votes == 5
    assert result.lines == (
        Line(first, 20, is_leading=False),
        Line(second, 80, is_leading=True),
        Line(third, 0, is_leading=False),
    )


@pytest.mark.parametrize(
    ("votes", "shares"),
    [
        ((0, 0), [0, 0]),
        ((1, 0), [100, 0]),
        ((1, 1), [50, 50]),
        ((1, 1, 1), [33, 33, 33]),
        ((1, 2), [33, 67]),
        ((1, 7), [13, 88]),  # 12.5 and 87.5: half goes up
        ((1, 199), [1, 100]),  # 0.5 and 99.5
        ((1, 200), [0, 100]),
        ((3, 197), [2, 99]),  # 1.5 and 98.5
    ],
)
def test_read_rounds_shares_half_up(votes: tuple[int, ...], shares: list[int]) -> None:
    result = read(question(*votes), NOW)

    assert [line.share for line in result.lines] == shares


def test_read_of_a_question_without_choices_is_empty() -> None:
    result = read(question(), NOW)

    assert (result.lead, result.leaders, result.lines) == (Lead.EMPTY, (), ())


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_read_gives_shares_within_half_a_percent(votes: list[int]) -> None:
    result = read(question(*votes), NOW)

    for line in result.lines:
        assert 0 <= line.share <= 100
        assert abs(line.share * result.votes - 100 * line.choice.votes) * 2 <= result.votes
