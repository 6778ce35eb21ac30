"""What `polls count` must be told to count the ballots of a question as it is counted here."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from polls.domain.results import counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from polls.domain.questions.questions import Question
    from polls.domain.results.draws import Draw


def arguments(question: Question, draw: Draw | None) -> tuple[str, ...]:
    """Return the command's arguments, for a file in which choices have their numbers from here."""
    rules = question.rules
    method = counts.method_of(rules)
    given = ["--method", method.name]
    if rules.seats > 1:
        given += ["--seats", str(rules.seats)]
    for name, value in options(question):
        given += ["--option", f"{name}={value}"]
    if draw and draw.seed:
        given += ["--seed", draw.seed]
    return tuple(given)


def options(question: Question) -> Iterator[tuple[str, str]]:
    """Yield the options that are not as usual, also those that the question says by its rules."""
    method = counts.method_of(question.rules)
    chosen, usual = counts.options_of(question), method.options()
    numbers = question.numbers
    for field in fields(method.options):
        value = getattr(chosen, field.name)
        if value == getattr(usual, field.name):
            continue
        yield field.name, _text(value, numbers)


def _text(value: Any, numbers: Mapping[int, int]) -> str:
    """Return the value of an option as a text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(str(numbers[choice]) for choice in value)
    return "none" if value is None else str(value)
