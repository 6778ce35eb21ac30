"""The same winners as programs that others wrote, on ballots that Hypothesis draws."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
import starvote
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from py3votecore.condorcet import CondorcetHelper
from py3votecore.irv import IRV
from py3votecore.ranked_pairs import RankedPairs
from py3votecore.schulze_method import SchulzeMethod
from stvpoll.scottish_stv import calculate_scottish_stv
from votelib.component.rankscore import Borda
from votelib.convert import RankedToCondorcetVotes, RankedToPositionalVotes
from votelib.evaluate.approval import SequentialProportionalApproval
from votelib.evaluate.cardinal import MajorityJudgment, ScoreVoting
from votelib.evaluate.condorcet import Copeland, MinimaxCondorcet, SmithSet
from votelib.evaluate.core import Tie

from polls.domain.counting.outcomes import Duels, Pair, Round
from polls.domain.counting.profiles import grouped
from polls.domain.counting.reasons import ElectedBy, TieBreak
from polls.domain.methods import METHODS
from tests.domain.methods import drawing, reference_meek

if TYPE_CHECKING:
    from polls.domain.counting.outcomes import CountResult
    from polls.domain.counting.profiles import Profile

drawn = settings(
    max_examples=60,
    deadline=None,
    # Ties, which the others break by chance or not at all, are left out after they are drawn.
    suppress_health_check=[HealthCheck.filter_too_much],
)
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
    assume(all(tie.by is not TieBreak.LOT for tie in result.ties))
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


@drawn
@given(data=st.data())
def test_scottish_stv_has_the_winners_of_stvpoll(data: st.DataObject) -> None:
    profile = ranked(data)
    seats = data.draw(st.integers(1, 3))

    result = counted("stv", profile, seats)

    rounds = [step for step in result.steps if isinstance(step, Round)]
    assume(len(profile.choices) > seats)
    assume(not result.ties)  # it breaks some of them by chance
    # it lets those who are elected together receive each other's surplus, which rule 48 does not
    assume(all(len(step.elected) < 2 or step.elected_by is ElectedBy.SEATS_LEFT for step in rounds))
    theirs = calculate_scottish_stv(profile.choices, list(profile.counts.items()), seats)
    assert set(result.winners) == set(theirs)


@drawn
@given(data=st.data())
def test_meek_elects_whom_the_reference_rule_elects(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, drawing.MAX_CHOICES))
    seats = data.draw(st.integers(1, 3))
    profile = data.draw(drawing.strict_profiles(size))
    lots = tuple(data.draw(st.permutations(range(size))))
    meek = METHODS["meek_stv"]

    result = meek.count(profile, meek.options(), seats, lots)

    ballots = {ranking: int(number) for ranking, number in profile.counts.items()}
    theirs = reference_meek.elected(ballots, seats, lots)
    assume(
        len(theirs) <= seats
    )  # the rule has no limit where rounding lets one more have the quota
    assert set(result.winners) == set(theirs if result.compared else ())


@pytest.mark.parametrize(
    ("name", "options", "theirs"),
    [
        ("copeland", {}, Copeland(second_order=False)),
        ("minimax", {}, MinimaxCondorcet()),
        ("minimax", {"strength": "margins"}, MinimaxCondorcet("margins")),
        ("minimax", {"strength": "opposition"}, MinimaxCondorcet("pairwise_opposition")),
    ],
)
@drawn
@given(data=st.data())
def test_condorcet_methods_have_the_winners_of_votelib(
    name: str,
    options: dict[str, Any],
    theirs: Any,
    data: st.DataObject,
) -> None:
    profile = ranked(data, equal=True)

    result = counted(name, profile, **options)

    votes = pairs(profile)
    assume(any(votes[pair] != votes[pair[::-1]] for pair in votes))  # it finds nobody then
    assert set(result.tied or result.winners) == alone_or_tied(theirs.evaluate(votes))


@drawn
@given(data=st.data())
def test_smith_set_is_that_of_votelib(data: st.DataObject) -> None:
    profile = ranked(data, equal=True)

    (duels,) = (s for s in counted("copeland", profile).steps if isinstance(s, Duels))

    votes = pairs(profile)
    assume(any(votes[pair] != votes[pair[::-1]] for pair in votes))
    assert set(duels.smith_set) == set(SmithSet().evaluate(votes))


@drawn
@given(data=st.data())
def test_borda_with_nothing_for_unranked_has_the_points_of_votelib(data: st.DataObject) -> None:
    profile = ranked(data)

    result = counted("borda", profile, unranked="zero", last_place=1)

    theirs = RankedToPositionalVotes(Borda(base=1)).convert(of_votelib(profile))
    (points,) = (step.values for step in result.steps)  # type: ignore[union-attr]
    assert points == theirs


@drawn
@given(data=st.data())
def test_score_has_the_winners_of_votelib(data: st.DataObject) -> None:
    profile, ballots = scored(data)

    zero = counted("score", profile)
    mean = counted("score", profile, blanks="ignored")

    assume(not zero.ties)  # we have one more rule before the lot
    assume(not mean.ties)
    theirs = ScoreVoting("sum", unscored_value=0), ScoreVoting("mean")
    for ours, voting in zip((zero, mean), theirs, strict=True):
        assert set(ours.winners) == alone_or_tied(voting.evaluate(ballots))


@drawn
@given(data=st.data())
def test_majority_judgment_has_the_winner_of_votelib(data: st.DataObject) -> None:
    profile, ballots = scored(data)

    result = counted("majority_judgment", profile)

    assume(not result.ties)  # it refuses to decide then
    theirs = MajorityJudgment(unscored_value=0).evaluate(ballots)
    assert set(result.winners) == set(theirs)


@drawn
@given(data=st.data())
def test_proportional_approval_has_the_winners_of_votelib_in_their_order(
    data: st.DataObject,
) -> None:
    profile, _seats, _lots = data.draw(drawing.elections(METHODS["approval"]))
    assume(len(profile.choices) > 2)

    result = counted("approval", profile, 2, rule="proportional")

    assume(result.winners)
    assume(not result.ties)  # it refuses to decide then
    ballots = {frozenset(marks): n for marks, n in profile.counts.items()}
    theirs = SequentialProportionalApproval().evaluate(ballots, 2)
    assert list(result.winners)[: len(theirs)] == theirs


def ranked(data: st.DataObject, *, equal: bool = False) -> Profile[Any]:
    """Draw rankings of which the first names all choices: they know no others.

    The counts are large, so that ties, which they break by chance, are rare.
    """
    size = data.draw(st.integers(2, drawing.MAX_CHOICES))
    full = st.permutations(range(size)).map(tuple)
    some = full.flatmap(lambda order: st.integers(1, size).map(lambda length: order[:length]))
    if equal:
        some = some.flatmap(lambda order: st.sampled_from([order, (order[:2], *order[2:])]))
    counts = st.integers(1, 10_000)
    first = data.draw(st.tuples(full, counts))
    return grouped(range(size), [first, *data.draw(st.lists(st.tuples(some, counts), max_size=9))])


def scored(data: st.DataObject) -> tuple[Profile[Any], dict[Any, Any]]:
    """Draw scores of which the first ballot scores everybody: it knows no others."""
    size = data.draw(st.integers(2, drawing.MAX_CHOICES))
    score = st.integers(0, 5)
    first = data.draw(st.tuples(*[score] * size))
    others = data.draw(
        st.lists(st.tuples(st.tuples(*[score | st.none()] * size), st.integers(1, 99)), max_size=9),
    )
    kept = [(scores, n) for scores, n in others if any(score is not None for score in scores)]
    profile = grouped(range(size), [(first, 1), *kept])
    ballots = {
        frozenset((c, score) for c, score in enumerate(scores) if score is not None): n
        for scores, n in profile.counts.items()
    }
    return profile, ballots


def counted(name: str, profile: Profile[Any], seats: int = 1, **options: Any) -> CountResult:
    method = METHODS[name]
    return method.count(profile, method.options(**options), seats, profile.choices)


def of_votelib(profile: Profile[Any]) -> dict[Any, Any]:
    ballots: dict[Any, Any] = {}
    for ranking, n in profile.counts.items():  # who shares a rank may be named in any order
        ranks = tuple(frozenset(rank) if isinstance(rank, tuple) else rank for rank in ranking)
        ballots[ranks] = ballots.get(ranks, 0) + n
    return ballots


def pairs(profile: Profile[Any]) -> dict[tuple[int, int], Any]:
    """Return votelib's comparison, with the pairs that no ballot speaks of, which it forgets."""
    nobody = dict.fromkeys(permutations(profile.choices, 2), 0)
    return {**nobody, **RankedToCondorcetVotes().convert(of_votelib(profile))}


def alone_or_tied(found: list[Any]) -> set[int]:
    (best,) = found
    return set(best) if isinstance(best, Tie) else {best}


def grouping(profile: Profile[Any]) -> list[dict[str, Any]]:
    return [
        {"count": count, "ballot": [[choice] for choice in order]}
        for order, count in profile.counts.items()
    ]
