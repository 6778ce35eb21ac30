"""Notes on a ballot, above its button: how much to mark, and what happens to the vote."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.ballots.selections import Style
from polls.domain.questions.rules import Visibility, Voters
from polls.domain.results.counts import method_of
from polls.domain.text.directions import isolated
from polls.presentation import methods
from polls.presentation.language import gettext, ngettext
from polls.presentation.results import score_labels

if TYPE_CHECKING:
    from polls.domain.questions.rules import Rules


def instruction(rules: Rules, choices: int) -> str:
    """Return how many of so many choices to mark, and how; nothing where the form says it."""
    if rules.is_single:
        return ""
    return " ".join([_what_to_do(rules, _amount(rules, choices)), *_blanks(rules)])


def counting(rules: Rules) -> str:
    """Return how the ballots are counted; nothing where the most marks simply win."""
    if rules.style is Style.MARKS and rules.seats == 1:
        return ""
    said = [methods.introduction(method_of(rules), rules.options)]
    if rules.seats > 1:
        said.append(gettext("There are %(seats)s winners.", seats=rules.seats))
    return " ".join(said)


def _what_to_do(rules: Rules, amount: str) -> str:
    match rules.style:
        case Style.MARKS:
            return gettext("Mark %(amount)s.", amount=amount)
        case Style.SCORES if rules.labels:
            return gettext("Answer %(amount)s.", amount=amount)
        case Style.SCORES:
            return gettext("Score %(amount)s.", amount=amount)
        case Style.RANKING if method_of(rules).has_equal_ranks:
            return gettext(
                "Rank %(amount)s, favourite first. Several choices may share a rank.",
                amount=amount,
            )
        case Style.RANKING:
            return gettext("Rank %(amount)s, favourite first.", amount=amount)
        case _:
            assert_never(rules.style)


def _amount(rules: Rules, choices: int) -> str:
    fewest, most = rules.min_choices, min(rules.max_choices or choices, choices)
    if fewest == most:
        return gettext("exactly %(number)s", number=fewest)
    if most < choices and fewest == 1:
        return gettext("up to %(number)s", number=most)
    if most < choices:
        return gettext("%(fewest)s to %(most)s", fewest=fewest, most=most)
    if fewest == 1:
        return gettext("as many as you like")
    return gettext("at least %(number)s", number=fewest)


def _blanks(rules: Rules) -> list[str]:
    """Return what becomes of a choice that gets no score."""
    if rules.has_dates:
        return [gettext("Dates you leave unanswered are not counted as “no”.")]
    if rules.style is not Style.SCORES:
        return []
    if dict(rules.options).get("blanks") == "ignored":
        return [gettext("Choices you leave open count neither for nor against.")]
    if rules.labels:
        lowest = isolated(score_labels.label(rules, 0))
        return [gettext("A choice you leave open counts as “%(label)s”.", label=lowest)]
    return [gettext("A choice you leave open counts as 0.")]


def consequences(
    rules: Rules,
    *,
    is_weighted: bool = False,
    is_published: bool = False,
) -> str:
    """Return who sees what of a vote, whether it may be changed, and when results appear.

    When voting ends, the ballot says above.

    Args:
        rules: of the question.
        is_weighted: whether some invitations count for more than others.
        is_published: whether the organiser has shown the result to all, before voting was reopened.
    """
    waits = rules.visibility is Visibility.ORGANISER
    visibility = Visibility.ALWAYS if waits and is_published else rules.visibility
    said = [_secrecy(rules, visibility)]
    if is_weighted:
        said.append(
            gettext(
                "Some votes count for more than others: if your weight is unique, people who know "
                "it can identify your vote in the results.",
            ),
        )
    return " ".join([*said, _change(rules), _results(visibility), _record(rules)])


def _secrecy(rules: Rules, visibility: Visibility) -> str:
    match rules.voters:
        case Voters.NAMED:
            return _names(visibility)
        case Voters.INVITED:
            return gettext(
                "Your vote is secret: the organiser can see that you have voted, but not how.",
            )
        case Voters.NETWORK:
            return ngettext(
                "Your vote is anonymous. Only one vote is accepted from each network.",
                "Your vote is anonymous. At most %(num)s votes are accepted from one network.",
                rules.per_network or 1,
            )
        case Voters.ANYONE | Voters.BROWSER:
            return gettext("Your vote is anonymous.")
        case _:
            assert_never(rules.voters)


def _names(visibility: Visibility) -> str:
    match visibility:
        case Visibility.ALWAYS:
            return gettext("Everyone sees your name with your vote.")
        case Visibility.VOTED:
            return gettext(
                "People who have voted see your name with your vote, and everyone does once voting "
                "has ended.",
            )
        case Visibility.CLOSED:
            return gettext(
                "The organiser sees your name with your vote, and everyone does once voting has "
                "ended.",
            )
        case Visibility.ORGANISER:
            return gettext(
                "The organiser sees your name with your vote, and everyone does if the organiser "
                "publishes the results.",
            )
        case _:
            assert_never(visibility)


def _change(rules: Rules) -> str:
    if rules.voters is Voters.ANYONE:
        return gettext("You cannot change your vote, and voting again adds another one.")
    if not rules.may_change:
        return gettext("You cannot change your vote afterwards.")
    return gettext("You can change your vote as long as voting is open.")


def _results(visibility: Visibility) -> str:
    match visibility:
        case Visibility.ALWAYS:
            return gettext("Everyone can see the results while voting is open.")
        case Visibility.VOTED:
            return gettext("Results appear once you have voted.")
        case Visibility.CLOSED:
            return gettext(
                "Results appear once voting has ended; until then only the organiser sees them.",
            )
        case Visibility.ORGANISER:
            return gettext("Results appear when the organiser publishes them.")
        case _:
            assert_never(visibility)


def _record(rules: Rules) -> str:
    if rules.has_receipts:
        return gettext(
            "Once the results are final, all ballots are published so that anyone can recount "
            "them; a receipt lets you find yours.",
        )
    return gettext(
        "Once the results are final, all ballots are published so that anyone can recount them; "
        "there are no receipts.",
    )
