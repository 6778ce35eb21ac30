from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from polls.domain.questions.questions import Choice
from polls.domain.results.tallies import Count, Group, folded, running
from tests import asking

BALLOT = asking.question(
    choices=tuple(Choice(id_, f"Choice {id_}", 0) for id_ in range(1, 6)),
    max_choices=None,
)
GROUPS = st.lists(
    st.builds(
        Group,
        st.lists(st.integers(1, 5), unique=True).map(tuple),
        st.integers(1, 1000),
        st.integers(1, 1000),
    ),
)


def test_folded_counts_ballots_and_their_weight() -> None:
    tally = folded(BALLOT, [Group((1,), 1, 3), Group((1, 2), 5, 2), Group((), 2, 1)])

    assert tally.total == Count(6, 15)
    assert tally.of(1) == Count(5, 13)
    assert tally.of(2) == Count(2, 10)
    assert tally.of(3) == Count(0, 0)


def test_running_takes_the_counters_as_they_are() -> None:
    choices = (Choice(1, "Tea", 3), Choice(2, "Coffee", 2))

    tally = running(asking.question(vote_count=5, choices=choices))

    assert tally.total == Count(5, 5)
    assert [tally.of(each.id) for each in choices] == [Count(3, 3), Count(2, 2)]


@given(GROUPS)
def test_folded_is_the_sum_whatever_the_order(groups: list[Group]) -> None:
    tally = folded(BALLOT, groups)

    assert tally == folded(BALLOT, reversed(groups))
    assert tally.total.ballots == sum(each.ballots for each in groups)
    assert all(tally.of(i).weight <= tally.total.weight for i in range(1, 6))
