"""Rendered pages, kept until what they show changes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from polls.codings import content_tag, packed, tag
from polls.single_flight import Bounds, SingleFlight

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from polls.codings import Coding
    from polls.db.engines.changes import Change

CAPACITY = 1_000
"""Pages kept: at some 10 KB each, and a third of that in each coding, about 15 MB."""

MOST_BYTES = 50_000_000
"""Of all of them together: one of 500 long choices has 700 KB, and there may be one a voter."""

LIFETIME = 0.5
"""Seconds after which a page is rendered anew although no change was heard of: a question's moment
may have come, to be published or to close, or the database may not be heard just now."""

LONG = 50_000
"""Bytes of a page that is packed in a thread: as many take about a millisecond."""

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
    coding: Coding | None = None
    """In which the body is; None if as it was rendered."""
    packed: dict[Coding, asyncio.Future[Page]] = field(default_factory=dict, compare=False)
    """Coding → this page in it, from when somebody first asked for that."""
    heads: dict[int, bytes] = field(default_factory=dict, compare=False)
    """Status → what went before the body when that was first answered, for who sends it again."""


class Pages(SingleFlight[PageName, Render, Page]):
    """Renders each page once for all who ask while nothing that it shows has changed.

    A page that was asked for after a change is never older than that change: a rendering that
    began before it is finished for those who wait, and forgotten.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(Bounds(CAPACITY, MOST_BYTES), LIFETIME, clock)

    async def packed(self, name: PageName, page: Page, coding: Coding) -> Page:
        """Return in a coding what `get` returned under this name; made once, and kept with it."""
        making = page.packed.get(coding)
        if making is None:
            making = page.packed[coding] = asyncio.ensure_future(_packed(page, coding))
            making.add_done_callback(lambda _: self._weigh_again(name, page))
        return making.result() if making.done() else await asyncio.shield(making)

    def changed(self, change: Change | None) -> None:
        """Show nothing again that was rendered before this change (None: of anything)."""
        if change is None:
            self.forget_all()
        else:
            self.forget(change.key)
            self.forget(None)

    async def _make(self, source: Render) -> Page:
        body = (await source()).encode()
        return Page(body, content_tag(body))

    def _subject(self, key: PageName) -> str | None:
        return key.question

    def _size_of(self, value: Page) -> int:
        packings = (each.result() for each in value.packed.values() if each.done())
        return len(value.body) + sum(len(each.body) for each in packings)


async def _packed(page: Page, coding: Coding) -> Page:
    if len(page.body) < LONG:
        body = packed(page.body, coding)
    else:
        body = await asyncio.to_thread(packed, page.body, coding)
    return Page(body, tag(page.etag, coding), coding)
