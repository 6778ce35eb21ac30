from __future__ import annotations

from polls.domain.counting.outcomes import Runoff, Tie
from polls.domain.counting.profiles import grouped
from polls.domain.counting.reasons import Stake, TieBreak
from polls.domain.methods import METHODS
from polls.domain.methods.star import StarOptions

count = METHODS["star"].count


def test_runoff_elects_whom_more_ballots_score_higher() -> None:
    profile = grouped(range(3), [((5, 4, 0), 2), ((0, 1, None), 3)])

    result = count(profile, StarOptions(), 1, (0, 1, 2))

    assert result.winners == (1,)
    assert result.steps[1] == Runoff((1, 0), {1: 3, 0: 2}, 0, 1)


def test_runoff_with_equal_votes_goes_to_the_higher_sum() -> None:
    result = count(grouped(range(2), [((5, 1), 1), ((0, 1), 1)]), StarOptions(), 1, (1, 0))

    assert (result.winners, result.ties) == (
        (0,),
        (Tie(Stake.RUNOFF, (0, 1), (0,), TieBreak.HIGHER_SUM),),
    )


def test_runoff_with_equal_sums_goes_to_the_most_highest_scores() -> None:
    profile = grouped(range(2), [((5, 4), 1), ((0, 3), 1), ((4, 2), 1), ((2, 2), 1)])
    with_stars = grouped(range(2), [((5, 3), 1), ((2, 4), 1)])

    result = count(with_stars, StarOptions(), 1, (1, 0))

    assert (result.winners, result.ties[0].by) == ((0,), TieBreak.HIGHEST_SCORES)
    assert (
        count(with_stars, StarOptions(five_star_tiebreak=False), 1, (1, 0)).ties[0].by
        is TieBreak.LOT
    )
    assert count(profile, StarOptions(), 1, (0, 1)).winners == (0,)


def test_bloc_star_fills_seats_one_after_another() -> None:
    profile = grouped(range(3), [((5, 4, 0), 3), ((0, 1, 5), 2)])

    assert count(profile, StarOptions(), 2, (0, 1, 2)).winners == (0, 1)


def test_lots_alone_decide_a_circle_of_equal_scores() -> None:
    profile = grouped(range(3), [((1, 3, 5), 1), ((3, 5, 1), 1), ((5, 1, 3), 1)])

    results = [count(profile, StarOptions(), 1, lots) for lots in ((0, 1, 2), (1, 2, 0), (2, 0, 1))]

    assert {result.winners for result in results} == {(0,), (1,), (2,)}
    assert all(set(result.tied) == {0, 1, 2} for result in results)
    assert all(isinstance(result.steps[1], Runoff) for result in results)


def test_lot_for_a_place_in_the_runoff_ties_nobody_where_it_cannot_change_the_winner() -> None:
    profile = grouped(range(3), [((5, 4, 4), 3), ((5, 1, 1), 2)])

    result = count(profile, StarOptions(), 1, (0, 1, 2))

    assert (result.winners, result.tied) == ((0,), ())
    assert result.ties == (Tie(Stake.FINALIST, (1, 2), (1,), TieBreak.LOT),)
