"""Reads server-sent events as a browser does (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tests import pages

if TYPE_CHECKING:
    from tests.pages import Page

WITHIN = 3.0


class Source(Protocol):
    """A stream of bytes: asyncio's or aiohttp's."""

    async def readuntil(self, separator: bytes = ..., /) -> bytes: ...


@dataclass(frozen=True)
class Event:
    """What arrived: an event, or only fields without data, or a comment."""

    fields: dict[str, str]

    @property
    def name(self) -> str:
        return self.fields.get("event", "")

    @property
    def tag(self) -> str:
        return self.fields.get("id", "")

    @property
    def data(self) -> str:
        return self.fields.get("data", "")

    @property
    def page(self) -> Page:
        return pages.read(self.data)


@dataclass
class Events:
    """The events of one stream, one after another."""

    source: Source
    seen: list[Event] = field(default_factory=list)

    async def block(self) -> Event:
        """Return the next block, whatever it is."""
        async with asyncio.timeout(WITHIN):
            text = (await self.source.readuntil(b"\n\n")).decode()
        if not text.endswith("\n\n"):  # aiohttp's way of saying so
            raise asyncio.IncompleteReadError(text.encode(), None)
        fields: dict[str, str] = {}
        for line in text.strip("\n").split("\n"):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            fields[name] = f"{fields[name]}\n{value}" if name in fields else value
        event = Event(fields)
        self.seen.append(event)
        return event

    async def tally(self) -> Event:
        """Return the next tally."""
        while not (event := await self.block()).data:
            pass
        return event

    async def tally_that(self, answer: str) -> Event:
        """Return the first tally whose sentence is `answer`."""
        while (event := await self.tally()).page.answer != answer:
            pass
        return event
