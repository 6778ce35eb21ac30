"""Laws that every method keeps, whatever the ballots."""

from __future__ import annotations

from itertools import pairwise as neighbours
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from polls.domain.counting import pairwise
from polls.domain.counting.outcomes import CountResult, Duels, Grades, Round, Totals
from polls.domain.counting.profiles import Profile, grouped, members
from polls.domain.counting.reasons import Quantity
from polls.domain.methods import METHODS, Method
from tests.domain.methods import drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

drawn = settings(max_examples=30, deadline=None)
"""Fewer than usual, as there are many laws; without a deadline, as machines are busy."""
every_method = pytest.mark.parametrize("method", [*METHODS.values()], ids=[*METHODS])
RANKING = [name for name, method in METHODS.items() if method.ballot == "ranking"]
# Who does not keep a law is named here, so that a new method has to keep it or be named.
MONOTONE = sorted({*METHODS} - {"instant_runoff", "stv", "meek_stv"})
"""The others may put a winner out who gains: other choices go out before, and hand on votes."""
CONDORCET = sorted({*RANKING} - {"instant_runoff", "stv", "meek_stv", "borda"})
SMITH = sorted({*CONDORCET} - {"minimax"})
CONSISTENT = sorted(
    {*METHODS}
    - {*CONDORCET, "instant_runoff", "stv", "meek_stv"}  # known: only points can keep it
    - {"star", "majority_judgment"},  # as a runoff, and as the median of two halves
)
ADDITIVE = {
    Quantity.VOTES,
    Quantity.SUM,
    Quantity.POINTS,
    Quantity.YES,
    Quantity.YES_OR_IF_NEED_BE,
}
"""Totals that are sums over the ballots."""
PROPORTIONAL = {"stv": {"decimals": None}, "meek_stv": {}}
"""Exact, because what Scottish rounding loses may be what a coalition needs."""


@every_method
@drawn
@given(data=st.data())
def test_seats_are_filled_as_far_as_choices_and_ballots_go(
    method: Method,
    data: st.DataObject,
) -> None:
    profile, seats, lots = data.draw(drawing.elections(method))
    options = data.draw(drawing.options(method))

    result = counted(method, profile, seats, lots, **options)

    has_ballots = result.ballots > result.blank + result.invalid
    assert len(result.winners) == (min(seats, len(profile.choices)) if has_ballots else 0)
    assert len(set(result.winners)) == len(result.winners)
    assert set(result.winners) <= set(profile.choices)
    assert result.ballots == sum(profile.counts.values())
    if result.tied:
        assert set(result.tied) & set(result.winners)
        assert result.is_decided_by_lot


@every_method
@drawn
@given(data=st.data())
def test_order_of_ballots_does_not_matter(method: Method, data: st.DataObject) -> None:
    profile, seats, lots = data.draw(drawing.elections(method))
    options = data.draw(drawing.options(method))
    shuffled = dict(data.draw(st.permutations(list(profile.counts.items()))))

    result = counted(method, Profile(profile.choices, shuffled), seats, lots, **options)

    assert result == counted(method, profile, seats, lots, **options)


@every_method
@drawn
@given(data=st.data())
def test_names_of_choices_do_not_matter(method: Method, data: st.DataObject) -> None:
    profile, seats, lots = data.draw(drawing.elections(method))
    options = data.draw(drawing.options(method))
    renamed = data.draw(st.permutations(range(10, 10 + len(profile.choices))))

    result = counted(method, profile, seats, lots, **options)

    other = counted(
        method,
        grouped(renamed, ((renaming(s, renamed, method), n) for s, n in profile.counts.items())),
        seats,
        tuple(renamed[choice] for choice in lots),
        **options,
    )
    assert {renamed[choice] for choice in result.winners} == set(other.winners)
    assert {renamed[choice] for choice in result.tied} == set(other.tied)
    assert [{renamed[choice] for choice in group} for group in result.ranking] == [
        set(group) for group in other.ranking
    ]


@every_method
@drawn
@given(data=st.data())
def test_order_of_choices_does_not_matter(method: Method, data: st.DataObject) -> None:
    profile, seats, lots = data.draw(drawing.elections(method))
    options = data.draw(drawing.options(method))
    choices = tuple(data.draw(st.permutations(profile.choices)))
    counts = profile.counts
    if method.ballot == "scores":
        counts = {tuple(s[c] for c in choices): n for s, n in counts.items()}

    result = counted(method, profile, seats, lots, **options)

    other = counted(method, Profile(choices, counts), seats, lots, **options)
    assert set(result.winners) == set(other.winners)
    assert set(result.tied) == set(other.tied)


@every_method
@drawn
@given(data=st.data())
def test_two_halves_add_up_to_the_whole(method: Method, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, drawing.MAX_CHOICES))
    halves = [data.draw(drawing.profiles(method, size)) for _half in range(2)]
    lots = tuple(range(size))
    ballots = [ballot for half in halves for ballot in half.counts.items()]

    whole = sums(counted(method, grouped(range(size), ballots), 1, lots))

    parts = [sums(counted(method, half, 1, lots)) for half in halves]
    for name, values in whole.items():
        for key, value in values.items():
            assert value == sum(part.get(name, {}).get(key, 0) for part in parts)


@pytest.mark.parametrize("name", CONSISTENT)
@drawn
@given(data=st.data())
def test_who_wins_both_halves_wins_the_whole(name: str, data: st.DataObject) -> None:
    method = METHODS[name]
    size = data.draw(st.integers(1, drawing.MAX_CHOICES))
    halves = [data.draw(drawing.profiles(method, size)) for _half in range(2)]
    lots = tuple(data.draw(st.permutations(range(size))))
    one, other = (counted(method, half, 1, lots) for half in halves)
    assume(one.winners == other.winners)

    ballots = [ballot for half in halves for ballot in half.counts.items()]
    whole = counted(method, grouped(range(size), ballots), 1, lots)

    assert whole.winners == one.winners


@every_method
@drawn
@given(data=st.data())
def test_votes_and_exhausted_are_all_ballots_in_every_round(
    method: Method,
    data: st.DataObject,
) -> None:
    profile, seats, lots = data.draw(drawing.elections(method))
    options = data.draw(drawing.options(method))

    result = counted(method, profile, seats, lots, **options)

    valid = result.ballots - result.blank - result.invalid
    for step in result.steps:
        if isinstance(step, Round):
            assert sum(step.votes.values()) + sum(step.exhausted.values()) + step.lost == valid


@pytest.mark.parametrize("name", ["instant_runoff", "stv"])
@drawn
@given(data=st.data())
def test_transfers_lead_from_each_round_to_the_next(name: str, data: st.DataObject) -> None:
    profile, seats, lots = data.draw(drawing.elections(METHODS[name]))
    options = data.draw(drawing.options(METHODS[name]))

    steps = counted(METHODS[name], profile, seats, lots, **options).steps

    rounds = [step for step in steps if isinstance(step, Round)]
    for before, after in neighbours(rounds):
        for choice in after.votes if before.part == after.part else ():
            received = sum(each.to.get(choice, 0) for each in before.transfers)
            handed_on = {each.source for each in before.transfers}
            gone = 0 if choice not in handed_on else before.votes[choice] - before.quota
            assert after.votes[choice] == before.votes[choice] + received - gone


@pytest.mark.parametrize("name", CONDORCET)
@pytest.mark.parametrize("unranked", ["last", "not_compared"])
@drawn
@given(data=st.data())
def test_condorcet_winner_wins(name: str, unranked: str, data: st.DataObject) -> None:
    profile, seats, lots = data.draw(drawing.elections(METHODS[name]))
    matrix = pairwise.compare(profile, pairwise.PairwiseOptions(unranked=unranked))
    winner = next(
        (c for c in profile.choices if all(matrix.beats(c, d) for d in profile.choices if c != d)),
        None,
    )
    assume(winner is not None)
    assume(matrix.counted)

    result = counted(METHODS[name], profile, seats, lots, unranked=unranked)

    assert result.winners == (winner,)


@pytest.mark.parametrize("name", SMITH)
@drawn
@given(data=st.data())
def test_winner_is_of_the_smith_set(name: str, data: st.DataObject) -> None:
    profile, seats, lots = data.draw(drawing.elections(METHODS[name]))

    result = counted(METHODS[name], profile, seats, lots)

    (duels,) = (step for step in result.steps if isinstance(step, Duels))
    assert set(result.winners) <= set(duels.smith_set)


@pytest.mark.parametrize("name", PROPORTIONAL)
@drawn
@given(data=st.data())
def test_solid_coalition_has_its_droop_quotas_of_seats(name: str, data: st.DataObject) -> None:
    size = data.draw(st.integers(3, drawing.MAX_CHOICES))
    seats = data.draw(st.integers(1, 3))
    profile = data.draw(drawing.strict_profiles(size))
    group = data.draw(st.sets(st.integers(0, size - 1), min_size=1))
    orders = st.permutations(sorted(group)).map(tuple)
    solid = data.draw(st.lists(st.tuples(orders, st.integers(1, 40)), min_size=1, max_size=3))
    votes = sum(number for _order, number in solid)
    ballots = [*profile.counts.items(), *solid]
    lots = tuple(data.draw(st.permutations(range(size))))

    whole = grouped(range(size), ballots)
    result = counted(METHODS[name], whole, seats, lots, **PROPORTIONAL[name])

    quota = (result.ballots - result.blank) // (seats + 1) + 1
    owed = min(votes // quota, len(group), seats)
    assert len(group.intersection(result.winners)) >= owed


@pytest.mark.parametrize("name", MONOTONE)
@drawn
@given(data=st.data())
def test_winner_who_gains_first_places_or_points_keeps_winning(
    name: str, data: st.DataObject
) -> None:
    method = METHODS[name]
    profile, _seats, lots = data.draw(drawing.elections(method))
    assume(profile.counts)
    winners = counted(method, profile, 1, lots).winners
    assume(winners)
    changed = data.draw(st.sampled_from(list(profile.counts)))
    better = raised(changed, winners[0], method)
    ballots = [(s, n) for s, n in profile.counts.items() if s != changed]

    after = counted(
        method,
        grouped(profile.choices, [*ballots, (better, profile.counts[changed])]),
        1,
        lots,
    )

    assert after.winners == winners


def counted(
    method: Method,
    profile: Profile[Any],
    seats: int,
    lots: tuple[int, ...],
    **options: Any,
) -> CountResult:
    return method.count(profile, method.options(**options), seats, lots)


def renaming(selection: tuple[Any, ...], names: Sequence[int], method: Method) -> tuple[Any, ...]:
    if method.ballot == "scores":
        return selection
    if method.ballot == "marks":
        return tuple(names[choice] for choice in selection)
    return tuple(
        tuple(names[choice] for choice in members(rank))
        if isinstance(rank, tuple)
        else None
        if rank is None
        else names[rank]
        for rank in selection
    )


def raised(selection: tuple[Any, ...], winner: int, method: Method) -> tuple[Any, ...]:
    """Return the ballot with more for the winner, and the same for all others."""
    if method.ballot == "scores":
        highest = drawing.HIGHEST.get(method.name, 5)
        return tuple(highest if c == winner else s for c, s in enumerate(selection))
    if method.ballot == "marks":
        return (winner,) if method.name == "plurality" else (*selection, winner)
    return (winner, *(rank for rank in selection if rank != winner))


def sums(result: CountResult) -> dict[str, Any]:
    """Return what adds up: totals, comparisons, the votes of the first round."""
    added: dict[str, Any] = {
        "ballots": {"all": result.ballots, "blank": result.blank, "invalid": result.invalid},
    }
    for step in result.steps:
        if isinstance(step, Totals) and step.name in ADDITIVE:
            added[step.name] = step.values
        if isinstance(step, Grades):
            added["grades"] = {(c, g): n for c, of in step.given.items() for g, n in of.items()}
        if isinstance(step, Duels):
            added["duels"] = step.wins
        if isinstance(step, Round) and step.number == step.part == 1:
            added["round"] = step.votes
    return added


def test_lots_are_used_nowhere_but_where_the_result_says_so() -> None:
    lots = (0, 1)
    profile = grouped(lots, [((0,), 2), ((1,), 1)])

    for method in METHODS.values():
        if method.ballot == "ranking":
            result = counted(method, profile, 1, lots)
            assert result == counted(method, profile, 1, lots[::-1])
            assert not result.is_decided_by_lot
