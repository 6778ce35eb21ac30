"""Labels of rules and of their values: for forms, commands, the log, and the rules in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.methods import METHODS
from polls.domain.questions.content import PLAIN
from polls.domain.questions.rules import Rules, Threshold, Visibility, Voters
from polls.domain.results.counts import method_of
from polls.domain.text.texts import counted
from polls.presentation import methods

if TYPE_CHECKING:
    from collections.abc import Mapping


class RuleLabels(NamedTuple):
    """What a rule is called."""

    name: str
    """In a sentence: “How many choices win was changed from 1 to 2.”"""
    field: str = ""
    """At its field in a form; empty: where its values have labels that say it all."""
    hint: str = ""
    """Below its field."""


class VotersLabels(NamedTuple):
    """What a way of voting is called, and what it cannot prevent."""

    field: str
    """Where it can be chosen."""
    hint: str
    """What it is for, if `field` does not say it."""
    weakness: str
    """The organiser chooses knowing it, and is told it afterwards."""
    sentence: str
    """Where it is in force."""
    option: str = ""
    """Behind its value in the help of a command."""


class VisibilityLabels(NamedTuple):
    """Who sees the result."""

    field: str
    """Where it can be chosen, after “The result is shown”."""
    option: str
    """Behind its value in the help of a command."""


_STEP = "Update results only every … ballots, so that nobody's vote can be worked out"

RULES = {
    "method": RuleLabels("How ballots are counted"),
    "seats": RuleLabels("How many choices win", "How many choices win"),
    "options": RuleLabels("How exactly ballots are counted"),
    "highest": RuleLabels(
        "The highest score", f"Highest score (lowest is 0; default {Rules().highest})"
    ),
    "labels": RuleLabels(
        "The labels of the scores",
        "Labels for the scores",
        "Optional labels, one per line, starting with score 0.",
    ),
    "min_choices": RuleLabels(
        "The minimum number of choices on a ballot", "Minimum choices per ballot"
    ),
    "max_choices": RuleLabels("The maximum number of choices on a ballot", "Maximum"),
    "offer_none": RuleLabels("“None of these”", "Offer “None of these”"),
    "offer_blank": RuleLabels(
        "The blank vote",
        "Offer a blank vote",
        "For people who want to take part without choosing.",
    ),
    "is_shuffled": RuleLabels(
        "Whether choices are shuffled",
        "Shuffle the choices",
        "Each voter sees them in a different order, so that no choice gains from being first.",
    ),
    "threshold": RuleLabels("What the winner needs", "The winner needs"),
    "quorum": RuleLabels(
        "How many ballots a result needs",
        "Quorum",
        "The number of ballots needed, such as 20, or, with invitations, a share of the people "
        "invited, such as 25 %. If you leave this empty, one ballot is enough.",
    ),
    "quorum_percent": RuleLabels("Which share of the people invited must vote"),
    "voters": RuleLabels("Who may vote", "Who may vote?"),
    "per_network": RuleLabels("The number of votes from one network", "Votes from one network"),
    "visibility": RuleLabels("Who sees the result", "The result is shown"),
    "release_step": RuleLabels("The steps in which results are shown", _STEP),
    "may_change": RuleLabels("Whether votes may be changed"),
    "is_final": RuleLabels(
        "Whether a vote is final",
        "A vote is final",
        "Otherwise voters can change their vote as long as voting is open.",
    ),
}
"""The rules of a question, and the fields of its form that say another thing."""

TEXTS = {"text": "The question", "choice": "A choice"}
"""What else of a question can be changed, unless its name says it."""

VOTERS = {
    Voters.BROWSER: VotersLabels(
        field="Anyone with the link, one vote per browser",
        hint="",
        weakness="Weakness: someone with two browsers can vote twice.",
        sentence="Anyone with the link may vote, one vote per browser.",
        option="one vote per browser",
    ),
    Voters.NETWORK: VotersLabels(
        field="One vote per browser, with a limit per network",
        hint="",
        weakness="Weakness: people at one school or office share a network, and a VPN counts as "
        "another network.",
        sentence="Anyone with the link may vote, one vote per browser, with a limit per network.",
        option="also a limit per network",
    ),
    Voters.INVITED: VotersLabels(
        field="Only with an invitation",
        hint="You make codes to hand out or send; each is good for one vote.",
        weakness="Weakness: anyone who gets hold of a code can vote with it.",
        sentence="Only people with an invitation may vote.",
    ),
    Voters.NAMED: VotersLabels(
        field="Everyone gives a name",
        hint="For questions such as “Who is coming?”: each vote is shown with its name.",
        weakness="Weakness: the names are not checked.",
        sentence="Anyone with the link may vote, with a name.",
    ),
    Voters.ANYONE: VotersLabels(
        field="Anyone, as often as they like",
        hint="",
        weakness="Weakness: one person can vote a hundred times.",
        sentence="Anyone with the link may vote, as often as they like.",
    ),
}
"""In the order of a form: what fits most questions first."""

VISIBILITIES = {
    Visibility.VOTED: VisibilityLabels("To people who have voted", "people who have voted"),
    Visibility.ALWAYS: VisibilityLabels("To everyone, at any time", "everyone, at any time"),
    Visibility.CLOSED: VisibilityLabels(
        "To everyone, once voting has ended", "everyone, once voting has ended"
    ),
    Visibility.ORGANISER: VisibilityLabels(
        "Only to me, until I publish it", "only the organiser, until it is published"
    ),
}
"""In the order of a form: what fits most questions first."""

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
    said = [methods.introduction(method_of(rules), rules.options)]
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


def name(what: str) -> str:
    """Return what that is called which an entry of the log says was changed.

    A question that came from a later version may have rules that are not known here.
    """
    if what in RULES:
        return RULES[what].name
    if what in TEXTS:
        return TEXTS[what]
    words = what.replace("_", " ")
    return f"The {words}" if what in PLAIN else f"A rule ({words})"


def options(labels: Mapping[Any, str]) -> str:
    """Return values with their labels for the help of a command: “a (first), b or c (third)”."""
    *said, last = [f"{each} ({label})" if label else f"{each}" for each, label in labels.items()]
    return f"{', '.join(said)} or {last}"


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
