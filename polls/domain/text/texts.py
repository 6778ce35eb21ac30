"""What people write: how long it may be, which characters it has, what number it is."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from polls.domain.text import characters
from polls.domain.text.problems import TextFault, TooLong, TooManyMarks

if TYPE_CHECKING:
    from polls.domain.text.problems import TextProblem

TEXT_LENGTH = 200
"""Longest question, choice, name, in characters: the width of the tutorial's columns."""

DESCRIPTION_LENGTH = 2_000
"""Longest explanation of a question or a choice: about a page."""

LINK_LENGTH = 500


def line_problems(text: str, longest: int = TEXT_LENGTH) -> list[TextProblem]:
    """Return what is wrong with a line that must say something."""
    if not text.strip():
        return [TextFault.EMPTY]
    start = text[: longest + 1]  # enough to say that the rest is too much
    if not characters.is_visible(start):
        return [TextFault.INVISIBLE]
    problems = _problems(text, longest)
    if characters.CONTROL.search(start):
        problems.append(TextFault.CONTROLS_OR_BREAKS)
    return problems


def paragraph_problems(text: str, longest: int = DESCRIPTION_LENGTH) -> list[TextProblem]:
    """Return what is wrong with a text that may have several lines."""
    problems = _problems(text, longest)
    if characters.CONTROL.search(text[: longest + 1].replace("\n", "")):
        problems.append(TextFault.CONTROLS)
    return problems


def on_one_line(text: str) -> str:
    """Return what was typed on one line, with spaces for tabs.

    A browser leaves them in a field of one line, where cells of a table are pasted, and they look
    like spaces there.
    """
    return text.replace("\t", " ")


def without_hidden_controls(text: str) -> str:
    """Return a text to be quoted, without what would act on the sentence around it."""
    return characters.OVERRIDE.sub("", characters.CONTROL.sub("", text))


def whole_number(text: str, most_digits: int) -> int | None:
    """Return the number that a text is, in so many digits of any script at the most, if it is one.

    Exponents and fractions are no digits: “²” is not read as 2.
    """
    is_number = text.isdecimal() and len(text) <= most_digits
    return int(text) if is_number else None


def in_plain_digits(text: str) -> str:
    """Return a text with the digits from 0 to 9 in place of those of other scripts."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(each, each)) for each in text)


def host(link: str) -> str:
    """Return whose page a link leads to, as its address names it."""
    try:
        return urlsplit(link).hostname or link
    except ValueError:  # one that was refused, and stands in its form again
        return link


def _problems(text: str, longest: int) -> list[TextProblem]:
    """Return what is wrong with a text of any kind, as far as it may be long."""
    problems: list[TextProblem] = []
    start = text[: longest + 1]
    if len(text) > longest:
        problems.append(TooLong(len(text), longest))
    if characters.OVERRIDE.search(start):
        problems.append(TextFault.TURNED_ROUND)
    marks, allowed = characters.most_marks(start), characters.MOST_MARKS
    if marks > allowed:
        problems.append(TooManyMarks(marks, allowed))
    return problems
