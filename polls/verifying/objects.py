"""The JSON of a leaf, taken only as it must be written, and what its members are."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.records import lines
from polls.verifying.faults import WrongError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEEPEST = 8
LARGEST = 2**53 - 1
"""The largest whole number that every program reads as it is."""

MOST_NESTED = 100_000
"""Brackets that open an array or an object in a leaf, those in texts included."""

_NUMBERED = re.compile(rb'[{,]"[0-9]+":')
"""A member whose name is a number, which ECMAScript would put before the others."""


class JsonKind(NamedTuple):
    """What a member can be."""

    types: tuple[type, ...]
    least: int = -LARGEST


TEXT, WHOLE, LIST, OBJECT = (
    JsonKind((str,)),
    JsonKind((int,), 0),
    JsonKind((list,)),
    JsonKind((dict,)),
)
POSITIVE = JsonKind((int,), 1)
NOTHING = type(None)
ANYTHING = JsonKind((str, int, bool, list, dict, NOTHING))
TEXT_OR_NOTHING, OBJECT_OR_NOTHING = JsonKind((str, NOTHING)), JsonKind((dict, NOTHING))
POSITIVE_OR_NOTHING = JsonKind((int, NOTHING), 1)


def read(line: bytes, what: str) -> dict[str, Any]:
    """Return the object that a leaf is.

    Args:
        line: the leaf.
        what: what it is called in a sentence, as “The manifest”.

    Raises:
        WrongError: it is none, or its bytes are not those that its content has.
    """
    try:
        value = _parsed(line)
        is_as_written = lines.line(value) == line
    except (ValueError, RecursionError) as error:
        raise WrongError(f"{what} is not a JSON object as records have them.") from error
    if not isinstance(value, dict) or not is_as_written:
        raise WrongError(f"{what} is not a JSON object as records have them.")
    return value


def member(value: Mapping[str, Any], name: str, kind: JsonKind, what: str) -> Any:
    """Return a member of an object.

    Raises:
        WrongError: it is missing, or of another kind.
    """
    if name not in value:
        raise WrongError(f"“{name}” is missing from {_lowered(what)}.")
    found = value[name]
    # A truth value is a whole number to Python, and not to the format.
    if type(found) not in kind.types or (type(found) is int and found < kind.least):
        raise WrongError(f"The value of “{name}” in {_lowered(what)} is of the wrong kind.")
    return found


def listed(value: Any, kind: JsonKind) -> bool:
    """Tell whether a value is a list of such members."""
    return type(value) is list and all(
        type(each) in kind.types and not (type(each) is int and each < kind.least) for each in value
    )


def _parsed(line: bytes) -> Any:
    if line.count(b"[") + line.count(b"{") > MOST_NESTED or _NUMBERED.search(line):
        raise ValueError
    value = json.loads(
        line.decode(),
        object_pairs_hook=_object,
        parse_int=_whole,
        parse_float=_refused,
        parse_constant=_refused,
    )
    if _depth(value) > DEEPEST:
        raise ValueError
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _whole(text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError
    return number


def _refused(text: str) -> Any:
    raise ValueError(text)


def _depth(value: Any) -> int:
    within = value.values() if isinstance(value, dict) else value
    if not isinstance(value, (dict, list)):
        return 0
    return 1 + max((_depth(each) for each in within if isinstance(each, (dict, list))), default=0)


def _lowered(what: str) -> str:
    return what[0].lower() + what[1:]
