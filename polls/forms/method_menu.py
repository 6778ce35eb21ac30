"""The menu of methods in a form, grouped by what voters do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS
from polls.presentation.language import gettext_noop, translated

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    return tuple(_group(place, found[place]) for place in sorted(found))


def _group(place: int, methods: Iterable[Method]) -> MethodGroup:
    words, hint = _GROUPS[place]
    return MethodGroup(translated(words), translated(hint), tuple(methods))


_GROUPS = (
    (gettext_noop("Mark one choice"), gettext_noop("The choice with the most marks wins.")),
    (
        gettext_noop("Mark several choices"),
        gettext_noop("As many as they like, unless you set a limit."),
    ),
    (gettext_noop("Say which dates suit them"), gettext_noop("The choices are days or times.")),
    (gettext_noop("Rank the choices"), gettext_noop("Favourite first, as many as they like.")),
    (gettext_noop("Score each choice"), gettext_noop("With a number or a word.")),
)


def _place(method: Method) -> int:
    if method.has_one_mark:
        return 0
    if method.ballot is Style.MARKS:
        return 1
    if method.has_dates:
        return 2
    return 3 if method.ballot is Style.RANKING else 4
