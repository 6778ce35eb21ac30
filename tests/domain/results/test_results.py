from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS
from polls.domain.questions.questions import Choice, Kind
from polls.domain.results.results import Lead, Line, Result, read
from polls.domain.results.tallies import Count, Group, folded, running
from tests import asking


def result_of(*votes: int, is_closed: bool = False) -> Result:
    """Read the running counts of a question with so many votes for its choices."""
    choices = tuple(Choice(id_, f"Choice {id_}", each) for id_, each in enumerate(votes, 1))
    question = asking.question(vote_count=sum(votes), choices=choices)
    return read(question, running(question), is_closed=is_closed)


@pytest.mark.parametrize(
    ("votes", "is_closed", "lead", "leaders"),
    [
        ((0, 0, 0), False, Lead.EMPTY, []),
        ((0, 0, 0), True, Lead.EMPTY, []),
        ((1, 3, 2), False, Lead.LEADS, [2]),
        ((1, 3, 2), True, Lead.WON, [2]),
        ((3, 1, 3), False, Lead.LEVEL, [1, 3]),
        ((3, 1, 3), True, Lead.TIED, [1, 3]),
        ((1, 1, 1), True, Lead.TIED, [1, 2, 3]),
    ],
)
def test_read_says_who_leads(
    votes: tuple[int, ...],
    is_closed: bool,
    lead: Lead,
    leaders: list[int],
) -> None:
    result = result_of(*votes, is_closed=is_closed)

    assert result.lead is lead
    assert [line.choice.id for line in result.leaders] == leaders
    assert [line.choice.id for line in result.lines if line.is_leading] == leaders


def test_read_keeps_the_order_of_the_ballot() -> None:
    result = result_of(1, 4, 0)

    assert result.total == result.base == Count(5, 5)
    assert not result.is_weighted
    assert result.lines == (
        Line(Choice(1, "Choice 1", 1), 1, 1, 20, is_leading=False),
        Line(Choice(2, "Choice 2", 4), 4, 4, 80, is_leading=True),
        Line(Choice(3, "Choice 3", 0), 0, 0, 0, is_leading=False),
    )


def test_read_puts_a_date_that_was_added_later_in_its_place() -> None:
    dates = Choice(1, "2027-03-13", 0), Choice(2, "2027-01-05", 0)
    question = asking.question(choices=dates, method="availability", highest=2)

    result = read(question, folded(question, [Group(((1, 2),), 1, 1)]), is_closed=False)

    assert [line.choice.text for line in result.lines] == ["2027-01-05", "2027-03-13"]


BALLOT = asking.question(
    choices=(
        Choice(1, "Tea", 0),
        Choice(2, "Coffee", 0),
        Choice(3, "None of these", 0, Kind.NONE),
        Choice(4, "Blank vote", 0, Kind.BLANK),
    ),
)


def test_read_gives_shares_of_ballots_where_one_has_several_marks() -> None:
    tally = folded(BALLOT, [Group((1, 2), 1, 6), Group((1,), 1, 1), Group((2,), 1, 3)])

    result = read(BALLOT, tally, is_closed=False)

    assert result.base.ballots == 10
    assert [(line.votes, line.share) for line in result.lines] == [(7, 70), (9, 90), (0, 0)]


def test_read_leaves_blank_votes_out_of_lead_and_shares() -> None:
    tally = folded(BALLOT, [Group((1,), 1, 1), Group((3,), 1, 3), Group((4,), 1, 9)])

    result = read(BALLOT, tally, is_closed=True)

    assert (result.total.ballots, result.blank.ballots, result.base.ballots) == (13, 9, 4)
    assert [line.choice.text for line in result.lines] == ["Tea", "Coffee", "None of these"]
    assert [line.share for line in result.lines] == [25, 0, 75]
    assert [line.choice.text for line in result.leaders] == ["None of these"]


def test_read_of_blank_votes_only_has_no_leader() -> None:
    result = read(BALLOT, folded(BALLOT, [Group((4,), 1, 2)]), is_closed=True)

    assert result.lead is Lead.EMPTY
    assert [line.share for line in result.lines] == [0, 0, 0]


def test_read_gives_the_lead_to_weight_and_not_to_heads() -> None:
    tally = folded(BALLOT, [Group((1,), 1, 3), Group((2,), 10, 1), Group((4,), 5, 1)])

    result = read(BALLOT, tally, is_closed=False)

    assert result.is_weighted
    assert result.base == Count(4, 13)
    assert [line.choice.text for line in result.leaders] == ["Coffee"]
    assert [(line.votes, line.weight, line.share) for line in result.lines[:2]] == [
        (3, 3, 23),
        (1, 10, 77),
    ]


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
    result = result_of(*votes)

    assert [line.share for line in result.lines] == shares


def test_read_of_a_question_without_choices_is_empty() -> None:
    result = result_of()

    assert (result.lead, result.leaders, result.lines) == (Lead.EMPTY, (), ())


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_read_gives_shares_within_half_a_percent(votes: list[int]) -> None:
    result = result_of(*votes)

    for line in result.lines:
        assert 0 <= line.share <= 100
        off = Fraction(line.share) * result.base.weight - 100 * line.votes
        assert abs(off) * 2 <= result.base.weight


NONE_LEADS: dict[Style, list[Group]] = {
    Style.MARKS: [Group((3,), 1, 5), Group((1,), 1, 3), Group((2,), 1, 1)],
    Style.RANKING: [Group((3, 1), 1, 5), Group((1, 2), 1, 3), Group((2,), 1, 1)],
    Style.SCORES: [
        Group(((1, 1), (2, 0), (3, 5)), 1, 5),
        Group(((1, 5), (2, 3), (3, 0)), 1, 3),
        Group(((1, 0), (2, 5), (3, 5)), 1, 1),
    ],
}


@pytest.mark.parametrize(
    ("method", "options"),
    [(m.name, ()) for m in METHODS.values() if m.has_seats and not m.has_dates]
    + [("approval", (("rule", "proportional"),))],
)
def test_none_of_these_never_takes_one_of_several_seats(
    method: str,
    options: tuple[tuple[str, str], ...],
) -> None:
    question = asking.question(
        choices=BALLOT.choices, method=method, options=options, seats=2, max_choices=None
    )
    tally = folded(question, NONE_LEADS[question.rules.style])

    several = read(question, tally, is_closed=True)

    assert {line.choice.text for line in several.leaders} == {"Tea", "Coffee"}
    alone = read(replace(question, rules=replace(question.rules, seats=1)), tally, is_closed=True)
    assert several.lines[2] == replace(alone.lines[2], is_leading=False)  # its votes are shown


def test_ranked_lines_begin_with_the_best() -> None:
    result = result_of(1, 4, 0, 3, is_closed=True)

    assert [line.choice.id for line in result.ranked] == [2, 4, 1, 3]
    assert [line.choice.id for line in result.lines] == [1, 2, 3, 4]


def test_ranked_lines_without_votes_are_those_of_the_ballot() -> None:
    result = result_of(0, 0, 0, is_closed=True)

    assert result.ranked == result.lines


def test_ranked_lines_of_seats_filled_in_turn_end_with_those_without_one() -> None:
    choices = tuple(Choice(id_, f"Choice {id_}", 0) for id_ in (1, 2, 3, 4))
    question = asking.question(choices=choices, method="instant_runoff", max_choices=None, seats=2)
    tally = folded(
        question,
        [Group((4, 2), 1, 9), Group((3,), 1, 7), Group((2,), 1, 2), Group((1,), 1, 4)],
    )

    result = read(question, tally, is_closed=True)

    assert set(result.counted.winners) == {2, 4}
    assert [line.choice.id for line in result.ranked] == [4, 2, 3, 1]
