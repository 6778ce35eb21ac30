from __future__ import annotations

import asyncio
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from polls.db.engines import postgres
from polls.db.engines.engine import connect
from polls.db.engines.resolving import Resolver
from polls.domain.errors import UnavailableError
from polls.domain.start_errors import StartError
from polls.services.running import databases
from polls.settings import PostgresSettings, Settings
from tests.refusals import refuses

if TYPE_CHECKING:
    from collections.abc import Iterator

AWAY = Settings(postgres=PostgresSettings(host="db.example", port=5432))


@pytest.fixture
def _silent_resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody answers, and who has asked waits."""
    is_over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: is_over.wait(60))
    monkeypatch.setattr(postgres, "CONNECT_SECONDS", 0.3)
    yield
    is_over.set()
    for thread in threading.enumerate():
        if thread.name == "resolver":
            thread.join(10)


def resolvers() -> int:
    return sum(thread.name == "resolver" for thread in threading.enumerate())


@pytest.mark.usefixtures("_silent_resolver")
async def test_silent_resolver_is_a_database_that_is_away_and_takes_one_thread() -> None:
    database = connect(AWAY)

    began = time.monotonic()
    with capture_logs() as logs:
        for _ in range(3):
            with pytest.raises(UnavailableError):
                await database.read(lambda _connection: None)
            with pytest.raises(UnavailableError):
                await database.write_directly(lambda _direct: None)
    seconds = time.monotonic() - began
    await database.close()

    assert seconds < 10
    assert resolvers() == 1
    assert {each["reason"] for each in logs} == {
        "TimeoutError: The resolver does not say where db.example is.",
    }


@pytest.mark.usefixtures("_silent_resolver")
async def test_silent_resolver_is_a_sentence_for_who_starts_the_program() -> None:
    with refuses(StartError, match="cannot be opened: The resolver does not say where db"):
        async with databases.opened(AWAY):
            pass


@pytest.mark.parametrize("host", ["/run/postgresql", "127.0.0.1", "::1"])
async def test_nothing_is_looked_up_where_there_is_no_name(host: str) -> None:
    await Resolver(host, 5432).wait(0)

    assert resolvers() == 0


async def test_name_that_is_not_there_is_an_error_and_is_looked_up_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [socket.gaierror(-2, "Name or service not known"), None]

    def look(*_args: object, **_options: object) -> None:
        answer = answers.pop(0)
        if answer:
            raise answer

    monkeypatch.setattr(socket, "getaddrinfo", look)
    resolver = Resolver("db.example", 5432)

    with pytest.raises(OSError, match="not known"):
        await resolver.wait(5)
    async with asyncio.timeout(5):
        await resolver.wait(5)

    assert answers == []
