"""What a new question must be, checked whoever asks it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from polls.domain.errors import InvalidQuestionError, Problem
from polls.domain.questions import Kind, NewChoice
from polls.domain.rules import Voters
from polls.domain.texts import LINK_LENGTH, line_problems, paragraph_problems
from polls.domain.times import is_zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from polls.domain.questions import NewQuestion
    from polls.domain.rules import Rules

FEWEST_CHOICES = 2
MOST_CHOICES = 500
"""More than any ballot that a person can read; keeps one page and one batch small."""

FEWEST_RELEASED = 2
"""Voters whose ballots are shown together at the least: alone, one could be read off."""

MOST_FROM_NETWORK = 100_000


def choices(texts: Sequence[str]) -> tuple[NewChoice, ...]:
    """Return plain choices with these texts."""
    return tuple(NewChoice(text=text) for text in texts)


def extras(*, none: bool, blank: bool) -> tuple[NewChoice, ...]:
    """Return the lines that stand below the choices, each of which is marked alone."""
    offered = ((none, "None of these", Kind.NONE), (blank, "Blank vote", Kind.BLANK))
    return tuple(NewChoice(text=text, kind=kind) for is_wanted, text, kind in offered if is_wanted)


def checked(new: NewQuestion, now: datetime) -> NewQuestion:
    """Return the question with its texts trimmed.

    Raises:
        InvalidQuestionError: with every problem of it, in the order of the form.
    """
    trimmed = replace(
        new,
        text=new.text.strip(),
        description=tidied(new.description),
        choices=tuple(
            replace(
                each,
                text=each.text.strip(),
                description=tidied(each.description),
                link=tidied(each.link),
            )
            for each in new.choices
        ),
    )
    problems = [
        *text_problems("text", "The question", trimmed.text),
        *description_problems("description", "The description", trimmed.description),
        *_choice_problems(trimmed.choices),
        *rule_problems(trimmed.rules, _plain(trimmed.choices)),
        *time_problems(trimmed.pub_date or now, trimmed.close_date, trimmed.zone),
    ]
    if problems:
        raise InvalidQuestionError(problems)
    return trimmed


def tidied(text: str | None) -> str | None:
    """Return a longer text without what surrounds it; None if nothing is left."""
    return (text.strip().replace("\r\n", "\n") or None) if text else None


def text_problems(field: str, name: str, text: str) -> list[Problem]:
    """Return what is wrong with the text of a question or a choice."""
    return [Problem(field, problem) for problem in line_problems(name, text)]


def description_problems(field: str, name: str, text: str | None) -> list[Problem]:
    """Return what is wrong with a longer text that may be missing."""
    return [Problem(field, problem) for problem in paragraph_problems(name, text or "")]


def repetition_problems(texts: Sequence[str]) -> list[Problem]:
    """Return a problem for every text that two choices have."""
    repeated = sorted(text for text, times in Counter(texts).items() if text and times > 1)
    return [
        Problem("choices", f"The choice “{text}” stands there more than once.") for text in repeated
    ]


def number_problems(number: int) -> list[Problem]:
    """Return what is wrong with this number of choices."""
    if FEWEST_CHOICES <= number <= MOST_CHOICES:
        return []
    return [
        Problem(
            "choices",
            f"A question needs {FEWEST_CHOICES} to {MOST_CHOICES} choices; this one has {number}.",
        ),
    ]


def link_problems(field: str, name: str, link: str | None) -> list[Problem]:
    """Return what is wrong with an address that may be missing."""
    if link is None:
        return []
    problems = [Problem(field, each) for each in line_problems(name, link, LINK_LENGTH)]
    if not problems and not _is_web_address(link):
        problems = [Problem(field, f"{name} is no address such as https://example.org/page.")]
    return problems


def rule_problems(rules: Rules, choices: int) -> list[Problem]:
    """Return what is wrong with the rules of a question that has so many choices."""
    return list(_rule_problems(rules, choices))


def time_problems(opens: datetime, closes: datetime | None, zone: str) -> list[Problem]:
    """Return what is wrong with the times of a question."""
    problems = []
    if closes is not None and closes <= opens:
        problems.append(Problem("close_date", "Voting would end before it begins."))
    if not is_zone(zone):
        problems.append(Problem("zone", f"There is no time zone called “{zone}”."))
    return problems


def _choice_problems(choices: Sequence[NewChoice]) -> list[Problem]:
    plain = _plain(choices)
    if plain > MOST_CHOICES:
        return number_problems(plain)  # nobody wants to read what is wrong with each
    problems = []
    for number, choice in enumerate(choices, start=1):
        name = f"Choice {number}"
        problems += text_problems("choices", name, choice.text)
        problems += description_problems("choices", f"{name}'s description", choice.description)
        problems += link_problems("choices", f"{name}'s link", choice.link)
    problems += repetition_problems([choice.text for choice in choices])
    return problems + number_problems(plain)


def _plain(choices: Sequence[NewChoice]) -> int:
    return sum(choice.kind is Kind.CHOICE for choice in choices)


def _rule_problems(rules: Rules, choices: int) -> Iterator[Problem]:
    most = choices if rules.max_choices is None else rules.max_choices
    if rules.min_choices < 1:
        yield Problem("min_choices", "A ballot marks at least 1 choice.")
    if rules.max_choices is not None and rules.max_choices < 1:
        yield Problem("max_choices", "A ballot may mark at least 1 choice.")
    elif rules.max_choices is None and rules.min_choices > choices:
        yield Problem("min_choices", f"There are only {choices} choices.")
    elif rules.min_choices > most:
        yield Problem("min_choices", f"At least {rules.min_choices} and at most {most} cannot be.")
    elif rules.max_choices is not None and rules.max_choices > max(choices, FEWEST_CHOICES):
        yield Problem("max_choices", f"There are only {choices} choices.")
    per_network = rules.per_network or 0
    if rules.voters is Voters.NETWORK and not 1 <= per_network <= MOST_FROM_NETWORK:
        yield Problem(
            "per_network",
            f"Say how many may vote from one network: 1 to {MOST_FROM_NETWORK:,}.",
        )
    if rules.release_step < FEWEST_RELEASED:
        yield Problem("release_step", f"Show at least {FEWEST_RELEASED} ballots together.")


def _is_web_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in link
