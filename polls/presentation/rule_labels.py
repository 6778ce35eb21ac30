"""Labels of rules and of their values, for the log of a question and the form that edits it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.domain.methods import METHODS
from polls.domain.questions.rules import Threshold
from polls.domain.results.counts import method_of
from polls.domain.text.texts import counted

if TYPE_CHECKING:
    from polls.domain.questions.rules import Rules

NAMES = {
    "method": "How ballots are counted",
    "seats": "How many choices win",
    "options": "How exactly ballots are counted",
    "highest": "The highest score",
    "labels": "The labels of the scores",
    "min_choices": "The minimum number of choices on a ballot",
    "max_choices": "The maximum number of choices on a ballot",
    "offer_none": "“None of these”",
    "offer_blank": "The blank vote",
    "is_shuffled": "Whether choices are shuffled",
    "threshold": "What the winner needs",
    "quorum": "How many ballots a result needs",
    "quorum_percent": "Which share of the people invited must vote",
    "voters": "Who may vote",
    "per_network": "The number of votes from one network",
    "visibility": "Who sees the result",
    "release_step": "The steps in which results are shown",
    "may_change": "Whether votes may be changed",
    "is_final": "Whether a vote is final",
}
"""What the rules of a question are called, and the fields of its form that say another thing."""

SHARES = {
    Threshold.ABSOLUTE: "more than half",
    Threshold.TWO_THIRDS: "at least two thirds",
}
"""Of all ballots: what the winner needs, where more than any other choice is not enough."""

THRESHOLDS = {Threshold.SIMPLE: "More than any other choice"} | {
    threshold: f"{share.capitalize()} of the ballots" for threshold, share in SHARES.items()
}


def counting(rules: Rules) -> str:
    """Return how a question is counted, and when its result is valid, in sentences."""
    said = [method_of(rules).introduction(rules.options)]
    if rules.options:
        said.append(f"Changed settings of the method: {value('options', rules.options)}.")
    if rules.seats > 1:
        said.append(f"{rules.seats} choices win.")
    if rules.threshold is not Threshold.SIMPLE:
        said.append(f"The winner needs {SHARES[rules.threshold]} of the ballots.")
    if rules.quorum is not None:
        said.append(f"The result is valid only with at least {counted(rules.quorum, 'vote')}.")
    if rules.quorum_percent is not None:
        share = value("quorum_percent", rules.quorum_percent)
        said.append(f"The result is valid only if {share} of the people invited have voted.")
    return " ".join(said)


def value(rule: str, given: Any) -> Any:
    """Return what a rule is set to, as people read it; what is plain already stays as it is.

    Args:
        rule: its name, or that of its field.
        given: its value, as `Rules` has it, as JSON keeps that, or as it stands in the field.
    """
    if rule == "method" and given in METHODS:
        return METHODS[given].title
    if rule == "threshold" and given in set(Threshold):
        return THRESHOLDS[Threshold(given)]
    if rule == "quorum_percent" and given is not None:
        return f"{given} %"
    if rule == "labels":
        return ", ".join(given if not isinstance(given, str) else given.splitlines()) or None
    if rule == "options":
        pairs = given.items() if isinstance(given, dict) else given
        said = (f"{name.replace('_', ' ')}: {text.replace('_', ' ')}" for name, text in pairs)
        return "; ".join(said) or "default"
    return given
