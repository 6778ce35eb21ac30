"""The content of a question as columns hold it, written and read by the types of its fields."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias, get_type_hints

from polls.domain.questions.content import PLAIN, Content
from polls.domain.questions.rules import Rules

_Turn: TypeAlias = Callable[[Any], Any]


class _Form(NamedTuple):
    """How the values of a type are kept where the column has another one."""

    write: _Turn
    read: _Turn


_FORMS: dict[Any, _Form] = {
    # texts, as a JSON list
    tuple[str, ...]: _Form(
        lambda texts: json.dumps(texts) if texts else None,
        lambda kept: tuple(json.loads(kept)) if kept else (),
    ),
    # names with their texts, as a JSON object
    tuple[tuple[str, str], ...]: _Form(
        lambda pairs: json.dumps(dict(pairs)) if pairs else None,
        lambda kept: tuple(json.loads(kept).items()) if kept else (),
    ),
}


def written(content: Content) -> dict[str, Any]:
    """Return the columns that hold a content, with what they hold."""
    columns = {column: getattr(content, name) for name, column in _COLUMNS.items()}
    for name in _RULES:
        held = getattr(content.rules, name)
        columns[name] = _SPECIAL[name].write(held) if name in _SPECIAL else held
    return columns


def read(row: Any) -> dict[str, Any]:
    """Return the fields of a content, from whatever has its columns for attributes."""
    rules = dict(zip(_RULES, _rules_of(row), strict=True))
    for name, turn in _READING:
        rules[name] = turn(rules[name])
    content = dict(zip(PLAIN, _plain_of(row), strict=True))
    content["rules"] = Rules(**rules)
    return content


def _form(held: Any) -> _Form | None:
    if isinstance(held, type) and issubclass(held, StrEnum):
        # A tenth of the time of a call of the class, for every question that is read.
        return _Form(str, {each.value: each for each in held}.__getitem__)
    return _FORMS.get(held)


_COLUMNS = {name: {"text": "question_text"}.get(name, name) for name in PLAIN}
"""Field → column, which is called as the field is; but for the tutorial's."""

_RULES = tuple(each.name for each in fields(Rules))
_SPECIAL = {
    name: form for name, held in get_type_hints(Rules).items() if (form := _form(held)) is not None
}
_READING = tuple((name, form.read) for name, form in _SPECIAL.items())
_plain_of, _rules_of = attrgetter(*_COLUMNS.values()), attrgetter(*_RULES)
