"""What `polls count` must be told to count the ballots of a question as it is counted here."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from polls.domain.results import counts

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        match value:
            case bool():
                text = "yes" if value else "no"
            case tuple():
                text = ",".join(str(numbers[choice]) for choice in value)
            case None:
                text = "none"
            case _:
                text = str(value)
        yield field.name, text
