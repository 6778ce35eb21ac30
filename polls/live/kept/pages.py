"""Rendered pages, kept until what they show changes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from polls.db.engines.changes import Change

CAPACITY = 1_000
"""Pages kept: at some 10 KB each about 10 MB."""

MOST_BYTES = 50_000_000
"""Of all of them together: one of 500 long choices has 700 KB, and there may be one a voter."""

LIFETIME = 0.5
"""Seconds after which a page is rendered anew although no change was heard of: a question's moment
may have come, to be published or to close, or the database may not be heard just now."""

Render: TypeAlias = "Callable[[], Awaitable[str]]"


class PageName(NamedTuple):
    """Which page: its view, the question that it shows (None: all), its part and its language."""

    view: str
    question: str | None
    part: Hashable = 1
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a page and the entity tag that names them (RFC 9110, section 8.8.3)."""

    body: bytes
    etag: str
    heads: dict[int, bytes] = field(default_factory=dict, compare=False)
    """Status → what went before the body when that was first answered, for who sends it again."""


class _Kept(NamedTuple):
    rendering: asyncio.Future[Page]
    expires: float
    size: int = 0
    """In bytes, once it is finished."""


class Pages:
    """Renders each page once for all who ask while nothing that it shows has changed.

    A page that was asked for after a change is never older than that change: a rendering that
    began before it is finished for those who wait, and forgotten.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[PageName, _Kept] = {}
        self._showing: dict[str | None, set[PageName]] = {}
        """Question → the kept pages that show it; None: those that show all."""
        self._bytes = 0
        """Of the pages that are kept and finished."""
        self.hits = 0
        """Times that a page was already there, or on its way."""
        self.misses = 0
        """Times that it had to be rendered."""

    def changed(self, change: Change | None) -> None:
        """Show nothing again that was rendered before this change (None: of anything)."""
        if change is None:
            self._kept.clear()
            self._showing.clear()
            self._bytes = 0
            return
        for question in (change.key, None):
            for name in list(self._showing.get(question, ())):
                self._forget(name)

    async def get(self, name: PageName, render: Render) -> Page:
        """Return the page called `name`, from memory or by calling `render`."""
        kept = self._kept.get(name)
        if kept and self._clock() < kept.expires:
            self.hits += 1
            if kept.rendering.done():
                return kept.rendering.result()
            return await asyncio.shield(kept.rendering)
        return await asyncio.shield(self._start(name, render))

    def _start(self, name: PageName, render: Render) -> asyncio.Future[Page]:
        if name in self._kept:
            self._forget(name)
        while len(self._kept) >= CAPACITY or self._bytes > MOST_BYTES:
            self._forget(next(iter(self._kept)))
        self.misses += 1
        rendering = asyncio.ensure_future(_page(render))
        self._kept[name] = _Kept(rendering, self._clock() + LIFETIME)
        self._showing.setdefault(name.question, set()).add(name)
        rendering.add_done_callback(lambda done: self._note(name, done))
        return rendering

    def _forget(self, name: PageName) -> None:
        self._bytes -= self._kept.pop(name).size
        names = self._showing[name.question]
        names.remove(name)
        if not names:
            del self._showing[name.question]

    def _note(self, name: PageName, done: asyncio.Future[Page]) -> None:
        """Count how large a page has become that was rendered; keep no failure."""
        failed = done.cancelled() or done.exception() is not None
        kept = self._kept.get(name)
        if kept is None or kept.rendering is not done:
            return
        if failed:
            self._forget(name)
        else:
            size = len(done.result().body)
            self._kept[name] = kept._replace(size=size)
            self._bytes += size


async def _page(render: Render) -> Page:
    body = (await render()).encode()
    return Page(body, blake2b(body, digest_size=12).hexdigest())
