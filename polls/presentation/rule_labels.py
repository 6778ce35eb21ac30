"""Labels of rules and of their values: for forms, commands, the log, and the rules in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.methods import METHODS
from polls.domain.questions.content import PLAIN
from polls.domain.questions.rules import Rules, Threshold, Visibility, Voters
from polls.domain.results.counts import method_of
from polls.presentation import methods
from polls.presentation.language import Texts, gettext, gettext_noop, translated
from polls.presentation.wording import choices, votes

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


_STEP = gettext_noop("Update results only every … ballots, so that nobody's vote can be worked out")

RULES = Texts(
    {
        "method": RuleLabels(gettext_noop("How ballots are counted")),
        "seats": RuleLabels(
            gettext_noop("How many choices win"), gettext_noop("How many choices win")
        ),
        "options": RuleLabels(gettext_noop("How exactly ballots are counted")),
        "highest": RuleLabels(
            gettext_noop("The highest score"),
            gettext_noop("Highest score (lowest is 0; default 5)"),
        ),
        "labels": RuleLabels(
            gettext_noop("The labels of the scores"),
            gettext_noop("Labels for the scores"),
            gettext_noop("Optional labels, one per line, starting with score 0."),
        ),
        "min_choices": RuleLabels(
            gettext_noop("The minimum number of choices on a ballot"),
            gettext_noop("Minimum choices per ballot"),
        ),
        "max_choices": RuleLabels(
            gettext_noop("The maximum number of choices on a ballot"), gettext_noop("Maximum")
        ),
        "offer_none": RuleLabels(
            gettext_noop("“None of these”"), gettext_noop("Offer “None of these”")
        ),
        "offer_blank": RuleLabels(
            gettext_noop("The blank vote"),
            gettext_noop("Offer a blank vote"),
            gettext_noop("For people who want to take part without choosing."),
        ),
        "is_shuffled": RuleLabels(
            gettext_noop("Whether choices are shuffled"),
            gettext_noop("Shuffle the choices"),
            gettext_noop(
                "Each voter sees them in a different order, so that no choice gains from being "
                "first."
            ),
        ),
        "threshold": RuleLabels(
            gettext_noop("What the winner needs"), gettext_noop("The winner needs")
        ),
        "quorum": RuleLabels(
            gettext_noop("How many ballots a result needs"),
            gettext_noop("Quorum"),
            gettext_noop(
                "The number of ballots needed, such as 20, or, with invitations, a share of the "
                "people invited, such as 25 %. If you leave this empty, one ballot is enough."
            ),
        ),
        "quorum_percent": RuleLabels(gettext_noop("Which share of the people invited must vote")),
        "voters": RuleLabels(gettext_noop("Who may vote"), gettext_noop("Who may vote?")),
        "per_network": RuleLabels(
            gettext_noop("The number of votes from one network"),
            gettext_noop("Votes from one network"),
        ),
        "visibility": RuleLabels(
            gettext_noop("Who sees the result"), gettext_noop("The result is shown")
        ),
        "release_step": RuleLabels(gettext_noop("The steps in which results are shown"), _STEP),
        "may_change": RuleLabels(gettext_noop("Whether votes may be changed")),
        "is_final": RuleLabels(
            gettext_noop("Whether a vote is final"),
            gettext_noop("A vote is final"),
            gettext_noop("Otherwise voters can change their vote as long as voting is open."),
        ),
        "has_receipts": RuleLabels(gettext_noop("Whether voters get receipts")),
        "no_receipts": RuleLabels(
            gettext_noop("Whether voters get no receipts"),
            gettext_noop("Voters get no receipts"),
            gettext_noop(
                "A receipt lets voters check that their vote was counted, and show others how they "
                "voted. Choose this if votes could be bought or forced."
            ),
        ),
    }
)
"""The rules of a question, and the fields of its form that say another thing."""

TEXTS = Texts(
    {
        "text": gettext_noop("The question"),
        "choice": gettext_noop("A choice"),
        "zone": gettext_noop("The time zone"),
    }
)
"""What else of a question can be changed, unless its name says it."""

VOTERS = Texts(
    {
        Voters.BROWSER: VotersLabels(
            field=gettext_noop("Anyone with the link, one vote per browser"),
            hint="",
            weakness=gettext_noop("Weakness: someone with two browsers can vote twice."),
            sentence=gettext_noop("Anyone with the link may vote, one vote per browser."),
            option=gettext_noop("one vote per browser"),
        ),
        Voters.NETWORK: VotersLabels(
            field=gettext_noop("One vote per browser, with a limit per network"),
            hint="",
            weakness=gettext_noop(
                "Weakness: people at one school or office share a network, and a VPN counts as "
                "another network."
            ),
            sentence=gettext_noop(
                "Anyone with the link may vote, one vote per browser, with a limit per network."
            ),
            option=gettext_noop("also a limit per network"),
        ),
        Voters.INVITED: VotersLabels(
            field=gettext_noop("Only with an invitation"),
            hint=gettext_noop("You make codes to hand out or send; each is good for one vote."),
            weakness=gettext_noop("Weakness: anyone who gets hold of a code can vote with it."),
            sentence=gettext_noop("Only people with an invitation may vote."),
        ),
        Voters.NAMED: VotersLabels(
            field=gettext_noop("Everyone gives a name"),
            hint=gettext_noop(
                "For questions such as “Who is coming?”: each vote is shown with its name."
            ),
            weakness=gettext_noop("Weakness: the names are not checked."),
            sentence=gettext_noop("Anyone with the link may vote, with a name."),
        ),
        Voters.ANYONE: VotersLabels(
            field=gettext_noop("Anyone, as often as they like"),
            hint="",
            weakness=gettext_noop("Weakness: one person can vote a hundred times."),
            sentence=gettext_noop("Anyone with the link may vote, as often as they like."),
        ),
    }
)
"""In the order of a form: what fits most questions first."""

VISIBILITIES = Texts(
    {
        Visibility.VOTED: VisibilityLabels(
            gettext_noop("To people who have voted"), gettext_noop("people who have voted")
        ),
        Visibility.ALWAYS: VisibilityLabels(
            gettext_noop("To everyone, at any time"), gettext_noop("everyone, at any time")
        ),
        Visibility.CLOSED: VisibilityLabels(
            gettext_noop("To everyone, once voting has ended"),
            gettext_noop("everyone, once voting has ended"),
        ),
        Visibility.ORGANISER: VisibilityLabels(
            gettext_noop("Only to me, until I publish it"),
            gettext_noop("only the organiser, until it is published"),
        ),
    }
)
"""In the order of a form: what fits most questions first."""

SHARES = Texts(
    {
        Threshold.ABSOLUTE: gettext_noop("more than half"),
        Threshold.TWO_THIRDS: gettext_noop("at least two thirds"),
    }
)
"""Of all ballots: what the winner needs, where more than any other choice is not enough."""

THRESHOLDS = Texts(
    {
        Threshold.SIMPLE: gettext_noop("More than any other choice"),
        Threshold.ABSOLUTE: gettext_noop("More than half of the ballots"),
        Threshold.TWO_THIRDS: gettext_noop("At least two thirds of the ballots"),
    }
)


def counting(rules: Rules) -> str:
    """Return how a question is counted, and when its result is valid, in sentences."""
    said = [methods.introduction(method_of(rules), rules.options)]
    if rules.options:
        said.append(
            gettext(
                "Changed settings of the method: %(value)s.", value=value("options", rules.options)
            )
        )
    if rules.seats > 1:
        said.append(gettext("%(choices)s win.", choices=choices(rules.seats, rules)))
    if rules.threshold is not Threshold.SIMPLE:
        said.append(
            gettext("The winner needs %(share)s of the ballots.", share=SHARES[rules.threshold])
        )
    if rules.quorum is not None:
        said.append(
            gettext(
                "The result is valid only with at least %(votes)s.",
                votes=votes(rules.quorum),
            )
        )
    if rules.quorum_percent is not None:
        share = value("quorum_percent", rules.quorum_percent)
        said.append(
            gettext(
                "The result is valid only if %(share)s of the people invited have voted.",
                share=share,
            )
        )
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
    if what in PLAIN:
        return gettext("The %(field)s", field=words)
    return gettext("A rule (%(name)s)", name=words)


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
        return translated(METHODS[given].title)
    if rule == "threshold" and given in set(Threshold):
        return THRESHOLDS[Threshold(given)]
    if rule == "quorum_percent" and given is not None:
        return gettext("%(number)s %%", number=given)
    if rule == "labels":
        return ", ".join(given if not isinstance(given, str) else given.splitlines()) or None
    if rule == "options":
        pairs = given.items() if isinstance(given, dict) else given
        said = (f"{name.replace('_', ' ')}: {text.replace('_', ' ')}" for name, text in pairs)
        return "; ".join(said) or gettext("default")
    return given
