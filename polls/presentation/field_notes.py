"""What a form says at its fields: problems and warnings, each with the id that ties it to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.presentation.refusals import FieldMessage


class FieldNote(NamedTuple):
    """A paragraph under a field."""

    id: str
    text: str


def at(problems: Iterable[FieldMessage], field: str) -> list[FieldMessage]:
    """Return the problems of one field."""
    return [problem for problem in problems if problem.field == field]


def under(problems: Iterable[FieldMessage], prefix: str) -> list[FieldMessage]:
    """Return the problems of all fields whose names begin like this."""
    return [problem for problem in problems if problem.field.startswith(prefix)]


def notes(problems: Iterable[FieldMessage], kind: str, field: str) -> list[FieldNote]:
    """Return what stands under a field; `kind` is `problem` or `warning`, and begins the ids."""
    found = enumerate(at(problems, field), start=1)
    return [
        FieldNote(f"{kind}-{field}{number if number > 1 else ''}", problem.text)
        for number, problem in found
    ]


def describing(
    field: str,
    problems: Iterable[FieldMessage],
    warnings: Iterable[FieldMessage],
    *,
    has_hint: bool,
) -> str:
    """Return the ids of all that describes a field: its hint, its problems, its warnings."""
    said = [*notes(problems, "problem", field), *notes(warnings, "warning", field)]
    hint = [f"hint-{field}"] if has_hint else []
    return " ".join([*hint, *(note.id for note in said)])
