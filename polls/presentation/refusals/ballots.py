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
from polls.domain.text.texts import counted
from polls.presentation.refusals import texts

if TYPE_CHECKING:
    from polls.domain.ballots.selections import Marking
    from polls.domain.text.problems import TextProblem


def name(problems: tuple[TextProblem, ...]) -> str:
    """Return what is wrong with a voter's name, and what to do."""
    if not problems:
        return "You didn't give a name. Write yours, then vote."
    return " ".join(texts.sentence("Your name", each) for each in problems)


def selection(problem: SelectionProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return what is wrong with the marks, and what to do."""
    match problem:
        case SelectionFault():
            return _fault(problem)
        case UnknownChoice(marking):
            return _unknown(marking)
        case RankLeftOut(rank):
            return f"No choice has rank {rank}, but one has a later rank. Close the gap, then vote."
        case SharedRank(rank, choices):
            return (
                f"You gave rank {rank} to {choices} choices. Give each rank to one choice only, "
                "then vote."
            )
        case ScoreOutOfRange(marking):
            highest = marking.highest
            return f"Each score must be a whole number from 0 to {highest}. Correct it, then vote."
        case NotAlone(choice):
            return (
                f"“{choice}” cannot be combined with other choices. Clear it or the others, then "
                "vote."
            )
        case NotToBeOrdered(choice):
            return f"“{choice}” cannot be ranked or scored. Mark it alone, then vote."
        case WrongNumber(number, marking):
            return _wrong_number(number, marking)
        case _:
            assert_never(problem)


def _fault(fault: SelectionFault) -> str:
    match fault:
        case SelectionFault.RANKED_TWICE:
            return "You ranked a choice twice. Give each choice one rank, then vote."
        case SelectionFault.BALLOT_CHANGED:
            return (
                "The question's ballot has changed in the meantime. Fill in the new one, then vote."
            )
        case _:
            assert_never(fault)


def _unknown(marking: Marking) -> str:
    match marking.has_dates, marking.has_labels:
        case True, True:
            return "That date is not on this ballot. Answer one of the dates shown, then vote."
        case True, False:
            return "That date is not on this ballot. Select one of the dates shown, then vote."
        case False, True:
            return "That choice is not on this ballot. Answer one of the choices shown, then vote."
        case _:
            return "That choice is not on this ballot. Select one of the choices shown, then vote."


def _score(marking: Marking) -> str:
    highest = marking.highest
    match marking.has_dates, marking.has_labels:
        case True, True:
            return "Give each date one of the answers shown, or none, then vote."
        case False, True:
            return "Give each choice one of the answers shown, or none, then vote."
        case _:
            return f"Each score must be a whole number from 0 to {highest}. Correct it, then vote."


def _wrong_number(number: int, marking: Marking) -> str:
    if marking.style is Style.MARKS and marking.fewest == marking.most == 1:
        if number == 0:
            return "You didn't select a choice. Select one, then vote."
        return "Select one choice only, then vote."
    noun = "date" if marking.has_dates else "choice"
    named, allowed = counted(number, noun) if number else f"no {noun}", _allowed(marking)
    match marking.style:
        case Style.MARKS:
            return f"You marked {named}; mark {allowed}, then vote."
        case Style.RANKING:
            return f"You ranked {named}; rank {allowed}, then vote."
        case Style.SCORES if marking.has_labels:
            return f"You answered {named}; answer {allowed}, then vote."
        case Style.SCORES:
            return f"You scored {named}; score {allowed}, then vote."
        case _:
            assert_never(marking.style)


def _allowed(marking: Marking) -> str:
    fewest, most = marking.fewest, marking.most
    if fewest == most:
        return f"{fewest}"
    if most is None or most >= len(marking.choice_ids.difference(marking.alone)):
        return f"{fewest} or more"
    return f"{fewest} or {most}" if most == fewest + 1 else f"{fewest} to {most}"
