"""Sentences about texts that cannot be shown as they are."""

from __future__ import annotations

from typing import assert_never

from polls.domain.questions.choice_problems import (
    Part,
    ScoreLabel,
    TextOfChoice,
    TextOfKnownChoice,
    TextOfQuestion,
    TextPlace,
)
from polls.domain.text.directions import isolated
from polls.domain.text.problems import TextFault, TextProblem, TooLong, TooManyMarks


def sentence(name: str, problem: TextProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return what is wrong with a text that is called `name`."""
    match problem:
        case TextFault.EMPTY:
            return f"{name} is empty."
        case TextFault.INVISIBLE:
            return f"{name} has only invisible characters. Type it again."
        case TextFault.TURNED_ROUND:
            return (
                f"{name} contains an invisible character that reverses the direction of the text, "
                "perhaps copied from elsewhere. Type the text again."
            )
        case TextFault.CONTROLS:
            return f"{name} contains control characters."
        case TextFault.CONTROLS_OR_BREAKS:
            return f"{name} contains control characters, such as a line break."
        case TooLong(length, longest):
            return f"{name} has {length:,} characters; {longest:,} are allowed."
        case TooManyMarks(marks, allowed):
            return f"{name} has {marks} accents on one letter; {allowed} are allowed."
        case _:
            assert_never(problem)


def name(place: TextPlace) -> str:
    """Return what a text of a question is called at the beginning of a sentence."""
    match place:
        case TextOfQuestion(part):
            return _of_question(part)
        case TextOfChoice(number, part, is_added):
            return _of_added_choice(number, part) if is_added else _of_choice(number, part)
        case TextOfKnownChoice(text):
            return f"The choice “{isolated(text)}”"
        case ScoreLabel(score):
            return f"The label of score {score}"
        case _:
            assert_never(place)


def _of_question(part: Part) -> str:
    match part:
        case Part.TEXT:
            return "The question"
        case Part.DESCRIPTION:
            return "The description"
        case Part.LINK:
            return "The link"
        case _:
            assert_never(part)


def _of_choice(number: int, part: Part) -> str:
    match part:
        case Part.TEXT:
            return f"Choice {number}"
        case Part.DESCRIPTION:
            return f"Choice {number}'s description"
        case Part.LINK:
            return f"Choice {number}'s link"
        case _:
            assert_never(part)


def _of_added_choice(number: int, part: Part) -> str:
    match part:
        case Part.TEXT | Part.DESCRIPTION:
            return f"New choice {number}"
        case Part.LINK:
            return f"New choice {number}'s link"
        case _:
            assert_never(part)
