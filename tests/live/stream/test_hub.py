from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from polls.db.engines.changes import Change
from polls.domain.errors import (
    Absence,
    NotTheOrganiserError,
    PollsError,
    QuestionNotFoundError,
    UnavailableError,
)
from polls.domain.questions.visibility import Role
from polls.live import Audience, Hub, RenderedTally, Watcher, WatcherLimits
from polls.live.stream import channel, watchers
from polls.live.stream.events import tally_event
from tests.refusals import refuses
from tests.streams import Events

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECOND = 1.0
LARGE = 100_000
"""Bytes that no buffer of a connection takes in one go."""


@dataclass
class Painter:
    """Renders “tally 1”, “tally 2”, … of any question; fails, closes and swells as told."""

    painted: list[str] = field(default_factory=list)
    failure: Exception | None = None
    until: datetime | None = None
    size: int = 0
    is_still: bool = False

    async def __call__(self, audience: Audience) -> RenderedTally:
        if self.failure:
            raise self.failure
        self.painted.append(audience.question)
        until, self.until = self.until, None
        number = 1 if self.is_still else len(self.painted)
        return RenderedTally(f"tally {number}".ljust(self.size, "."), until)


class Visitor:
    """One end of a connection whose other end is a watcher; reads nothing until awake."""

    events: Events

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    async def wake_up(self) -> None:
        reader, self._writer = await asyncio.open_connection(sock=self._connection, limit=2 * LARGE)
        self.events = Events(reader)

    async def sees(self, text: str) -> None:
        assert (await self.events.tally()).data.rstrip(".") == text

    async def is_sent_off(self) -> bool:
        """Whether the stream ends as it should, after whatever came before."""
        retries = 0
        try:
            while True:
                retries += "retry" in (await self.events.block()).fields
        except asyncio.IncompleteReadError as end:
            return retries > 0 and end.partial == b""

    async def leave(self) -> None:
        if hasattr(self, "events"):
            self._writer.close()
            await self._writer.wait_closed()
        self._connection.close()


class House:
    """A hub with its visitors."""

    def __init__(self, painter: Painter) -> None:
        self.hub = Hub(painter)
        self.seats = WatcherLimits(100, 100)
        self._visitors: list[Visitor] = []

    async def enter(
        self,
        tag: str | None = None,
        key: str = "1",
        role: Role = Role.SOMEBODY,
        *,
        is_awake: bool = True,
    ) -> Visitor:
        audience = Audience(key, role)
        await self.hub.open(audience)
        ours, theirs = socket.socketpair()
        transport, _ = await asyncio.get_running_loop().create_connection(
            asyncio.Protocol,
            sock=ours,
        )
        watcher = Watcher(transport, self.seats.take(None), is_chunked=False, tag=tag)
        transport.set_protocol(watcher)
        self.hub.watch(audience, watcher)
        visitor = Visitor(theirs)
        if is_awake:
            await visitor.wake_up()
        self._visitors.append(visitor)
        return visitor

    async def close(self) -> None:
        await self.hub.close()
        for visitor in self._visitors:
            await visitor.leave()


@pytest.fixture
def painter() -> Painter:
    return Painter()


@pytest.fixture
async def house(painter: Painter) -> AsyncIterator[House]:
    house = House(painter)
    yield house
    await house.close()


def tasks() -> list[str]:
    return [task.get_name() for task in asyncio.all_tasks() if "watchers" in task.get_name()]


async def until_nothing_runs() -> None:
    async with asyncio.timeout(3):
        while tasks():
            await asyncio.sleep(0.02)


async def test_watcher_has_the_current_tally_at_once(house: House) -> None:
    first = await house.enter()
    await first.sees("tally 1")

    second = await house.enter()

    await second.sees("tally 1")
    assert [list(event.fields) for event in second.events.seen] == [
        ["retry"],
        ["event", "id", "data"],
    ]


async def test_watchers_are_all_sent_one_rendering(house: House, painter: Painter) -> None:
    crowd = [await house.enter() for _ in range(20)]
    for visitor in crowd:
        await visitor.sees("tally 1")

    house.hub.changed(Change("1", 1))

    for visitor in crowd:
        await visitor.sees("tally 2")
    assert len(painter.painted) == 2


async def test_watchers_of_other_questions_are_left_alone(house: House, painter: Painter) -> None:
    one, other = await house.enter(), await house.enter(key="2")
    await one.sees("tally 1")
    await other.sees("tally 2")

    house.hub.changed(Change("1", 1))
    await one.sees("tally 3")
    house.hub.changed(Change("3", 1))

    assert painter.painted == ["1", "2", "1"]


async def test_watcher_who_has_the_tally_already_is_not_sent_it(
    house: House,
    painter: Painter,
) -> None:
    visitor = await house.enter(tag=tally_event("tally 1").tag)

    house.hub.changed(Change("1", 1))

    await visitor.sees("tally 2")
    assert len(painter.painted) == 2


async def test_watcher_who_has_an_older_tally_is_sent_the_current_one(house: House) -> None:
    visitor = await house.enter(tag=tally_event("tally 0").tag)

    await visitor.sees("tally 1")


async def test_watchers_are_sent_nothing_that_looks_the_same(
    house: House,
    painter: Painter,
) -> None:
    painter.is_still = True
    visitor = await house.enter()
    await visitor.sees("tally 1")

    house.hub.changed(None)
    while len(painter.painted) < 2:
        await asyncio.sleep(0.02)
    painter.is_still = False
    house.hub.changed(None)

    await visitor.sees("tally 3")


async def test_many_changes_are_at_most_four_renderings_a_second(
    house: House,
    painter: Painter,
) -> None:
    visitor = await house.enter()
    loop = asyncio.get_running_loop()
    end = loop.time() + 1.5 * SECOND
    version = 0
    while loop.time() < end:
        version += 1
        house.hub.changed(Change("1", version))
        await asyncio.sleep(0.01)
    during = len(painter.painted)

    last = await visitor.events.tally()
    while last.data != f"tally {len(painter.painted)}":
        last = await visitor.events.tally()

    assert 4 <= during <= 7
    assert version > 50
    assert len(painter.painted) <= during + 1


async def test_crowds_that_come_and_go_render_no_more_often(
    house: House,
    painter: Painter,
) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + 0.6
    while loop.time() < end:
        await (await house.enter()).leave()

    assert len(painter.painted) <= 4


async def test_slow_watcher_skips_to_the_newest(
    house: House,
    painter: Painter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channel, "TICK_SECONDS", 0.1)
    painter.size = LARGE
    slow, quick = await house.enter(is_awake=False), await house.enter()
    await quick.sees("tally 1")
    for version in range(1, 4):
        house.hub.changed(Change("1", version))
        await quick.sees(f"tally {version + 1}")

    await slow.wake_up()
    await slow.sees("tally 1")
    await slow.sees("tally 4")


async def test_watcher_who_never_reads_is_dropped(
    house: House,
    painter: Painter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channel, "TICK_SECONDS", 0.05)
    monkeypatch.setattr(watchers, "STUCK_SECONDS", 0.5)
    painter.size = LARGE
    await house.enter(is_awake=False)
    reading = await house.enter()
    await reading.sees("tally 1")
    assert house.seats.taken == 2

    async with asyncio.timeout(3):
        while house.seats.taken > 1:
            await asyncio.sleep(0.05)

    house.hub.changed(Change("1", 1))
    await reading.sees("tally 2")
    assert house.seats.dropped == 1


async def test_watcher_who_left_makes_room(house: House) -> None:
    visitor = await house.enter()
    await visitor.sees("tally 1")

    await visitor.leave()

    await until_nothing_runs()
    assert (house.seats.taken, house.seats.dropped) == (0, 0)


async def test_nothing_runs_where_nobody_watches(house: House, painter: Painter) -> None:
    await house.hub.open(Audience("1"))
    await until_nothing_runs()

    house.hub.changed(Change("1", 1))
    house.hub.changed(None)
    await asyncio.sleep(0)

    assert tasks() == []
    assert painter.painted == ["1"]


async def test_moment_that_changes_the_tally_reaches_those_who_watch(
    house: House,
    painter: Painter,
) -> None:
    painter.until = datetime.now(UTC) + timedelta(seconds=0.6)
    visitor = await house.enter()
    await visitor.sees("tally 1")
    began = asyncio.get_running_loop().time()

    await visitor.sees("tally 2")

    assert asyncio.get_running_loop().time() - began < SECOND
    assert len(painter.painted) == 2


async def test_quiet_stream_has_heartbeats(
    painter: Painter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channel, "BEAT_SECONDS", 0.3)
    monkeypatch.setattr(channel, "TICK_SECONDS", 0.05)
    house = House(painter)
    visitor = await house.enter()
    await visitor.sees("tally 1")

    for _ in range(2):
        assert (await visitor.events.block()).fields == {"event": "heartbeat", "data": ""}

    assert len(painter.painted) == 1
    await house.close()


async def test_open_says_that_there_is_no_such_question(house: House, painter: Painter) -> None:
    painter.failure = QuestionNotFoundError()

    for _ in range(2):
        with pytest.raises(QuestionNotFoundError):
            await house.hub.open(Audience("1"))

    await until_nothing_runs()
    painter.failure = None
    await (await house.enter()).sees("tally 1")


async def test_open_is_one_rendering_for_all_who_come_at_once(
    house: House,
    painter: Painter,
) -> None:
    await asyncio.gather(*(house.hub.open(Audience("1")) for _ in range(50)))

    assert painter.painted == ["1"]


async def test_watchers_stay_while_the_database_is_away(
    house: House,
    painter: Painter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channel, "TICK_SECONDS", 0.1)
    visitor = await house.enter()
    await visitor.sees("tally 1")

    painter.failure = UnavailableError(Absence.DATABASE_AWAY)
    house.hub.changed(Change("1", 1))
    await asyncio.sleep(0.5)
    painter.failure = None

    await visitor.sees("tally 2")


async def test_mistake_in_rendering_is_logged_and_tried_again(
    house: House,
    painter: Painter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channel, "TICK_SECONDS", 0.1)
    visitor = await house.enter()
    await visitor.sees("tally 1")

    with capture_logs() as logs:
        painter.failure = LookupError("a mistake")
        house.hub.changed(Change("1", 1))
        while not logs:
            await asyncio.sleep(0.02)
    painter.failure = None

    assert logs[0]["event"] == "tally_failed"
    await visitor.sees("tally 2")


@pytest.mark.parametrize("refusal", [QuestionNotFoundError(), NotTheOrganiserError()])
async def test_streams_end_when_there_is_nothing_more_to_see(
    house: House,
    painter: Painter,
    refusal: PollsError,
) -> None:
    visitor = await house.enter(role=Role.ORGANISER)
    await visitor.sees("tally 1")

    painter.failure = refusal
    house.hub.changed(Change("1", 1))

    assert await visitor.is_sent_off()
    await until_nothing_runs()
    assert house.seats.taken == 0


async def test_audiences_of_one_question_have_a_tally_each(house: House, painter: Painter) -> None:
    crowd = [await house.enter(role=role) for role in (Role.SOMEBODY, Role.VOTER) for _ in range(5)]
    for visitor in crowd:
        await visitor.events.tally()
    assert painter.painted == ["1", "1"]

    house.hub.changed(Change("1", 1))

    tallies = [(await visitor.events.tally()).data for visitor in crowd]
    assert tallies == ["tally 3"] * 5 + ["tally 4"] * 5
    assert painter.painted == ["1"] * 4


async def test_close_ends_all_streams_and_takes_no_more(house: House, painter: Painter) -> None:
    crowd = [await house.enter(key=str(number % 3)) for number in range(9)]

    await house.hub.close()

    assert all([await visitor.is_sent_off() for visitor in crowd])
    assert tasks() == []
    with refuses(UnavailableError, match="restarting"):
        await house.hub.open(Audience("1"))
    assert len(painter.painted) == 3


async def test_close_does_not_wait_for_one_who_does_not_read(
    house: House,
    painter: Painter,
) -> None:
    painter.size = LARGE
    await house.enter(is_awake=False)

    async with asyncio.timeout(SECOND):
        await house.hub.close()

    await asyncio.sleep(0)
    assert house.seats.taken == 0


async def test_close_tells_those_who_just_come(house: House, painter: Painter) -> None:
    may_finish = asyncio.Event()

    async def paint_slowly(_audience: Audience) -> RenderedTally:
        await may_finish.wait()
        return await painter(Audience("1"))

    house.hub._render = paint_slowly
    coming = asyncio.create_task(house.hub.open(Audience("1")))
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    await house.hub.close()

    with refuses(UnavailableError, match="restarting"):
        await coming
