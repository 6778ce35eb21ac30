"""Questions, their choices, and the moments of their life."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.domain.errors import InvalidQuestionError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

TEXT_LENGTH = 200
"""Longest question and longest choice, in characters: the width of the tutorial's columns."""

FEWEST_CHOICES = 2
MOST_CHOICES = 500
"""More than any ballot that a person can read; keeps one page and one batch small."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer; `votes` is the running count kept with the ballots."""

    id: int
    text: str
    votes: int


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, with its choices in ballot order. All instants are aware, in UTC."""

    id: int
    key: str
    text: str
    pub_date: datetime
    close_date: datetime | None
    closed_at: datetime | None
    may_change: bool
    is_listed: bool
    ballot_count: int
    version: int
    choices: tuple[Choice, ...]

    @property
    def votes(self) -> int:
        """Votes that count now: replaced ballots are not among them."""
        return sum(choice.votes for choice in self.choices)

    def is_published(self, now: datetime) -> bool:
        """Whether people may see the question: its time has come and it can be answered."""
        return self.pub_date <= now and bool(self.choices)

    def is_closed(self, now: datetime) -> bool:
        """Whether voting has ended, by somebody's act or by the date that was set."""
        return has_closed(self.close_date, self.closed_at, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewQuestion:
    """A question as it is asked."""

    text: str
    choices: tuple[str, ...]
    pub_date: datetime
    close_date: datetime | None = None
    may_change: bool = True
    is_listed: bool = True


def has_closed(close_date: datetime | None, closed_at: datetime | None, now: datetime) -> bool:
    """Tell whether voting has ended; an act of closing stays in force if the clock jumps back."""
    return closed_at is not None or (close_date is not None and close_date <= now)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: “1 vote”, “2 votes”, “1,234 votes”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def check_new(text: str, choices: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the question's text and its choices, trimmed.

    Raises:
        InvalidQuestionError: with every problem, one a line.
    """
    text = text.strip()
    trimmed = tuple(choice.strip() for choice in choices)
    problems = _text_problems("The question", text)
    for number, choice in enumerate(trimmed, start=1):
        problems += _text_problems(f"Choice {number}", choice)
    repeated = sorted({choice for choice in trimmed if choice and trimmed.count(choice) > 1})
    problems += [f"The choice “{choice}” stands there more than once." for choice in repeated]
    if not FEWEST_CHOICES <= len(trimmed) <= MOST_CHOICES:
        problems.append(
            f"A question needs {FEWEST_CHOICES} to {MOST_CHOICES} choices; "
            f"this one has {len(trimmed)}.",
        )
    if problems:
        raise InvalidQuestionError("\n".join(problems))
    return text, trimmed


def _text_problems(name: str, text: str) -> list[str]:
    if not any(unicodedata.category(character)[0] in _VISIBLE for character in text):
        return [f"{name} is empty."]
    problems = []
    if len(text) > TEXT_LENGTH:
        problems.append(f"{name} has {len(text)} characters; {TEXT_LENGTH} are allowed.")
    if any(c in _OVERRIDES or unicodedata.category(c) in _CONTROL for c in text):
        problems.append(f"{name} contains control characters, such as a line break.")
    return problems


_VISIBLE = frozenset("LNPS")
"""Unicode's letters, numbers, punctuation and symbols."""

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn round the direction of what stands near, and can make a choice read as another."""

_CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode's controls, lone surrogates and separators of lines. Joiners (Cf) stay: scripts and
emoji need them."""
