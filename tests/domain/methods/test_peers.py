"""The same winners as programs that others wrote, on ballots that Hypothesis draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import starvote
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from py3votecore.condorcet import CondorcetHelper
from py3votecore.irv import IRV
from py3votecore.ranked_pairs import RankedPairs
from py3votecore.schulze_method import SchulzeMethod

from polls.domain.counting.outcomes import LOT, Pair
from polls.domain.counting.profiles import grouped
from polls.domain.methods import METHODS
from tests.domain.methods import drawing

if TYPE_CHECKING:
    from polls.domain.counting.outcomes import Result
    from polls.domain.counting.profiles import Profile

drawn = settings(max_examples=60, deadline=None)
GROUPS = CondorcetHelper.BALLOT_NOTATION_GROUPING
"""Equal ranks as lists in a list."""


@drawn
@given(data=st.data())
def test_schulze_has_the_winners_of_py_vote_core(data: st.DataObject) -> None:
    profile = ranked(data)

    result = counted("schulze", profile)

    theirs = SchulzeMethod(grouping(profile), ballot_notation=GROUPS).as_dict()
    assert set(result.tied or result.winners) == theirs.get("tied_winners", {theirs.get("winner")})


@drawn
@given(data=st.data())
def test_ranked_pairs_has_the_winner_of_py_vote_core(data: st.DataObject) -> None:
    profile = ranked(data)

    result = counted("ranked_pairs", profile)

    votes = [step.votes for step in result.steps if isinstance(step, Pair)]
    assume(len(set(votes)) == len(votes))  # it orders equal majorities by chance
    assume(not result.is_decided_by_lot)
    theirs = RankedPairs(grouping(profile), ballot_notation=GROUPS).as_dict()
    assert result.winners == (theirs["winner"],)


@drawn
@given(data=st.data())
def test_instant_runoff_has_the_winner_of_py_vote_core(data: st.DataObject) -> None:
    profile = ranked(data)

    result = counted("instant_runoff", profile)

    assume(not result.ties)  # it breaks all of them by chance
    ballots = [{"count": n, "ballot": list(order)} for order, n in profile.counts.items()]
    assert result.winners == (IRV(ballots).as_dict()["winner"],)


@pytest.mark.parametrize(("name", "seats"), [("STAR Voting", 1), ("Bloc STAR Voting", 2)])
@drawn
@given(data=st.data())
def test_star_has_the_winners_of_starvote(name: str, seats: int, data: st.DataObject) -> None:
    profile, _seats, _lots = data.draw(drawing.elections(METHODS["star"]))
    assume(len(profile.choices) > seats)

    result = counted("star", profile, seats)

    assume(result.winners)
    assume(all(tie.by != LOT for tie in result.ties))
    letters = "abcde"
    ballots = [
        {letters[choice]: score or 0 for choice, score in enumerate(scores)}
        for scores, count in profile.counts.items()
        for _ballot in range(int(count))
        if any(score is not None for score in scores)
    ]
    more = {"seats": seats} if seats > 1 else {}
    winners = starvote.election(name, ballots, verbosity=0, tiebreaker=None, **more)
    assert {letters[choice] for choice in result.winners} == set(winners)


def ranked(data: st.DataObject) -> Profile[Any]:
    """Draw rankings of which the first names all choices: they know no others.

    The counts are large, so that ties, which they break by chance, are rare.
    """
    size = data.draw(st.integers(2, drawing.MAX_CHOICES))
    full = st.permutations(range(size)).map(tuple)
    some = full.flatmap(lambda order: st.integers(1, size).map(lambda length: order[:length]))
    counts = st.integers(1, 10_000)
    first = data.draw(st.tuples(full, counts))
    return grouped(range(size), [first, *data.draw(st.lists(st.tuples(some, counts), max_size=9))])


def counted(name: str, profile: Profile[Any], seats: int = 1) -> Result:
    method = METHODS[name]
    return method.count(profile, method.options(), seats, profile.choices)


def grouping(profile: Profile[Any]) -> list[dict[str, Any]]:
    return [
        {"count": count, "ballot": [[choice] for choice in order]}
        for order, count in profile.counts.items()
    ]
