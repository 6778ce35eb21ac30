"""A result as plain data, as JSON has it: every step that a method can take, by its fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, get_args, get_origin, get_type_hints

from polls.domain.counting.outcomes import Choice

if TYPE_CHECKING:
    from polls.domain.counting.outcomes import CountResult

Name: TypeAlias = Callable[[int], "int | str"]
_Writer: TypeAlias = Callable[[Any, Name], Any]


def record(result: CountResult, name: Name) -> dict[str, Any]:
    """Return a result with all its steps and ties as objects, lists, texts and whole numbers.

    A step says its `kind`. A key that names two choices has a colon between them. Whatever is not
    whole is the text of an exact fraction, "7/2": a binary float would be another number.

    Args:
        result: of any method.
        name: returns what a choice is called.
    """
    return _fields(result, name)


def plain(number: int | Fraction) -> int | str:
    """Return a number as JSON has it: whole, or the text of a fraction."""
    return number.numerator if number.denominator == 1 else str(number)


def _fields(value: Any, name: Name) -> dict[str, Any]:
    kind: Any = type(value)
    writers = _writers(kind)
    return {field: write(getattr(value, field), name) for field, write in writers.items()}


@cache
def _writers(kind: Any) -> dict[str, _Writer]:
    """Return what writes each field of a dataclass, by the field's type."""
    hints = get_type_hints(kind, include_extras=True)
    return {each.name: _writer(hints[each.name]) for each in dataclasses.fields(kind)}


def _writer(hint: Any) -> _Writer:
    """Return what writes values of this type; a choice is known by its type only."""
    arguments = get_args(hint)
    if hint == Choice:
        return lambda value, name: name(value)
    if Choice in arguments and type(None) in arguments:
        return lambda value, name: None if value is None else name(value)
    if get_origin(hint) is Mapping:
        return _mapping(*arguments)
    if get_origin(hint) is tuple:
        member = _writer(arguments[0])
        return lambda value, name: [member(each, name) for each in value]
    return _thing


def _mapping(key: Any, item: Any) -> _Writer:
    write = _writer(item)
    if get_origin(key) is tuple:
        return lambda value, name: {
            f"{name(one)}:{name(other)}": write(each, name) for (one, other), each in value.items()
        }
    called = _writer(key)
    return lambda value, name: {
        str(called(each, name)): write(of, name) for each, of in value.items()
    }


def _thing(value: Any, name: Name) -> Any:
    if dataclasses.is_dataclass(value):
        return {"kind": type(value).__name__, **_fields(value, name)}
    if isinstance(value, Enum):
        return value.value
    return plain(value) if isinstance(value, Fraction) else value
