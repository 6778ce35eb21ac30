from __future__ import annotations

from fractions import Fraction

from polls.domain.counting.outcomes import Round
from polls.domain.counting.profiles import grouped
from polls.domain.methods import METHODS
from polls.domain.methods.instant_runoff import InstantRunoffOptions

count = METHODS["instant_runoff"].count


def test_least_majority_elects_in_the_first_round_and_the_table_goes_on_to_two() -> None:
    profile = grouped(range(3), [((0,), 6), ((1,), 3), ((2, 1), 2)])

    result = count(profile, InstantRunoffOptions(), 1, (0, 1, 2))

    first, second = (step for step in result.steps if isinstance(step, Round))
    assert (first.quota, first.elected, first.eliminated) == (6, (0,), (2,))
    assert (second.votes, second.elected) == ({0: 6, 1: 5}, ())


def test_count_can_end_with_the_majority() -> None:
    profile = grouped(range(3), [((0,), 6), ((1,), 3), ((2, 1), 2)])

    result = count(
        profile, InstantRunoffOptions(continue_until_two_candidates_remain=False), 1, (0, 1, 2)
    )

    (only,) = (step for step in result.steps if isinstance(step, Round))
    assert (only.elected, only.eliminated) == ((0,), ())


def test_majority_of_weights_is_just_more_than_half() -> None:
    profile = grouped(range(3), [((0,), Fraction(3, 2)), ((1,), 1), ((2,), Fraction(1, 4))])

    first = count(profile, InstantRunoffOptions(), 1, (0, 1, 2)).steps[0]

    assert isinstance(first, Round)
    assert (first.quota, first.elected) == (Fraction(3, 2), (0,))


def test_choices_that_cannot_win_go_before_anybody_is_elected() -> None:
    profile = grouped(range(3), [((0, 1), 6), ((1,), 3), ((2,), 2)])

    first = count(profile, InstantRunoffOptions(eliminate_first=(0,)), 1, (0, 1, 2)).steps[0]

    assert isinstance(first, Round)
    assert (first.elected, first.eliminated) == ((), (0,))


def test_tie_goes_to_the_round_before_or_to_a_lot_at_once() -> None:
    ballots = [((0,), 6), ((1,), 4), ((2,), 3), ((3, 2), 1)]
    lots = (0, 1, 2, 3)

    first, second = (
        count(grouped(range(4), ballots), InstantRunoffOptions(tiebreak_mode=mode), 1, lots).steps[
            1
        ]
        for mode in ("previous_round_counts_then_lot", "lot")
    )

    assert isinstance(first, Round)
    assert isinstance(second, Round)
    assert (first.eliminated, second.eliminated) == ((2,), (1,))


def test_batch_elimination_leaves_two_where_the_table_goes_on_until_two_are_left() -> None:
    profile = grouped(range(3), [((0,), 3), ((1,), 1), ((2,), 1)])

    until_two, at_once = (
        count(
            profile,
            InstantRunoffOptions(
                batch_elimination=True, continue_until_two_candidates_remain=goes_on
            ),
            1,
            (0, 1, 2),
        )
        for goes_on in (True, False)
    )

    last = until_two.steps[-1]
    assert isinstance(last, Round)
    assert last.votes == {0: 3, 2: 1}
    assert until_two.winners == at_once.winners == (0,)
    assert len(at_once.steps) == 1


def test_batch_elimination_takes_the_smaller_batch_where_the_larger_leaves_one() -> None:
    profile = grouped(range(5), [((0,), 100), ((1,), 10), ((2,), 3), ((3,), 1), ((4,), 1)])

    first = count(profile, InstantRunoffOptions(batch_elimination=True), 1, (0, 1, 2, 3, 4)).steps[
        0
    ]

    assert isinstance(first, Round)
    assert set(first.eliminated) == {2, 3, 4}
