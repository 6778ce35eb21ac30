"""Sentences about what is marked on a ballot, and about its voter's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.ballots.refusals import (
    NotAlone,
    NotToBeOrdered,
    RankLeftOut,
    ScoreOutOfRange,
    SelectionFault,
    SelectionProblem,
    SharedRank,
    UnknownChoice,
    WrongNumber,
)
from polls.domain.ballots.selections import Style
from polls.presentation import wording
from polls.presentation.language import gettext, translated
from polls.presentation.refusals import texts

if TYPE_CHECKING:
    from polls.domain.ballots.selections import Marking
    from polls.domain.text.problems import TextProblem


def name(problems: tuple[TextProblem, ...]) -> str:
    """Return what is wrong with a voter's name, and what to do."""
    if not problems:
        return gettext("You didn't give a name. Write yours, then vote.")
    return " ".join(texts.sentence(gettext("Your name"), each) for each in problems)


def selection(problem: SelectionProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return what is wrong with the marks, and what to do."""
    match problem:
        case SelectionFault():
            return _fault(problem)
        case UnknownChoice(marking):
            return _unknown(marking)
        case RankLeftOut(rank):
            return gettext(
                "No choice has rank %(rank)s, but one has a later rank. Close the gap, then vote.",
                rank=rank,
            )
        case SharedRank(rank, choices):
            return gettext(
                "You gave rank %(rank)s to %(choices)s choices. Give each rank to one choice only, "
                "then vote.",
                rank=rank,
                choices=choices,
            )
        case ScoreOutOfRange(marking):
            return _score(marking)
        case NotAlone(choice):
            return gettext(
                "“%(choice)s” cannot be combined with other choices. Clear it or the others, then "
                "vote.",
                choice=translated(choice),
            )
        case NotToBeOrdered(choice):
            return gettext(
                "“%(choice)s” cannot be ranked or scored. Mark it alone, then vote.",
                choice=translated(choice),
            )
        case WrongNumber(number, marking):
            return _wrong_number(number, marking)
        case _:
            assert_never(problem)


def _fault(fault: SelectionFault) -> str:
    match fault:
        case SelectionFault.RANKED_TWICE:
            return gettext("You ranked a choice twice. Give each choice one rank, then vote.")
        case SelectionFault.BALLOT_CHANGED:
            return gettext(
                "The question's ballot has changed in the meantime. Fill in the new one, then vote."
            )
        case _:
            assert_never(fault)


def _unknown(marking: Marking) -> str:
    match marking.has_dates, marking.has_labels:
        case True, True:
            return gettext(
                "That date is not on this ballot. Answer one of the dates shown, then vote."
            )
        case True, False:
            return gettext(
                "That date is not on this ballot. Select one of the dates shown, then vote."
            )
        case False, True:
            return gettext(
                "That choice is not on this ballot. Answer one of the choices shown, then vote."
            )
        case _:
            return gettext(
                "That choice is not on this ballot. Select one of the choices shown, then vote."
            )


def _score(marking: Marking) -> str:
    highest = marking.highest
    match marking.has_dates, marking.has_labels:
        case True, True:
            return gettext("Give each date one of the answers shown, or none, then vote.")
        case False, True:
            return gettext("Give each choice one of the answers shown, or none, then vote.")
        case _:
            return gettext(
                "Each score must be a whole number from 0 to %(highest)s. Correct it, then vote.",
                highest=highest,
            )


def _wrong_number(number: int, marking: Marking) -> str:
    if marking.style is Style.MARKS and marking.fewest == marking.most == 1:
        if number == 0:
            return gettext("You didn't select a choice. Select one, then vote.")
        return gettext("Select one choice only, then vote.")
    named, allowed = _named(number, marking), _allowed(marking)
    match marking.style:
        case Style.MARKS:
            return gettext(
                "You marked %(named)s; mark %(allowed)s, then vote.", named=named, allowed=allowed
            )
        case Style.RANKING:
            return gettext(
                "You ranked %(named)s; rank %(allowed)s, then vote.", named=named, allowed=allowed
            )
        case Style.SCORES if marking.has_labels:
            return gettext(
                "You answered %(named)s; answer %(allowed)s, then vote.",
                named=named,
                allowed=allowed,
            )
        case Style.SCORES:
            return gettext(
                "You scored %(named)s; score %(allowed)s, then vote.", named=named, allowed=allowed
            )
        case _:
            assert_never(marking.style)


def _named(number: int, marking: Marking) -> str:
    if number:
        return wording.choices(number, marking)
    return gettext("no date") if marking.has_dates else gettext("no choice")


def _allowed(marking: Marking) -> str:
    fewest, most = marking.fewest, marking.most
    if fewest == most:
        return f"{fewest}"
    if most is None or most >= len(marking.choice_ids.difference(marking.alone)):
        return gettext("%(fewest)s or more", fewest=fewest)
    if most == fewest + 1:
        return gettext("%(fewest)s or %(most)s", fewest=fewest, most=most)
    return gettext("%(fewest)s to %(most)s", fewest=fewest, most=most)
