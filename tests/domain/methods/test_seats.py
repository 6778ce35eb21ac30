"""Laws about seats, about choices that cannot win or have withdrawn, and about lots."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.domain.ballots.selections import Style
from polls.domain.counting.options import declared
from polls.domain.counting.profiles import Profile, grouped, members
from polls.domain.counting.reasons import Stake, TieBreak
from polls.domain.methods import METHODS, Method
from tests.domain.methods import drawing

if TYPE_CHECKING:
    from collections.abc import Collection

    from polls.domain.counting.outcomes import CountResult

drawn = settings(max_examples=25, deadline=None)
every_method = pytest.mark.parametrize("method", [*METHODS.values()], ids=[*METHODS])
WEIGHTS = st.integers(1, 9) | st.sampled_from((Fraction(1, 3), Fraction(5, 2), 10**9))


class Drawn(NamedTuple):
    """An election in which choices may have withdrawn, and options may bar some of them."""

    profile: Profile[Any]
    options: Any
    seats: int
    lots: tuple[int, ...]


def elections(method: Method) -> st.SearchStrategy[Drawn]:
    """Draw an election; scores have no place for a choice that has withdrawn."""

    def of_size(size: int) -> st.SearchStrategy[Drawn]:
        some = st.sets(st.integers(0, size - 1))
        everybody = st.just(set(range(size)))
        standing = everybody if method.ballot is Style.SCORES else everybody | some
        choices = [each.name for each in declared(method.options) if each.default == ()]
        ballots = st.lists(
            st.tuples(drawing.selections(method, size), WEIGHTS), max_size=drawing.MAX_BALLOTS
        )
        return st.builds(
            lambda standing, ballots, options, barred, seats, lots: Drawn(
                grouped(sorted(standing), ballots),
                method.options(**options, **{n: tuple(sorted(b)) for n, b in barred.items()}),
                seats,
                lots,
            ),
            standing,
            ballots,
            drawing.options(method),
            st.fixed_dictionaries({}, optional=dict.fromkeys(choices, some)),
            st.integers(1, size + 1) if method.has_seats else st.just(1),
            st.permutations(range(size)).map(tuple),
        )

    return st.integers(1, drawing.MAX_CHOICES).flatmap(of_size)


@every_method
@drawn
@given(data=st.data())
def test_laws_of_seats_and_lots_are_kept(method: Method, data: st.DataObject) -> None:
    election = data.draw(elections(method))

    result = method.count(*election)

    fills_the_seats(result, election)
    ties_some_who_won_with_some_who_did_not(result)
    chooses_the_first_of_the_tied(result, election)


@pytest.mark.parametrize(
    "method",
    [method for method in METHODS.values() if method.ballot is not Style.SCORES],
    ids=[name for name, method in METHODS.items() if method.ballot is not Style.SCORES],
)
@drawn
@given(data=st.data())
def test_choices_that_have_withdrawn_change_nothing(method: Method, data: st.DataObject) -> None:
    profile, options, seats, lots = data.draw(elections(method))
    standing = frozenset(profile.choices)
    without = marks_without if method.ballot is Style.MARKS else ranking_without
    left = {
        each.name: tuple(c for c in getattr(options, each.name) if c in standing)
        for each in declared(method.options)
        if each.default == ()
    }

    result = method.count(profile, options, seats, lots)

    ballots = [(without(selection, standing), n) for selection, n in profile.counts.items()]
    assert result == method.count(
        grouped(profile.choices, ballots),
        replace(options, **left),
        seats,
        tuple(choice for choice in lots if choice in standing),
    )


def fills_the_seats(result: CountResult, election: Drawn) -> None:
    """There are as many winners as seats if so many can win and a ballot counts, and never more."""
    options, choices = election.options, election.profile.choices
    barred = getattr(options, "cannot_win", ()) + getattr(options, "eliminate_first", ())
    able = set(choices) - set(barred)
    # Schulze's winner must beat the default choices: of several, none may beat all others.
    default = set(getattr(options, "default_choice", ())) & able
    expected = min(election.seats, len(able)) if result.compared else 0
    assert len(result.winners) == expected or (len(default) > 1 and not result.winners)
    assert len(set(result.winners)) == len(result.winners)
    assert set(result.winners) <= able
    assert {choice for group in result.ranking for choice in group} >= set(result.winners)


def ties_some_who_won_with_some_who_did_not(result: CountResult) -> None:
    """Whoever is tied could have won by another lot; one of them has, and one has not."""
    if result.tied:
        assert set(result.tied) & set(result.winners)
        assert set(result.tied) - set(result.winners)
        assert result.is_decided_by_lot


def chooses_the_first_of_the_tied(result: CountResult, election: Drawn) -> None:
    """A lot chooses the first in the order for whatever is at stake, but by RCTab's setting."""
    is_reversed = getattr(election.options, "use_candidate_order", False)
    for tie in result.ties:
        if tie.by is TieBreak.LOT:
            is_out = is_reversed and tie.about is Stake.ELIMINATION
            order = election.lots[::-1] if is_out else election.lots
            among = sorted(tie.among, key=order.index)
            assert set(tie.chosen) == set(among[: len(tie.chosen)])
            assert len(tie.chosen) < len(tie.among)


def marks_without(marks: tuple[int, ...], standing: Collection[int]) -> tuple[int, ...]:
    return tuple(choice for choice in marks if choice in standing)


def ranking_without(ranking: tuple[Any, ...], standing: Collection[int]) -> tuple[Any, ...]:
    """Return a ranking as if nobody had ever stood but these; unknown marks stay."""
    left: list[Any] = []
    for rank in ranking:
        choices = tuple(choice for choice in members(rank) if choice in standing)
        if choices == members(rank):
            left.append(rank)
        elif choices:
            left.append(choices if len(choices) > 1 else choices[0])
    return tuple(left)
