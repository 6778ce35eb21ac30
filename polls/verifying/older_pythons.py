"""What the standard library lacks in Python 3.9 and 3.10, for `polls-verify.pyz`.

Polls itself needs Python 3.11, but macOS brings 3.9 along, and Debian 11 and RHEL 9 have it too. So
the modules that check records are written in the syntax of 3.9, and what they import of later
libraries is added here before they are imported. Nothing of this touches Python 3.11 and later.
"""

from __future__ import annotations

import builtins
import dataclasses
import datetime as dt
import enum
import itertools
import sys
import typing
from typing import Any

NEEDED = (3, 11)


def complete(version: tuple[int, ...] = sys.version_info[:2]) -> None:
    """Add what this Python lacks; in a process that does nothing but check records."""
    if version >= NEEDED:
        return
    added: dict[Any, dict[str, Any]] = {
        enum: {"StrEnum": _StrEnum},
        dt: {"UTC": dt.timezone.utc},  # noqa: UP017 - as it is called there
        typing: {"assert_never": _never, "TypeAlias": Any},
        itertools: {"pairwise": _pairwise},
    }
    for module, values in added.items():
        for name, value in values.items():
            if not hasattr(module, name):
                setattr(module, name, value)
    if version < (3, 10):
        vars(dataclasses)["dataclass"] = _dataclass
        vars(builtins)["zip"] = _zip


class _StrEnum(str, enum.Enum):  # noqa: UP042 - this is what it is made of
    __str__ = str.__str__
    __format__ = str.__format__  # type: ignore[assignment]


def _never(value: object) -> None:
    raise AssertionError(value)


def _pairwise(values: Any) -> Any:
    one, other = itertools.tee(values)
    next(other, None)
    return _plain_zip(one, other)


_plain_zip, _plain_dataclass = zip, dataclasses.dataclass


def _zip(*values: Any, strict: bool = False) -> Any:
    del strict
    return _plain_zip(*values)


def _dataclass(cls: Any = None, *, slots: bool = False, kw_only: bool = False, **given: Any) -> Any:
    """Make a dataclass; with keywords only, none of its fields must come before another."""
    del slots
    if cls is None:
        return lambda cls: _dataclass(cls, kw_only=kw_only, **given)
    for name in getattr(cls, "__annotations__", {}) if kw_only else ():
        value = cls.__dict__.get(name, dataclasses.MISSING)
        if isinstance(value, dataclasses.Field):
            if value.default is value.default_factory is dataclasses.MISSING:
                value.default = None
        elif not hasattr(cls, name):
            setattr(cls, name, None)
    return _plain_dataclass(cls, **given)
