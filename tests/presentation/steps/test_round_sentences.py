from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from polls.domain.counting.outcomes import Round, Tie, Transfer
from polls.domain.counting.profiles import Profile
from polls.domain.counting.reasons import ElectedBy, EliminatedBy, Stake, TieBreak
from polls.domain.methods import METHODS
from polls.presentation.steps import round_sentences

NAMES = {1: "Tea", 2: "Coffee", 3: "Water", 4: "Milk"}


def told(method: str, ballots: dict[Any, int], seats: int = 1, **options: Any) -> list[str]:
    chosen = METHODS[method]
    result = chosen.count(
        Profile(tuple(NAMES), ballots), chosen.options(**options), seats, (1, 2, 3, 4)
    )
    steps = [step for step in result.steps if isinstance(step, Round)]
    return round_sentences.sentences(steps, result.ties, NAMES)


def test_rounds_say_who_is_out_and_where_the_ballots_go() -> None:
    ballots = {(1, 2): 7, (1, 3): 4, (1,): 1, (2,): 40, (3, 2): 30, (4,): 18}

    first, second, third = told("instant_runoff", ballots)

    assert first == (
        "Tea had the fewest first choices, 12, and was eliminated. "
        "Of its ballots, 7 went to Coffee and 4 to Water; 1 named no other choice."
    )
    assert second == (
        "Milk had the fewest votes, 18, and was eliminated. "
        "None of its ballots named another choice."
    )
    assert third == "Coffee had a majority, 47 of 81 ballots, and was elected."


def test_rounds_say_that_all_went_to_one_and_that_there_were_none() -> None:
    ballots = {(1, 2): 7, (2,): 40, (3,): 41}

    assert told("instant_runoff", ballots) == [
        "Milk had no first choices and was eliminated.",
        "Tea had the fewest votes, 7, and was eliminated. All of its ballots went to Coffee.",
        "Coffee had a majority, 47 of 88 ballots, and was elected.",
    ]


def test_rounds_say_what_a_surplus_is_worth() -> None:
    ballots = {(1, 2): 20, (1, 3): 8, (1,): 4, (2,): 7, (3,): 8, (4,): 1}

    assert told("stv", ballots, seats=2)[0] == (
        "Tea reached the quota of 17, with 32 votes, and was elected. "
        "The surplus of Tea, 15 votes, was transferred, each ballot at 0.46875 of its value: "
        "9.375 went to Coffee and 3.75 to Water; 1.875 named no other choice."
    )


def test_rounds_say_what_decided_a_tie() -> None:
    assert told("instant_runoff", {(1,): 5, (2,): 4, (3,): 2, (4,): 2})[0] == (
        "Water and Milk had the fewest first choices, 2 each; lots were drawn, and Water was "
        "eliminated. None of its ballots named another choice."
    )


def test_rounds_say_that_lots_were_drawn_between_choices_without_votes() -> None:
    assert told("instant_runoff", {(1,): 5, (2,): 5})[0] == (
        "Water and Milk had no first choices; lots were drawn, and Water was eliminated."
    )


def test_rounds_of_meek_say_why_unequal_votes_are_a_tie() -> None:
    step = Round(
        2,
        {1: 4, 2: Fraction(40_001, 10_000), 3: 9},
        {},
        9,
        eliminated=(1,),
        eliminated_by=EliminatedBy.FEWEST_VOTES,
    )
    tie = Tie(Stake.ELIMINATION, (1, 2), (1,), TieBreak.LOT)

    (sentence,) = round_sentences.sentences([step], [tie], NAMES)

    assert sentence == (
        "Tea and Coffee had the fewest votes, too close to tell apart; "
        "lots were drawn, and Tea was eliminated."
    )


def test_rounds_say_that_earlier_rounds_decided_a_tie() -> None:
    step = Round(
        3, {1: 4, 2: 4, 3: 9}, {}, 9, eliminated=(2,), eliminated_by=EliminatedBy.FEWEST_VOTES
    )
    tie = Tie(Stake.ELIMINATION, (1, 2), (2,), TieBreak.EARLIER_ROUND, 1)

    (sentence,) = round_sentences.sentences([step], [tie], NAMES)

    assert sentence == (
        "Coffee and Tea had the fewest votes, 4 each; "
        "Coffee had fewer in the previous round and was eliminated."
    )


def test_rounds_tell_several_who_are_elected_together() -> None:
    ballots = {(1,): 20, (2,): 21, (3,): 2}

    assert told("stv", ballots, seats=2)[0] == (
        "Coffee (21) and Tea (20) reached the quota of 15 and were elected."
    )


def test_rounds_tell_several_who_are_out_together() -> None:
    ballots = {(1, 2): 1, (3, 2): 2, (2,): 40, (4,): 41}

    assert told("instant_runoff", ballots, batch_elimination=True)[0] == (
        "Tea (1) and Water (2) together had fewer votes than the next choice and were eliminated. "
        "All of the ballots of Tea went to Coffee. All of the ballots of Water went to Coffee."
    )


def test_rounds_say_for_which_reasons_ballots_end() -> None:
    ballots = {
        (1, None, None, 2): 2,
        (1, (2, 3)): 1,
        (1,): 3,
        (1, 2): 1,
        (2,): 40,
        (3,): 41,
        (4,): 9,
    }

    assert told("instant_runoff", ballots)[0] == (
        "Tea had the fewest first choices, 7, and was eliminated. "
        "Of its ballots, 1 went to Coffee; "
        "2 skipped ranks, 1 had several choices on one rank and 3 named no other choice."
    )


def test_rounds_with_many_receivers_name_the_largest() -> None:
    step = Round(
        1,
        dict.fromkeys(range(12), 40),
        {},
        9,
        eliminated=(0,),
        eliminated_by=EliminatedBy.FEWEST_VOTES,
        transfers=(Transfer(0, {choice: choice for choice in range(1, 12)}),),
    )
    names = [f"Choice {number}" for number in range(12)]

    (sentence,) = round_sentences.sentences([step], [], names)

    assert "11 went to Choice 11, 10 to Choice 10" in sentence
    assert sentence.endswith("4 to Choice 4 and 6 to 3 others.")


def test_rounds_of_ballots_with_weights_speak_of_votes() -> None:
    step = Round(
        1,
        {1: 5, 2: 9},
        {},
        8,
        eliminated=(1,),
        transfers=(Transfer(1, {2: Fraction(5)}),),
    )

    (sentence,) = round_sentences.sentences([step], [], NAMES, is_weighted=True)

    assert sentence.endswith("All of its votes went to Coffee.")


def test_rounds_of_meek_say_who_is_elected_and_that_all_seats_are_filled() -> None:
    ballots = {(1, 2): 42, (2,): 26, (3,): 15, (4,): 17}

    assert told("meek_stv", ballots, seats=2) == [
        "Tea reached the quota of 33.33333, with 42 votes, and was elected.",
        "Coffee reached the quota of 33.33333, with 34.66667 votes, and was elected.",
        "All seats are filled.",
    ]


def test_rounds_tell_the_quota_from_seats_that_are_left() -> None:
    step = Round(
        1, {1: 5, 2: 3, 3: 2}, {}, 4, elected=(1, 2), elected_by=ElectedBy.QUOTA_AND_SEATS_LEFT
    )

    assert round_sentences.sentences([step], [], NAMES) == [
        "Tea (5) reached the quota of 4, and Coffee (3) filled the seats left; all were elected.",
    ]
    assert round_sentences.sentences([replace(step, quota=3)], [], NAMES) == [
        "Tea (5) and Coffee (3) reached the quota of 3 and were elected.",
    ]


def test_rounds_know_of_no_tie_that_is_about_something_else() -> None:
    step = Round(2, {1: 4, 2: 9}, {}, 9, eliminated=(1,), eliminated_by=EliminatedBy.FEWEST_VOTES)

    assert round_sentences.sentences(
        [step], [Tie(Stake.SEAT, (1, 2), (1,), TieBreak.LOT)], NAMES
    ) == [
        "Tea had the fewest votes, 4, and was eliminated.",
    ]


def test_rounds_may_end_with_nobody_left() -> None:
    assert round_sentences.sentences([Round(2, {}, {}, 0)], [], NAMES) == ["No choice is left."]


def test_rounds_say_by_which_rule_the_last_two_were_told_apart() -> None:
    ballots = {(1,): 3, (2,): 2, (3, 2): 1}

    assert told("instant_runoff", ballots)[-1] == (
        "Tea and Coffee had 3 votes each; Tea had more votes in the previous round and was elected."
    )
    assert told("instant_runoff", ballots, tiebreak_mode="lot")[-1] == (
        "Tea and Coffee had 3 votes each; lots were drawn, and Tea was elected."
    )


def test_rounds_say_that_others_had_the_quota_too() -> None:
    ballots = {(1,): 4, (2,): 4, (3,): 1}

    assert told("stv", ballots, quota="imperiali")[0] == (
        "Tea reached the quota of 3, with 4 votes, and was elected. "
        "Tea and Coffee were tied; lots were drawn, and Tea was elected."
    )


def test_rounds_of_each_seat_have_their_own_ties() -> None:
    ballots = {(1,): 9, (1, 3): 1, (2,): 4, (3, 2): 1, (4,): 2}

    sentences = told("instant_runoff", ballots, seats=2)

    assert sentences[0] == (
        "Tea had a majority, 10 of 17 ballots, and was elected. "
        "Water had the fewest first choices, 1, and was eliminated. "
        "All of its ballots went to Coffee."
    )
    assert sentences[3] == (
        "Water and Milk had the fewest votes, 2 each; lots were drawn, and Water was eliminated. "
        "Of its ballots, 1 went to Coffee; 1 named no other choice."
    )
