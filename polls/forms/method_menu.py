"""The menu of methods in a form, grouped by what voters do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS

if TYPE_CHECKING:
    from polls.domain.methods import Method


class MethodGroup(NamedTuple):
    """Methods whose voters do the same."""

    words: str
    hint: str
    methods: tuple[Method, ...]


def groups() -> tuple[MethodGroup, ...]:
    """Return every method in its group, the simplest ballot first."""
    found: dict[int, list[Method]] = {}
    for method in METHODS.values():
        found.setdefault(_place(method), []).append(method)
    return tuple(MethodGroup(*_GROUPS[place], tuple(found[place])) for place in sorted(found))


_GROUPS = (
    ("Mark one choice", "The choice with the most marks wins."),
    ("Mark several choices", "As many as they like, unless you set a limit."),
    ("Say which dates suit them", "The choices are days or times."),
    ("Rank the choices", "Favourite first, as many as they like."),
    ("Score each choice", "With a number or a word."),
)


def _place(method: Method) -> int:
    if method.has_one_mark:
        return 0
    if method.ballot is Style.MARKS:
        return 1
    if method.has_dates:
        return 2
    return 3 if method.ballot is Style.RANKING else 4
