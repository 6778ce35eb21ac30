"""A channel: one audience, its newest tally, and those who watch it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import structlog

from polls.domain.errors import Absence, PollsError, UnavailableError
from polls.domain.questions.visibility import Role
from polls.live.stream.events import tally_event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from polls.live.stream.events import Event
    from polls.live.stream.watchers import Watcher

log = structlog.get_logger()

REST_SECONDS = 0.25
"""After each rendering: at most four a second."""

TICK_SECONDS = 1.0
"""Between two looks at the watchers of a question of which nothing is heard."""

BEAT_SECONDS = 10.0
"""Between two heartbeats: proxies commonly wait 15 s or more for the next byte."""

SLICE = 50
"""Watchers served in one go, in about a millisecond; then votes have their turn. With 200 the 99th
percentile of votes was three times as long (PostgreSQL, 10,000 watchers)."""


class Audience(NamedTuple):
    """Those who watch a question and may see the same of it."""

    question: str
    role: Role = Role.SOMEBODY
    secret_hash: bytes | None = None
    """Of the secret that makes them its organiser: it may be renewed while they watch."""
    language: str = "en"


class RenderedTally(NamedTuple):
    """A rendered tally; `until` is when it will read otherwise though nobody votes."""

    html: str
    until: datetime | None
    is_for_all: bool = True
    """Whether who has voted would see the same."""


Render: TypeAlias = "Callable[[Audience], Awaitable[RenderedTally]]"
"""Renders the tally as this audience may see it; raises a `PollsError` if there is nothing that it
may see."""


class Channel:
    """Renders an audience's tally after changes, and sends the same bytes to all watchers."""

    def __init__(self, audience: Audience, render: Render) -> None:
        self.audience = audience
        self.watchers: set[Watcher] = set()
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done with the first tally, or with the reason why there is none."""
        self.is_for_all = False
        """Whether it brings the same to who has voted, as it did from its first tally on."""
        self._render = render
        self._newest: Event | None = None
        self._until: datetime | None = None
        self._is_stale = asyncio.Event()
        self._is_stale.set()
        self._next_beat = self._now() + BEAT_SECONDS

    def changed(self) -> None:
        """Render anew, as soon as it may be."""
        self._is_stale.set()

    def add(self, watcher: Watcher) -> None:
        """Begin a watcher's stream: with the tally, unless one that is newer comes in a moment."""
        watcher.join(self.watchers, None if self._is_stale.is_set() else self._newest)

    async def serve(self) -> None:
        """Keep all watchers up to date; return when there is none.

        Raises:
            PollsError: the question cannot be seen, or not any more, or not by these.
        """
        try:
            await self._refresh()
        except BaseException as error:
            self._close(error)
            raise
        self.opened.set_result(None)
        while True:
            began = self._now()
            await self._go_round()
            # With very many watchers a round takes long: half of the time is for the votes.
            await asyncio.sleep(max(REST_SECONDS, self._now() - began))
            if not self.watchers:
                return
            await self._wait()
            if self._is_due():
                await self._refresh()

    async def dismiss_all(self) -> None:
        """End all streams."""
        async for watcher in self._slowly():
            watcher.dismiss()

    def _close(self, error: BaseException) -> None:
        if isinstance(error, asyncio.CancelledError):
            error = UnavailableError(Absence.SERVER_STOPS)
        self.opened.set_exception(error)
        self.opened.exception()  # it is known, even if nobody waits any more

    async def _refresh(self) -> None:
        self._is_stale.clear()
        try:
            tally = await self._render(self.audience)
        except Exception as error:
            is_away = isinstance(error, UnavailableError)  # it was logged where it was noticed
            if not self.opened.done() or (isinstance(error, PollsError) and not is_away):
                raise
            if not is_away:
                log.exception("tally_failed", question=self.audience.question)
            asyncio.get_running_loop().call_later(TICK_SECONDS, self._is_stale.set)
            return
        if self.is_for_all and not tally.is_for_all:
            # Some of these may see more than the others from now on: they come again, and are
            # asked whether they have voted.
            raise UnavailableError(Absence.VIEW_CHANGED)
        self.is_for_all = tally.is_for_all
        self._newest, self._until = tally_event(tally.html), tally.until

    async def _go_round(self) -> None:
        now = self._now()
        is_beat = now >= self._next_beat
        if is_beat:
            self._next_beat = now + BEAT_SECONDS
        async for watcher in self._slowly():
            watcher.serve(self._newest, now, is_beat=is_beat)

    async def _slowly(self) -> AsyncIterator[Watcher]:
        for number, watcher in enumerate(tuple(self.watchers), start=1):
            yield watcher
            if number % SLICE == 0:
                await asyncio.sleep(0)

    async def _wait(self) -> None:
        """Wait for a change, the moment that makes one, or the time to look at the watchers."""
        seconds = TICK_SECONDS
        if self._until:
            until = (self._until - datetime.now(UTC)).total_seconds()
            seconds = min(seconds, max(0, until))
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._is_stale.wait()

    def _is_due(self) -> bool:
        has_come = self._until is not None and datetime.now(UTC) >= self._until
        return has_come or self._is_stale.is_set()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
