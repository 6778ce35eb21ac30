"""Values that are made once for all who ask for them meanwhile, and kept."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Key = TypeVar("Key", bound="Hashable")
Source = TypeVar("Source")
Value = TypeVar("Value")


class Bounds(NamedTuple):
    """How much is kept at the most; the oldest values make room."""

    values: int
    """With those on their way."""
    size: float = inf
    """Of the finished ones together."""


class SingleFlight(ABC, Generic[Key, Source, Value]):
    """Keeps values by key; makes each once for all who ask for it meanwhile.

    What was forgotten while it was being made is finished for those who wait, and not kept. A
    failure is told to all who wait, and not kept. Who gives up waiting spoils it for nobody.

    The name is that of Go's package for this, golang.org/x/sync/singleflight.

    Args:
        bounds: how much is kept.
        lifetime: how many seconds after it was begun a value is made anew.
        clock: tells seconds.
    """

    def __init__(
        self,
        bounds: Bounds,
        lifetime: float = inf,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lifetime = lifetime
        self.hits = 0
        """Times that a value was already there, or on its way."""
        self.misses = 0
        """Times that it had to be made."""
        self._bounds = bounds
        self._clock = clock
        self._kept: dict[Key, _Kept[Value]] = {}
        self._about: dict[Hashable, set[Key]] = {}
        """Subject → the keys of what is kept about it."""
        self._size = 0
        """Of the values that are kept and finished."""

    async def get(self, key: Key, source: Source) -> Value:
        """Return the value under this key, made from `source` unless it is kept."""
        kept = self._kept.get(key)
        if kept is None or self._clock() >= kept.expires:
            kept = self._start(key, source)
        else:
            self.hits += 1
        if kept.is_made:  # cheaper than to ask the future, and this is done for every vote
            return kept.value
        return await asyncio.shield(kept.making)

    def forget(self, subject: Hashable) -> None:
        """Keep nothing about this subject but what is final."""
        for key in tuple(self._about.get(subject, ())):
            if not self._kept[key].is_final:
                self._drop(key)

    def forget_all(self) -> None:
        """Keep nothing, whatever it is."""
        self._kept.clear()
        self._about.clear()
        self._size = 0

    def _weigh_again(self, key: Key, value: Value) -> None:
        """Count the size of a value anew, which has grown since it was made."""
        kept = self._kept.get(key)
        if kept is not None and kept.is_made and kept.value is value:
            self._size -= kept.size
            kept.size = self._size_of(value)
            self._size += kept.size

    @abstractmethod
    async def _make(self, source: Source) -> Value:
        """Make a value."""

    def _subject(self, key: Key) -> Hashable:
        """Return what the value under this key is about."""
        return key

    def _size_of(self, _value: Value) -> int:
        """Return what a value takes of the bound."""
        return 0

    def _is_kept(self, _value: Value) -> bool:
        """Whether a value is worth keeping."""
        return True

    def _is_final(self, _value: Value) -> bool:
        """Whether neither time nor a change of its subject makes a value another one."""
        return False

    def _start(self, key: Key, source: Source) -> _Kept[Value]:
        if key in self._kept:
            self._drop(key)
        while len(self._kept) >= self._bounds.values or self._size > self._bounds.size:
            self._drop(next(iter(self._kept)))
        self.misses += 1
        making = asyncio.ensure_future(self._make(source))
        kept = self._kept[key] = _Kept(making, self._clock() + self.lifetime)
        self._about.setdefault(self._subject(key), set()).add(key)
        making.add_done_callback(lambda _: self._finish(key, kept))
        return kept

    def _finish(self, key: Key, kept: _Kept[Value]) -> None:
        making = kept.making
        has_failed = making.cancelled() or making.exception() is not None
        if self._kept.get(key) is not kept:
            return
        if has_failed or not self._is_kept(making.result()):
            self._drop(key)
            return
        kept.value, kept.is_made = making.result(), True
        kept.size = self._size_of(kept.value)
        self._size += kept.size
        if self._is_final(kept.value):
            kept.is_final, kept.expires = True, inf

    def _drop(self, key: Key) -> None:
        self._size -= self._kept.pop(key).size
        subject = self._subject(key)
        keys = self._about[subject]
        keys.remove(key)
        if not keys:
            del self._about[subject]


@dataclass(slots=True, eq=False)
class _Kept(Generic[Value]):
    making: asyncio.Future[Value]
    expires: float
    is_made: bool = False
    value: Value = field(init=False)
    """Once it is made."""
    size: int = 0
    """The same."""
    is_final: bool = False
