from __future__ import annotations

from fractions import Fraction

from polls.domain.counting.outcomes import CountResult, Duels, Grades, Pair, Round, Tie, Transfer
from polls.domain.counting.reasons import Exhaustion, Stake, TieBreak
from polls.domain.counting.records import record

NAMES = {7: "tea", 9: "coffee"}


def test_record_calls_choices_as_it_is_told_and_leaves_other_numbers() -> None:
    duels = Duels({(7, 9): 9, (9, 7): 7}, condorcet_winner=7, smith_set=(7,))
    grades = Grades({7: {9: 7}})
    pair = Pair(7, 9, 9, 7, is_locked=True)

    said = record(CountResult((7,), ((7,), (9,)), steps=(duels, grades, pair)), NAMES.__getitem__)

    assert (said["winners"], said["ranking"]) == (["tea"], [["tea"], ["coffee"]])
    assert said["steps"] == [
        {
            "kind": "Duels",
            "wins": {"tea:coffee": 9, "coffee:tea": 7},
            "condorcet_winner": "tea",
            "smith_set": ["tea"],
        },
        {"kind": "Grades", "given": {"tea": {"9": 7}}},
        {
            "kind": "Pair",
            "winner": "tea",
            "loser": "coffee",
            "votes": 9,
            "opposition": 7,
            "is_locked": True,
        },
    ]


def test_record_has_the_steps_within_steps_and_ties_with_their_reasons() -> None:
    transfer = Transfer(9, {7: Fraction(1, 3)}, exhausted=Fraction(4, 2))
    round_ = Round(1, {7: 9, 9: 7}, {Exhaustion.OVERVOTE: 2}, quota=9, transfers=(transfer,))
    tie = Tie(Stake.SEAT, (7, 9), (7,), TieBreak.EARLIER_ROUND, 2)

    said = record(CountResult((7,), steps=(round_,), ties=(tie,)), NAMES.__getitem__)

    (told,) = said["steps"]
    assert (told["kind"], told["number"], told["votes"]) == ("Round", 1, {"tea": 9, "coffee": 7})
    assert told["exhausted"] == {"overvote": 2}
    assert told["transfers"] == [
        {
            "kind": "Transfer",
            "source": "coffee",
            "to": {"tea": "1/3"},
            "exhausted": 2,
            "lost": 0,
            "value": 1,
        },
    ]
    assert said["ties"] == [
        {
            "kind": "Tie",
            "about": "seat",
            "among": ["tea", "coffee"],
            "chosen": ["tea"],
            "by": "earlier_round",
            "rounds_ago": 2,
            "part": 1,
        },
    ]


def test_record_says_nothing_where_there_is_no_choice() -> None:
    duels = Duels({}, condorcet_winner=None, smith_set=())

    (told,) = record(CountResult((), steps=(duels,)), NAMES.__getitem__)["steps"]

    assert told["condorcet_winner"] is None
