"""Refusals: all kinds that the program has, and what is said of one that a test expects."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import pytest

import polls
from polls.domain.backup_errors import BackupError
from polls.domain.errors import (
    AllowanceUsedUpError,
    ArchiveError,
    InvalidBallotError,
    PollsError,
)
from polls.domain.start_errors import StartError
from polls.presentation.refusals import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

E = TypeVar("E", bound=PollsError)

_NEVER_RAISED = {
    PollsError,
    AllowanceUsedUpError,
    ArchiveError,
    BackupError,
    InvalidBallotError,
    StartError,
}
"""What other kinds have in common."""

_PLAIN: dict[Any, tuple[Any, ...]] = {
    int: (1, 2, 1_000),
    str: ("here",),
    bool: (True, False),
    Fraction: (Fraction(3, 2),),
    Path: (Path("polls.db"),),
    NoneType: (None,),
    datetime: (datetime(2026, 3, 29, 2, 30, tzinfo=UTC),),
}


@contextmanager
def refuses(kind: type[E], match: str) -> Iterator[pytest.ExceptionInfo[E]]:
    """Expect a refusal of this kind, of which something is said that has `match` in it."""
    with pytest.raises(kind) as caught:
        yield caught
    said = sentence(caught.value)
    assert re.search(match, said), said


def kinds() -> list[type[PollsError]]:
    """Return each kind that is raised, wherever it is defined."""
    _load()
    found = _below(PollsError) - _NEVER_RAISED
    return sorted((kind for kind in found if kind.__module__.startswith("polls.")), key=str)


def examples(kind: type[Any]) -> list[Any]:
    """Return things of a kind: each value that a field can have comes at least once."""
    if kind in _PLAIN:
        return list(_PLAIN[kind])
    if get_origin(kind) in {Union, UnionType}:
        return [each for alternative in get_args(kind) for each in examples(alternative)]
    if get_origin(kind) in {tuple, Sequence, frozenset}:
        collect = frozenset if get_origin(kind) is frozenset else tuple
        return [collect([each]) for each in examples(get_args(kind)[0])]
    if get_origin(kind) is Mapping:
        key, value = get_args(kind)
        return [{examples(key)[0]: each} for each in examples(value)]
    if issubclass(kind, Enum):
        return list(kind)
    hints = get_type_hints(kind, localns=_names() | vars(sys.modules[kind.__module__]))
    names = [name for name in getattr(kind, "__match_args__", ()) if name in hints]
    fields = {name: examples(hints[name]) for name in names}
    number = max((len(values) for values in fields.values()), default=1)
    return [
        kind(**{name: values[turn % len(values)] for name, values in fields.items()})
        for turn in range(number)
    ]


def _below(kind: type[PollsError]) -> set[type[PollsError]]:
    return {kind} | {each for child in kind.__subclasses__() for each in _below(child)}


@cache
def _load() -> None:
    for module in pkgutil.walk_packages(polls.__path__, "polls."):
        if not module.name.startswith(("polls.migrations.", "polls.__main__")):
            importlib.import_module(module.name)


@cache
def _names() -> dict[str, Any]:
    """Return the names that annotations may have, which some modules import for types only."""
    loaded = [
        module
        for name, module in sys.modules.items()
        if name.startswith(("polls.domain", "polls.formats", "polls.services"))
    ]
    names = {name: value for module in loaded for name, value in vars(module).items()}
    return names | {"Mapping": Mapping, "Sequence": Sequence, "Path": Path, "datetime": datetime}
