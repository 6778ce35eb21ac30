"""The form of an edited question, beside what others made of the question meanwhile."""

from __future__ import annotations

from polls.domain.questions.rules import Threshold
from polls.forms.edit_forms import ChangedRule, also_changed, shown
from tests import asking


def test_rules_that_others_changed_are_told_as_they_stand() -> None:
    mine = shown(asking.question(text="Tea?", seats=2))
    theirs = shown(asking.question(text="Coffee?", threshold=Threshold.ABSOLUTE))

    assert also_changed(mine, theirs) == [
        ChangedRule("How many choices win", "1"),
        ChangedRule("What the winner needs", "More than half of the ballots"),
    ]


def test_rule_that_others_took_away_is_told_as_no() -> None:
    mine = shown(asking.question(may_change=False))

    assert also_changed(mine, shown(asking.question())) == [
        ChangedRule("Whether a vote is final", "no")
    ]
    assert also_changed(mine, mine) == []
