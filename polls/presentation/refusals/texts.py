"""Sentences about texts that cannot be shown as they are."""

from __future__ import annotations

from typing import assert_never

from polls.domain.questions.problems.choices import (
    Part,
    ScoreLabel,
    TextOfChoice,
    TextOfKnownChoice,
    TextOfQuestion,
    TextPlace,
)
from polls.domain.text.directions import isolated
from polls.domain.text.problems import TextFault, TextProblem, TooLong, TooManyMarks
from polls.domain.text.words import number as written
from polls.presentation import rule_labels
from polls.presentation.language import gettext


def sentence(name: str, problem: TextProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return what is wrong with a text that is called `name`."""
    match problem:
        case TextFault.EMPTY:
            return gettext("%(name)s is empty.", name=name)
        case TextFault.INVISIBLE:
            return gettext("%(name)s has only invisible characters. Type it again.", name=name)
        case TextFault.TURNED_ROUND:
            return gettext(
                "%(name)s contains an invisible character that reverses the direction of the text, "
                "perhaps copied from elsewhere. Type the text again.",
                name=name,
            )
        case TextFault.CONTROLS:
            return gettext("%(name)s contains control characters.", name=name)
        case TextFault.CONTROLS_OR_BREAKS:
            return gettext("%(name)s contains control characters, such as a line break.", name=name)
        case TooLong(length, longest):
            return gettext(
                "%(name)s has %(length)s characters; %(longest)s are allowed.",
                name=name,
                length=written(length),
                longest=written(longest),
            )
        case TooManyMarks(marks, allowed):
            return gettext(
                "%(name)s has %(marks)s accents on one letter; %(allowed)s are allowed.",
                name=name,
                marks=marks,
                allowed=allowed,
            )
        case _:
            assert_never(problem)


def name(place: TextPlace) -> str:  # noqa: PLR0911 - one a kind of place
    """Return what a text of a question is called at the beginning of a sentence."""
    match place:
        case TextOfQuestion(field):
            return rule_labels.name(field)
        case TextOfChoice(number, part, is_added=False, is_date=False):
            return _of_choice(number, part)
        case TextOfChoice(number, part, is_added=True, is_date=False):
            return _of_added_choice(number, part)
        case TextOfChoice(number, part, is_added=False, is_date=True):
            return _of_date(number, part)
        case TextOfChoice(number, part):
            return _of_added_date(number, part)
        case TextOfKnownChoice(text):
            return gettext("The choice “%(text)s”", text=isolated(text))
        case ScoreLabel(score):
            return gettext("The label of score %(score)s", score=score)
        case _:
            assert_never(place)


def _of_choice(number: int, part: Part) -> str:
    match part:
        case Part.TEXT:
            return gettext("Choice %(number)s", number=number)
        case Part.DESCRIPTION:
            return gettext("Choice %(number)s's description", number=number)
        case Part.LINK:
            return gettext("Choice %(number)s's link", number=number)
        case _:
            assert_never(part)


def _of_added_choice(number: int, part: Part) -> str:
    match part:
        case Part.TEXT | Part.DESCRIPTION:
            return gettext("New choice %(number)s", number=number)
        case Part.LINK:
            return gettext("New choice %(number)s's link", number=number)
        case _:
            assert_never(part)


def _of_date(number: int, part: Part) -> str:
    match part:
        case Part.TEXT:
            return gettext("Date %(number)s", number=number)
        case Part.DESCRIPTION:
            return gettext("Date %(number)s's description", number=number)
        case Part.LINK:
            return gettext("Date %(number)s's link", number=number)
        case _:
            assert_never(part)


def _of_added_date(number: int, part: Part) -> str:
    match part:
        case Part.TEXT | Part.DESCRIPTION:
            return gettext("New date %(number)s", number=number)
        case Part.LINK:
            return gettext("New date %(number)s's link", number=number)
        case _:
            assert_never(part)
