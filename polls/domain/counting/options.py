"""The options of a method: declared with a sentence each, and read from text."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from polls.domain.counting.option_problems import (
    NotAmongValues,
    NotWhole,
    NotYesOrNo,
    RepeatedOption,
    UnknownOption,
)
from polls.domain.errors import PollsError
from polls.domain.text.texts import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from polls.domain.counting.option_problems import OptionProblem

T = TypeVar("T")
O = TypeVar("O")  # noqa: E741 - as T, for the class of the options

_LARGEST = 1_000
"""As many choices as a file may have, and few enough for arithmetic with so many decimals."""

_DIGITS = len(str(_LARGEST))


@dataclasses.dataclass(eq=False)
class OptionError(PollsError):
    """An option that the method does not have, or a value that it cannot have."""

    problem: OptionProblem


class Declared(NamedTuple):
    """One option as forms and documentation show it."""

    name: str
    default: Any
    sentence: str
    values: tuple[str, ...]
    """The possible words; empty for a number, yes or no, or choices."""
    for_files: bool
    """Whether only ballots from files need it: a question's keep its rules, which say the rest."""
    may_be_none: bool
    """Whether a number may be left out, which is written as `none`."""


def option(default: T, sentence: str, *values: str, for_files: bool = False) -> T:
    """Declare a field of a dataclass of options."""
    return dataclasses.field(
        default=default,
        metadata={"sentence": sentence, "values": values, "for_files": for_files},
    )


def declared(options: type) -> list[Declared]:
    """Return the options in the order of their declaration."""
    return [
        Declared(
            each.name, each.default, **each.metadata, may_be_none=str(each.type).endswith("None")
        )
        for each in dataclasses.fields(options)
    ]


def pairs(given: Iterable[str]) -> dict[str, str]:
    """Return the names and values of texts such as `quota=hare`.

    Raises:
        OptionError: an option is there twice.
    """
    found: dict[str, str] = {}
    for each in given:
        name, _, value = each.partition("=")
        if name in found:
            raise OptionError(RepeatedOption(name))
        found[name] = value
    return found


def read(options: type[O], given: Mapping[str, str]) -> O:
    """Return the options with the values that are given as text; choices as numbers from 1."""
    known = {each.name: each for each in declared(options)}
    values = {}
    for name, text in given.items():
        if name not in known:
            raise OptionError(UnknownOption(name, tuple(known)))
        values[name] = _read(known[name], text)
    return options(**values)


def _read(known: Declared, text: str) -> Any:
    if known.values:
        if text not in known.values:
            raise OptionError(NotAmongValues(known.name, known.values, text))
        return text
    if isinstance(known.default, bool):
        if text not in {"yes", "no"}:
            raise OptionError(NotYesOrNo(known.name, text))
        return text == "yes"
    if isinstance(known.default, tuple):
        return tuple(_number(known.name, part, 1) - 1 for part in text.split(",") if part.strip())
    return None if text == "none" and known.may_be_none else _number(known.name, text)


def _number(name: str, text: str, least: int = 0) -> int:
    number = whole_number(text.strip(), _DIGITS)
    if number is None or not least <= number <= _LARGEST:
        raise OptionError(NotWhole(name, least, _LARGEST, text))
    return number
