from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS
from polls.domain.questions.questions import Choice, Kind
from polls.domain.results import results
from polls.domain.results.tallies import Group, folded
from polls.presentation.results.headline import headline
from tests import asking

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question
    from polls.domain.results.results import Result

CITIES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
TENNESSEE = {(1, 2, 3, 4): 42, (2, 3, 4, 1): 26, (3, 4, 2, 1): 15, (4, 3, 2, 1): 17}
SCORES = {(5, 2, 1, 0): 42, (0, 5, 2, 1): 26, (0, 3, 5, 4): 15, (0, 2, 4, 5): 17}
MARKS = {(1,): 42, (2, 3): 26, (3, 4): 15, (4,): 17}
OF_STYLE: dict[Style, dict[Any, int]] = {
    Style.MARKS: MARKS,
    Style.RANKING: TENNESSEE,
    Style.SCORES: {tuple(enumerate(scores, 1)): count for scores, count in SCORES.items()},
}
IGNORED = (("blanks", "ignored"),)
AVAILABILITY = {((1, 2), (2, 1)): 42, ((2, 2), (3, 1)): 26}
LABELS = ("Reject", "Poor", "Fair", "Good", "Very good", "Excellent")


def read(
    ballots: dict[Any, int],
    weight: int = 1,
    *,
    is_closed: bool = True,
    **values: Any,
) -> tuple[Question, Result]:
    """Ask where a capital shall be, and count these ballots, each of the same weight."""
    choices = tuple(Choice(id_, text, 0) for id_, text in enumerate(CITIES, 1))
    usual = {"choices": choices, "lot_seed": b"seed", "max_choices": None}
    question = asking.question(**(usual | values))
    groups = [Group(each, weight, number) for each, number in ballots.items()]
    return question, results.read(question, folded(question, groups), is_closed=is_closed)


def told(ballots: dict[Any, int], *, is_closed: bool = True, **values: Any) -> str:
    question, result = read(ballots, is_closed=is_closed, **values)
    return headline(question, result, result.names, is_closed=is_closed)


def of_method(method: str, **values: Any) -> str:
    ballots = AVAILABILITY if method == "availability" else OF_STYLE[METHODS[method].ballot]
    return told(ballots, method=method, **values)


@pytest.mark.parametrize(
    ("method", "sentence"),
    [
        ("plurality", "Memphis won with 42 of 100 ballots."),
        ("approval", "Memphis won with 42 of 100 ballots."),
        ("score", "Nashville won with 293 points."),
        ("star", "Nashville won with 68 to 32 in the runoff against Chattanooga."),
        (
            "majority_judgment",
            (
                "Nashville won with the same median grade as Chattanooga, “2”, and better grades "
                "around it."
            ),
        ),
        ("availability", "Memphis won with 42 “yes” out of 68 ballots."),
        ("instant_runoff", "Knoxville won with 58 of the 100 ballots still counted in round 3."),
        ("ranked_pairs", "Nashville won by beating each of the other 3 choices head-to-head."),
        ("schulze", "Nashville won by beating each of the other 3 choices head-to-head."),
        ("minimax", "Nashville won by beating each of the other 3 choices head-to-head."),
        ("copeland", "Nashville won by beating each of the other 3 choices head-to-head."),
        ("borda", "Nashville won with 194 points."),
        ("stv", "Knoxville won with 58 of the 100 ballots still counted in round 3."),
        ("meek_stv", "Knoxville won with 58 of the 100 ballots still counted in round 3."),
    ],
)
def test_headline_says_who_won_and_by_what(method: str, sentence: str) -> None:
    assert of_method(method) == sentence


def test_headline_of_voting_that_goes_on_says_who_leads() -> None:
    assert of_method("star", is_closed=False) == (
        "Nashville leads with 68 to 32 in the runoff against Chattanooga."
    )


def test_headline_calls_a_grade_by_its_name() -> None:
    ballots = {((1, 3), (2, 2)): 2, ((1, 2), (2, 1)): 1}

    assert told(ballots, method="majority_judgment", labels=LABELS) == (
        "Memphis won with the median grade “Good”."
    )


def test_headline_of_equal_medians_says_that_other_grades_decided() -> None:
    ballots = {((1, 3), (2, 2)): 2, ((1, 2), (2, 2)): 3}

    of_two = told(ballots, method="majority_judgment", labels=LABELS)
    of_four = told(
        {((1, 3), (2, 3), (3, 3), (4, 3)): 2, ((1, 4),): 1},
        method="majority_judgment",
        labels=LABELS,
    )

    assert of_two == (
        "Memphis won with the same median grade as Nashville, “Fair”, and better grades around it."
    )
    assert of_four.startswith(
        "Memphis won with the same median grade as Nashville, Chattanooga and Knoxville, “"
    )


def test_headline_by_means_says_the_mean() -> None:
    assert told({((1, 5),): 1, ((1, 4), (2, 2)): 2}, method="score", options=IGNORED) == (
        "Memphis won with a mean score of 4.33."
    )


@pytest.mark.parametrize(
    ("method", "sentence"),
    [
        ("plurality", "Memphis won with a weight of 126 of 300."),
        ("instant_runoff", "Knoxville won with a weight of 174 of 300 in round 3."),
        ("borda", "Nashville won with 582 points."),
    ],
)
def test_headline_of_ballots_with_weights_is_in_weights(method: str, sentence: str) -> None:
    assert of_method(method, weight=3) == sentence


@pytest.mark.parametrize(
    ("ballots", "sentence"),
    [
        ({(1,): 3, (2,): 1}, "Memphis won with 3 of 4 first choices."),
        ({(1, 2): 2, (2, 1): 3}, "Nashville won with 3 of 5 first choices."),
        (
            {(1,): 4, (2, 1): 3, (3,): 2},
            "Memphis won with 4 of the 7 ballots still counted in round 3.",
        ),
    ],
)
def test_headline_of_a_runoff_is_in_ballots_that_count(
    ballots: dict[Any, int],
    sentence: str,
) -> None:
    assert told(ballots, method="instant_runoff") == sentence


def test_headline_on_two_choices_is_their_duel() -> None:
    two = (Choice(1, "Memphis", 0), Choice(2, "Nashville", 0))

    assert told({(1, 2): 42, (2, 1): 58}, method="schulze", choices=two) == (
        "Nashville won with 58 to 42."
    )


def test_headline_on_a_circle_does_not_claim_too_much() -> None:
    three = tuple(Choice(id_, text, 0) for id_, text in enumerate("ABC", 1))
    circle = {(1, 2, 3): 5, (2, 3, 1): 4, (3, 1, 2): 3}

    assert told(circle, method="schulze", choices=three) == (
        "A won by Schulze: it wins 1 of its 2 head-to-head comparisons, "
        "and no choice wins all of them."
    )


def test_headline_on_a_default_choice_says_that_nothing_beats_it() -> None:
    three = (Choice(1, "A", 0), Choice(2, "B", 0), Choice(3, "None of these", 0, Kind.NONE))
    two = three[1:]

    for choices in (three, two):
        assert told({(2,): 1, (3,): 1}, method="schulze", choices=choices) == (
            "None of these won because no other choice beats it head-to-head."
        )


@pytest.mark.parametrize(
    ("is_closed", "seats", "sentence"),
    [
        (True, 2, "Memphis and Nashville won the 2 seats."),
        (False, 2, "Memphis and Nashville lead for the 2 seats."),
        (True, 6, "Memphis, Nashville, Knoxville and Chattanooga won 4 of the 6 seats."),
    ],
)
def test_headline_on_several_seats_names_all(is_closed: bool, seats: int, sentence: str) -> None:
    assert of_method("stv", seats=seats, is_closed=is_closed) == sentence


TIED = {(1,): 4, (2,): 2, (3,): 2, (4,): 1}


@pytest.mark.parametrize(("is_closed", "verb"), [(False, "leads for"), (True, "won")])
def test_headline_on_level_choices_says_who_is_sure_of_a_seat(is_closed: bool, verb: str) -> None:
    assert told(TIED, seats=2, is_closed=is_closed, lot_seed=None) == (
        f"Memphis {verb} 1 of the 2 seats; "
        "for the other, Nashville and Chattanooga are tied: 2 of 9 ballots each."
    )


def test_headline_begins_with_the_lot_that_decided() -> None:
    assert told(TIED, seats=2) in {
        "Nashville and Chattanooga tied with 2 of 9 ballots each, and lots were drawn. "
        f"Memphis and {city} won the 2 seats."
        for city in CITIES[1:3]
    }


def test_headline_begins_with_a_lot_on_the_way() -> None:
    ballots = {(1, 3): 5, (2, 1): 3, (3, 1): 3, (4,): 6}

    assert told(ballots, method="instant_runoff") == (
        "A tie along the way was broken by drawing lots: "
        "Memphis won with 11 of the 17 ballots still counted in round 3."
    )


def test_headline_has_no_lot_that_could_not_matter() -> None:
    ballots = {(1, 3): 5, (2, 1): 1, (3, 1): 1, (4,): 6}

    assert told(ballots, method="instant_runoff") == (
        "Memphis won with 7 of the 13 ballots still counted in round 3."
    )


def test_headline_of_no_choice_that_is_ahead_says_level() -> None:
    level = {((1, 2),): 2, ((2, 2),): 2}

    assert told({(1,): 2, (2,): 2}, method="instant_runoff", is_closed=False) == (
        "Memphis and Nashville are tied: 2 of 4 ballots each."
    )
    assert told(level, method="score", is_closed=False) == (
        "Memphis and Nashville are tied: 4 points each."
    )
    assert told(level, method="availability", is_closed=True, lot_seed=None, highest=2) == (
        "A tie: Memphis and Nashville have 2 “yes” each, out of 4 ballots."
    )


def test_headline_counts_those_who_are_tied_when_they_are_many() -> None:
    everywhere = {((1, 2), (2, 2), (3, 2), (4, 2)): 2}
    dates: dict[str, Any] = {"method": "availability", "highest": 2}

    assert told({(id_,): 1 for id_ in range(1, 5)}, is_closed=False) == (
        "4 choices are tied: 1 of 4 ballots each."
    )
    assert told(everywhere, is_closed=False, **dates) == (
        "4 dates are tied: 2 “yes” each, out of 2 ballots."
    )
    assert told(everywhere, **dates) in {
        f"4 dates tied with 2 “yes” each, out of 2 ballots; {city} won by drawing lots."
        for city in CITIES
    }


@pytest.mark.parametrize("method", METHODS)
def test_headline_without_ballots_is_the_same_for_every_method(method: str) -> None:
    assert told({}, method=method) == "Nobody voted."
    assert told({}, method=method, is_closed=False) == "No votes yet."


@pytest.mark.parametrize(
    ("method", "ballots", "sentence"),
    [
        (
            "instant_runoff",
            {(1,): 3, (2,): 2, (3, 2): 1},
            (
                "Memphis won with 3 of the 6 ballots still counted in round 3. "
                "Nashville had as many, but Memphis had more votes in the previous round."
            ),
        ),
        (
            "score",
            {((1, 4), (2, 5)): 1, ((1, 4), (2, 3)): 1},
            (
                "Nashville won with 8 points. "
                "Memphis had as many, but Nashville had more of the highest scores."
            ),
        ),
    ],
)
def test_headline_says_by_which_rule_a_tie_was_broken(
    method: str,
    ballots: dict[Any, int],
    sentence: str,
) -> None:
    assert told(ballots, method=method) == sentence


def test_headline_lists_those_who_had_as_many_as_the_ballot_does() -> None:
    seeds = {f"seed {number}".encode() for number in range(9)}
    level = {((1, 2), (2, 2), (3, 2), (4, 2)): 1, ((4, 1),): 1}

    sentences = {told(level, method="availability", highest=2, lot_seed=seed) for seed in seeds}

    assert sentences == {
        (
            "Knoxville won with 1 “yes” out of 2 ballots. Memphis, Nashville and Chattanooga had "
            "as many, but Knoxville had more “yes” and “if need be” answers together."
        ),
    }
