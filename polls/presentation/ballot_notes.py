"""Notes on a ballot, above its button: how much to mark, and what happens to the vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.questions.rules import Visibility, Voters
from polls.domain.results.counts import method_of
from polls.domain.text.directions import isolated

if TYPE_CHECKING:
    from polls.domain.questions.rules import Rules


def instruction(rules: Rules, choices: int) -> str:
    """Return how many of so many choices to mark, and how; nothing where the form says it."""
    if rules.is_single:
        return ""
    return " ".join([f"{_verb(rules)} {_amount(rules, choices)}{_manner(rules)}", *_blanks(rules)])


def counting(rules: Rules) -> str:
    """Return how the ballots are counted; nothing where the most marks simply win."""
    if rules.style is Style.MARKS and rules.seats == 1:
        return ""
    seats = f" There are {rules.seats} winners." if rules.seats > 1 else ""
    return f"{method_of(rules).introduction(rules.options)}{seats}"


def _verb(rules: Rules) -> str:
    return "Answer" if rules.style is Style.SCORES and rules.labels else _VERBS[rules.style]


_VERBS = {Style.MARKS: "Mark", Style.RANKING: "Rank", Style.SCORES: "Score"}


def _amount(rules: Rules, choices: int) -> str:
    fewest, most = rules.min_choices, min(rules.max_choices or choices, choices)
    if fewest == most:
        return f"exactly {fewest}"
    if most < choices:
        return f"up to {most}" if fewest == 1 else f"{fewest} to {most}"
    return "as many as you like" if fewest == 1 else f"at least {fewest}"


def _manner(rules: Rules) -> str:
    if rules.style is not Style.RANKING:
        return "."
    if method_of(rules).has_equal_ranks:
        return ", favourite first. Several choices may share a rank."
    return ", favourite first."


def _blanks(rules: Rules) -> list[str]:
    """Return what becomes of a choice that gets no score."""
    if rules.has_dates:
        return ["Dates you leave unanswered are not counted as “no”."]
    if rules.style is not Style.SCORES:
        return []
    if dict(rules.options).get("blanks") == "ignored":
        return ["Choices you leave open count neither for nor against."]
    lowest = f"“{isolated(rules.labels[0])}”" if rules.labels else "0"
    return [f"A choice you leave open counts as {lowest}."]


def promise(
    rules: Rules,
    until: str | None,
    *,
    is_weighted: bool = False,
    is_published: bool = False,
) -> str:
    """Return who sees what of a vote, until when it may be changed, and when results appear.

    Args:
        rules: of the question.
        until: the moment when voting ends, as people read it, if one is set.
        is_weighted: whether some invitations count for more than others.
        is_published: whether the organiser has shown the result to all, before voting was reopened.
    """
    waits = rules.visibility is Visibility.ORGANISER
    visibility = Visibility.ALWAYS if waits and is_published else rules.visibility
    return " ".join(
        [
            _secrecy(rules, visibility),
            *([_RECOGNISABLE] if is_weighted else []),
            _change(rules, until),
            _results(visibility),
        ],
    )


def _secrecy(rules: Rules, visibility: Visibility) -> str:
    match rules.voters:
        case Voters.NAMED:
            return _NAMED[visibility]
        case Voters.INVITED:
            return "Your vote is secret: the organiser can see that you have voted, but not how."
        case Voters.NETWORK if rules.per_network == 1:
            return "Your vote is anonymous. Only one vote is accepted from each network."
        case Voters.NETWORK:
            number = f"{rules.per_network:,}"
            return f"Your vote is anonymous. At most {number} votes are accepted from one network."
        case _:
            return "Your vote is anonymous."


_NAMED = {
    Visibility.ALWAYS: "Everyone sees your name with your vote.",
    Visibility.VOTED: (
        "People who have voted see your name with your vote, and everyone does once voting has "
        "ended."
    ),
    Visibility.CLOSED: (
        "The organiser sees your name with your vote, and everyone does once voting has ended."
    ),
    Visibility.ORGANISER: (
        "The organiser sees your name with your vote, and everyone does if the organiser "
        "publishes the results."
    ),
}


_RECOGNISABLE = (
    "Some votes count for more than others: if your weight is unique, people who know it can "
    "identify your vote in the results."
)


def _change(rules: Rules, until: str | None) -> str:
    if rules.voters is Voters.ANYONE:
        return "You cannot change your vote, and voting again adds another one."
    if not rules.may_change:
        return "You cannot change your vote afterwards."
    return f"You can change your vote until {until}." if until else _WHILE_OPEN


_WHILE_OPEN = "You can change your vote as long as voting is open."


def _results(visibility: Visibility) -> str:
    match visibility:
        case Visibility.ALWAYS:
            return "Everyone can see the results while voting is open."
        case Visibility.VOTED:
            return "Results appear once you have voted."
        case Visibility.CLOSED:
            return "Results appear once voting has ended; until then only the organiser sees them."
        case Visibility.ORGANISER:
            return "Results appear when the organiser publishes them."
