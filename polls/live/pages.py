"""Rendered pages, kept until what they show changes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

CAPACITY = 1_000
"""Pages kept: at some 10 KB each about 10 MB."""

LIFETIME = 0.5
"""Seconds after which a page is rendered anew although this process changed nothing: another
process may have, and a question's moment may have come."""

Render: TypeAlias = "Callable[[], Awaitable[str]]"


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a page and the entity tag that names them (RFC 9110, section 8.8.3)."""

    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class _Kept:
    rendering: asyncio.Future[Page]
    change: int
    expires: float


class Pages:
    """Renders each page once for all who ask while nothing has changed.

    A page that was asked for after a change is never older than that change: a rendering that
    began before it is finished for those who wait, and forgotten.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._change = 0
        self._kept: dict[Hashable, _Kept] = {}

    def changed(self) -> None:
        """Some question changed: nothing that was rendered before may be shown again."""
        self._change += 1

    async def get(self, name: Hashable, render: Render) -> Page:
        """Return the page called `name`, from memory or by calling `render`."""
        kept = self._kept.get(name)
        if kept and kept.change == self._change and self._clock() < kept.expires:
            if kept.rendering.done():
                return kept.rendering.result()
            return await asyncio.shield(kept.rendering)
        return await asyncio.shield(self._start(name, render))

    def _start(self, name: Hashable, render: Render) -> asyncio.Future[Page]:
        while len(self._kept) >= CAPACITY:
            del self._kept[next(iter(self._kept))]
        self._kept.pop(name, None)
        rendering = asyncio.ensure_future(_page(render))
        self._kept[name] = _Kept(rendering, self._change, self._clock() + LIFETIME)
        rendering.add_done_callback(lambda done: self._forget_failure(name, done))
        return rendering

    def _forget_failure(self, name: Hashable, done: asyncio.Future[Page]) -> None:
        kept = self._kept.get(name)
        failed = done.cancelled() or done.exception() is not None
        if failed and kept and kept.rendering is done:
            del self._kept[name]


async def _page(render: Render) -> Page:
    body = (await render()).encode()
    return Page(body, blake2b(body, digest_size=12).hexdigest())
