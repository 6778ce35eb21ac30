from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from polls.domain.methods import METHODS
from polls.domain.questions.rules import Rules, Threshold, Visibility, Voters
from polls.presentation.rule_labels import (
    RULES,
    THRESHOLDS,
    VISIBILITIES,
    VOTERS,
    counting,
    name,
    options,
    value,
)


@pytest.mark.parametrize(
    ("rule", "given", "said"),
    [
        ("method", "stv", "Single transferable vote (Scottish rules)"),
        ("method", "a later one", "a later one"),
        ("threshold", "two_thirds", "At least two thirds of the ballots"),
        ("quorum_percent", 25, "25 %"),
        ("quorum_percent", None, None),
        ("quorum", 20, 20),
        ("labels", ["Bad", "Good"], "Bad, Good"),
        ("labels", "Bad\nGood", "Bad, Good"),
        ("labels", [], None),
        ("options", [["strength", "winning_votes"]], "strength: winning votes"),
        ("options", (), "default"),
        ("max_choices", 2, 2),
    ],
)
def test_value_is_as_people_read_it(rule: str, given: Any, said: Any) -> None:
    assert value(rule, given) == said


def test_every_rule_and_each_of_its_values_has_labels() -> None:
    assert {each.name for each in fields(Rules)} <= set(RULES)
    assert set(THRESHOLDS) == set(Threshold)
    assert set(VISIBILITIES) == set(Visibility)
    assert set(VOTERS) == set(Voters)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("description", "The description"),
        ("seats", "How many choices win"),
        ("of_a_later_version", "A rule (of a later version)"),
    ],
)
def test_name_says_what_was_changed(what: str, said: str) -> None:
    assert name(what) == said


def test_options_say_what_values_mean() -> None:
    labels = {Voters.ANYONE: "", Voters.BROWSER: "one vote per browser", Voters.NAMED: ""}

    assert options(labels) == "anyone, browser (one vote per browser) or named"


def test_counting_says_what_is_not_as_usual() -> None:
    rules = Rules(
        method="approval",
        options=(("rule", "proportional"),),
        seats=3,
        threshold=Threshold.ABSOLUTE,
        quorum=1,
        quorum_percent=25,
    )

    assert counting(Rules()) == "Plurality: Mark one choice; the one with the most marks wins."
    assert counting(rules) == (
        "Approval: Mark every choice you would accept; once one of its choices has won, a ballot "
        "counts less towards the next winner, so seats are shared in proportion. "
        "Changed settings of the method: rule: proportional. 3 choices win. "
        "The winner needs more than half of the ballots. The result is valid only with at least "
        "1 vote. The result is valid only if 25 % of the people invited have voted."
    )


@pytest.mark.parametrize("method", METHODS)
def test_counting_is_said_for_every_method(method: str) -> None:
    assert counting(Rules(method=method)).startswith(METHODS[method].title)
