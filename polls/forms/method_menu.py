"""The menu of methods in a form, grouped by what voters do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS
from polls.domain.questions import fitting
from polls.forms.form_kinds import FormKind
from polls.presentation.language import gettext, gettext_noop, translated
from polls.presentation.methods import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from polls.domain.counting.options import Declared
    from polls.domain.methods import Method


class MethodGroup(NamedTuple):
    """Methods whose voters do the same."""

    words: str
    hint: str
    methods: tuple[Method, ...]

    def has(self, name: str) -> bool:
        """Tell whether a method is one of them."""
        return any(method.name == name for method in self.methods)


class OptionField(NamedTuple):
    """The field for an option of a method."""

    name: str
    label: str
    hint: str
    values: Mapping[str, str]
    """To select from, each with its words; empty: a number or a text is typed."""
    given: str
    """What stands in it: what was sent, or of a list the usual value."""
    placeholder: str


def groups() -> tuple[MethodGroup, ...]:
    """Return every method in its group, the simplest ballot first."""
    return _groups(METHODS.values())


def groups_of(kind: FormKind) -> tuple[MethodGroup, ...]:
    """Return the methods that a form of this kind offers, in their groups.

    Those for dates have a form of their own, which has nothing to choose. Where people are elected,
    those that rank them come first.
    """
    if kind is FormKind.DATES:
        return ()
    found = _groups(method for method in METHODS.values() if not method.has_dates)
    return tuple(sorted(found, key=_is_not_ranking)) if kind is FormKind.ELECTION else found


def _groups(methods: Iterable[Method]) -> tuple[MethodGroup, ...]:
    found: dict[int, list[Method]] = {}
    for method in methods:
        found.setdefault(_place(method), []).append(method)
    return tuple(_group(place, found[place]) for place in sorted(found))


def _is_not_ranking(group: MethodGroup) -> bool:
    return group.methods[0].ballot is not Style.RANKING


def _group(place: int, methods: Iterable[Method]) -> MethodGroup:
    words, hint = _GROUPS[place]
    return MethodGroup(translated(words), translated(hint), tuple(methods))


def option_fields(method: Method, given: Mapping[str, str]) -> list[OptionField]:
    """Return the fields for the options of a method.

    Args:
        method: that declares them.
        given: “method-option” → what was sent, as `QuestionForm.options` has it.
    """
    return [_field(method, each, given) for each in fitting.offered(method)]


def _field(method: Method, option: Declared, given: Mapping[str, str]) -> OptionField:
    name = f"{method.name}-{option.name}"
    values = {value: translated(in_words(value)) for value in option.values}
    usual = "" if option.default is None else str(option.default)
    if isinstance(option.default, bool):
        values = {"yes": gettext("yes"), "no": gettext("no")}
        usual = "yes" if option.default else "no"
    sent = given.get(name, "")
    return OptionField(
        name=f"option-{name}",
        label=translated(in_words(option.name).capitalize()),
        hint=translated(option.sentence),
        values=values,
        given=sent or usual if values else sent,
        placeholder=usual or "none",  # as it can be typed
    )


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
