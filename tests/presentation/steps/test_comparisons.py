"""Comparisons of two choices, as they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.counting import pairwise
from polls.domain.counting.outcomes import CountResult, Duels, Pair, Paths
from polls.domain.counting.profiles import Profile
from polls.presentation.steps import comparisons
from polls.presentation.steps.comparisons import Defeat, Fared
from polls.presentation.wording import MOST_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.domain.counting.profiles import Count, Ranking

NAMES = {1: "Tea", 2: "Coffee", 3: "Water", 4: "Milk"}


def duels(counts: Mapping[Ranking, Count], size: int = 3) -> Duels:
    profile = Profile(tuple(NAMES)[:size], counts)
    return pairwise.compare(profile, pairwise.PairwiseOptions()).duels()


CIRCLE = duels({(1, 2, 3): 4, (2, 3, 1): 3, (3, 1, 2): 2})
LEVEL = duels({(1, 2, 3): 2, (2, 1, 3): 2, ((1, 2), 3): 1})
PLAIN = duels({(1, 2, 3): 2, (2, 1, 3): 1})


def test_condorcet_names_the_condorcet_winner() -> None:
    assert comparisons.condorcet(PLAIN, (1,), NAMES) == "Tea beats every other choice head-to-head."


def test_condorcet_tells_the_circle_from_the_winner_on() -> None:
    assert comparisons.condorcet(CIRCLE, (2,), NAMES) == (
        "No choice beats every other one head-to-head: Coffee beats Water by 7 to 2, "
        "Water beats Tea by 5 to 4 and Tea beats Coffee by 6 to 3."
    )


def test_condorcet_tells_who_is_level_where_there_is_no_circle() -> None:
    assert comparisons.condorcet(LEVEL, (1,), NAMES) == (
        "No choice beats every other one head-to-head: Tea ties with Coffee."
    )


def test_condorcet_without_a_ballot_gives_no_reason() -> None:
    nothing = duels({})

    assert comparisons.condorcet(nothing, (), NAMES) == (
        "No choice beats every other one head-to-head."
    )


def test_condorcet_does_not_tell_a_long_circle_choice_by_choice() -> None:
    size = MOST_NAMES + 1
    wins = {(one, other): 0 for one in range(size) for other in range(size) if one != other}
    wins |= {(one, (one + 1) % size): 1 for one in range(size)}

    said = comparisons.condorcet(Duels(wins, None, tuple(range(size))), (0,), "ABCDEFGHI")

    assert said == (
        "No choice beats every other one head-to-head: 9 choices beat one another in a cycle."
    )


def test_smith_set_is_named_where_it_is_not_everybody() -> None:
    ballots: dict[Ranking, Count] = {(1, 2, 3, 4): 4, (2, 3, 1, 4): 3, (3, 1, 2, 4): 2}

    assert comparisons.smith_set(duels(ballots, 4), NAMES) == (
        "Tea, Coffee and Water each beat every choice outside this group (the Smith set)."
    )
    assert comparisons.smith_set(CIRCLE, NAMES) == ""
    assert comparisons.smith_set(PLAIN, NAMES) == ""


def test_pair_says_whether_it_was_left_out() -> None:
    locked, left_out = (Pair(1, 2, 5, 4, is_locked=is_locked) for is_locked in (True, False))

    assert comparisons.pair(locked, NAMES) == "Tea beats Coffee by 5 to 4."
    assert comparisons.pair(left_out, NAMES) == (
        "Tea beats Coffee by 5 to 4: left out, because it would close a cycle."
    )


def test_dropped_choices_are_told_with_the_one_that_they_do_not_beat() -> None:
    paths = Paths({}, dropped=(1, 2, 3), default_choice=(3,))

    assert comparisons.dropped(paths, NAMES) == (
        "Tea and Coffee did not beat Water and cannot win."
    )
    assert comparisons.dropped(Paths({}, (3,), (3,)), NAMES) == ""


def test_decided_says_how_far_the_winner_is_ahead_of_the_closest() -> None:
    strengths = {(1, 2): 6, (2, 1): 5, (1, 3): 6, (3, 1): 2, (2, 3): 7, (3, 2): 5}

    assert comparisons.decided(Paths(strengths), (1,), NAMES) == (
        "Tea has the stronger path to every other choice: the closest is Coffee, with 6 against 5 "
        "on the way back."
    )
    assert comparisons.decided(Paths(strengths, dropped=(2, 3)), (1,), NAMES) == ""
    assert comparisons.decided(Paths(dict.fromkeys(strengths, 4)), (1,), NAMES) == ""
    assert comparisons.decided(Paths({}), (), NAMES) == ""


def test_mildest_says_what_the_worst_defeat_of_the_winner_is() -> None:
    said = comparisons.mildest(CIRCLE, (1,), (1, 2, 3), "winning_votes", NAMES)

    assert said == "The worst defeat of Tea is by 4 to 5, against Water."
    assert comparisons.mildest(PLAIN, (1,), (1, 2, 3), "winning_votes", NAMES) == ""
    assert comparisons.mildest(PLAIN, (), (1, 2, 3), "winning_votes", NAMES) == ""


def test_beats_all_is_said_of_a_winner_only() -> None:
    assert comparisons.beats_all(CountResult(winners=(1,), steps=(PLAIN,)))
    assert not comparisons.beats_all(CountResult(winners=(2,), steps=(PLAIN,)))
    assert not comparisons.beats_all(CountResult(winners=(1,), steps=(CIRCLE,)))


def test_still_in_are_those_who_can_win() -> None:
    paths = Paths({}, dropped=(1, 3), default_choice=(3,))

    assert comparisons.still_in(paths, (3, 4, 1, 2)) == [4, 2]


def test_choice_fares_as_its_comparisons_go() -> None:
    assert comparisons.fared(CIRCLE, 1, NAMES.keys() - {4}) == Fared(1, 1)
    assert comparisons.fared(LEVEL, 1, NAMES.keys() - {4}) == Fared(1, 0)


def test_worst_defeat_depends_on_what_makes_it_bad() -> None:
    wins = {(1, 2): 0, (2, 1): 5, (1, 3): 4, (3, 1): 6, (1, 4): 9, (4, 1): 8}
    told = Duels(wins, None, ())

    worst = {
        name: comparisons.worst_defeat(told, 1, NAMES, name)
        for name in ("winning_votes", "margins", "opposition")
    }

    assert worst == {
        "winning_votes": Defeat(3, 6, 4),
        "margins": Defeat(2, 5, 0),
        "opposition": Defeat(4, 8, 9),
    }
    assert comparisons.worst_defeat(PLAIN, 1, (1, 2, 3)) is None
