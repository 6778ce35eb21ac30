from __future__ import annotations

from typing import Any

import pytest

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS
from polls.domain.questions import fitting
from polls.domain.questions.fitting import settled
from polls.domain.questions.rules import Rules, Threshold, Voters
from polls.presentation.refusals import messages

GRADES = ("Reject", "Poor", "Acceptable", "Good", "Very good", "Excellent")


def problems(choices: int = 3, **values: Any) -> list[tuple[str, str]]:
    """Return what is wrong with rules that are as usual but for `values`."""
    rules = Rules(**{"max_choices": None} | values)
    return [(each.field, each.text) for each in messages(fitting.problems(rules, choices))]


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_every_method_does_with_what_is_usual(method: Any) -> None:
    most = 1 if method.has_one_mark else None

    rules = settled(Rules(method=method.name, max_choices=most))

    assert not list(fitting.problems(rules, 2))


def test_settled_rules_of_dates_ask_for_an_answer_to_each() -> None:
    rules = settled(Rules(method="availability", highest=7, min_choices=2, max_choices=2))

    assert rules == Rules(
        method="availability",
        highest=2,
        labels=("No", "If need be", "Yes"),
        min_choices=1,
        max_choices=None,
    )


@pytest.mark.parametrize(
    ("values", "highest", "labels"),
    [
        ({"method": "majority_judgment"}, 5, GRADES),
        ({"method": "majority_judgment", "highest": 3}, 3, ()),
        ({"method": "majority_judgment", "highest": 1, "labels": ("No", "Yes")}, 1, ("No", "Yes")),
        ({"method": "score"}, 5, ()),
        ({"method": "score", "highest": 10}, 10, ()),
        ({"method": "schulze", "highest": 3, "labels": ("a",)}, 5, ()),
    ],
)
def test_settled_rules_have_the_scale_of_their_method(
    values: dict[str, Any],
    highest: int,
    labels: tuple[str, ...],
) -> None:
    rules = settled(Rules(**values))

    assert (rules.highest, rules.labels) == (highest, labels)


def test_settled_rules_keep_the_options_that_are_not_as_usual() -> None:
    given = (("unranked", "last"), ("strength", "margins"), ("nonsense", "x"))

    rules = settled(Rules(method="schulze", options=given))

    assert rules.options == (("nonsense", "x"), ("strength", "margins"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"method": "roulette"},
            ("method", "There is no method “roulette”. Choose one of these: plurality"),
        ),
        ({"method": "approval", "seats": 0}, ("seats", "At least 1 choice must win.")),
        ({"method": "approval", "seats": 4}, ("seats", "You asked for 4 winners, but there are")),
        (
            {"method": "schulze", "seats": 2},
            ("seats", "Schulze elects one winner. Methods for several"),
        ),
        ({"method": "plurality"}, ("max_choices", "With plurality, a ballot marks one choice.")),
        (
            {"method": "schulze", "min_choices": 0},
            ("min_choices", "The minimum must be at least 1"),
        ),
        (
            {"method": "schulze", "min_choices": 4},
            ("min_choices", "The minimum is 4, but there are"),
        ),
        (
            {"method": "schulze", "max_choices": 4},
            ("max_choices", "The maximum is 4, but there are"),
        ),
        (
            {"method": "schulze", "options": (("strength", "x"),)},
            ("option-schulze-strength", "strength is one of winning_votes, margins"),
        ),
        (
            {"method": "schulze", "options": (("default_choice", "1"),)},
            (
                "option-schulze-default_choice",
                "Schulze has no option “default_choice”. It has: unranked",
            ),
        ),
        (
            {"method": "copeland", "options": (("rule", "block"),)},
            ("option-copeland-rule", "Copeland has no option “rule”. It has: unranked."),
        ),
        (
            {"method": "score", "highest": 0},
            ("highest", "The highest score must be a number from 1 to"),
        ),
        (
            {"method": "score", "highest": 11},
            ("highest", "The highest score must be a number from 1"),
        ),
        (
            {"method": "score", "highest": 2, "labels": ("a", "b")},
            ("labels", "Scores from 0 to 2 need 3 labels, but you wrote 2."),
        ),
        (
            {"method": "score", "highest": 1, "labels": ("a", "a")},
            ("labels", "Two scores have the same label, “a”."),
        ),
        (
            {"method": "score", "highest": 1, "labels": ("a", "")},
            ("labels", "The label of score 1 is empty."),
        ),
        ({"method": "score", "quorum": 0}, ("quorum", "A quorum is 1 to 999,999,999 ballots.")),
        (
            {"method": "score", "quorum_percent": 20},
            (
                "quorum",
                "A quorum can be a share only if voters are invited. Write a number of ballots.",
            ),
        ),
        (
            {"method": "score", "quorum_percent": 101, "voters": Voters.INVITED},
            ("quorum", "A share of the people invited must be from 1 % to 100 %."),
        ),
        (
            {"method": "score", "quorum_percent": 1, "quorum": 1, "voters": Voters.INVITED},
            ("quorum", "Give the quorum as a number or as a share, not both."),
        ),
        (
            {"method": "score", "threshold": Threshold.ABSOLUTE},
            ("threshold", "Score does not tell how many ballots support the winner."),
        ),
        (
            {"method": "approval", "threshold": Threshold.TWO_THIRDS, "seats": 2},
            ("threshold", "A majority of the ballots can be required only for one winner."),
        ),
    ],
)
def test_rules_that_do_not_go_together_are_refused_in_one_sentence(
    values: dict[str, Any],
    expected: tuple[str, str],
) -> None:
    ((field, text),) = problems(**values)

    assert field == expected[0]
    assert text.startswith(expected[1])


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_offered_options_have_a_value_that_can_be_written(method: Any) -> None:
    for option in fitting.offered(method):
        assert option.values or isinstance(option.default, bool | int | None)
        assert option.sentence.endswith(".")


def test_names_of_scores_are_those_of_methods_with_scores() -> None:
    assert [each.name for each in METHODS.values() if each.labels] == [
        "majority_judgment",
        "availability",
    ]
    assert all(each.ballot is Style.SCORES for each in METHODS.values() if each.labels)
