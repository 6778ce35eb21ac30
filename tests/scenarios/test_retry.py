"""A server that records a vote and dies before it answers: what the proxy may do then."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from polls.services.results import recounts
from polls.services.running import databases
from tests import asking
from tests.scenarios import proxies
from tests.scenarios.serving import Server, free_port, sample, serving
from tests.scenarios.voters import visitor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from polls.settings import Settings

VOTES = 12
CARELESS = {
    "nginx": ("default 0;", "default 1;"),
    "haproxy": ("unless is_safe or is_vote is_known_voter", "unless TRUE"),
}
"""What in each example keeps a vote without a cookie from being sent twice, and its opposite."""


class Grave:
    """Seems ready, hands each vote on to a server, and takes the answer with it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.buried = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if head.startswith(b"GET "):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            writer.close()
            return
        body = await reader.readexactly(int(head.lower().split(b"content-length:")[1].split()[0]))
        there, to_server = await asyncio.open_connection("127.0.0.1", self._server.port)
        to_server.write(head + body)
        assert (await there.readline()).startswith(b"HTTP/1.1 303")
        self.buried += 1
        to_server.close()
        writer.close()


@asynccontextmanager
async def grave_and_server(
    settings: Settings,
    folder: Path,
    proxy: str,
) -> AsyncIterator[tuple[Grave, str]]:
    """Start a proxy before a server and a grave of the same one; gives the proxy's address."""
    await sample(settings)
    async with serving(settings, folder) as server:
        grave = Grave(server)
        port = free_port()
        listener = await asyncio.start_server(grave.carry, "127.0.0.1", port)
        async with listener, proxies.BEFORE[proxy]([port, server.port], folder) as url:
            yield grave, url


async def _vote_until_one_is_buried(grave: Grave, url: str, cookies: dict[str, str]) -> list[int]:
    """Vote again and again; return the statuses."""
    return await _send_until_one_is_buried(grave, f"{url}/poll/1/vote", {"choice": "2"}, cookies)


async def _send_until_one_is_buried(
    grave: Grave,
    url: str,
    form: dict[str, str],
    cookies: dict[str, str],
) -> list[int]:
    statuses: list[int] = []
    async with visitor(cookies=cookies) as session:
        while not grave.buried:
            assert len(statuses) < VOTES
            async with session.post(
                url,
                data=form,
                cookies=cookies,
                allow_redirects=False,
            ) as answer:
                statuses.append(answer.status)
                assert answer.status == 303 or answer.headers["Retry-After"] == "2"
    return statuses


async def _ballots(settings: Settings) -> int:
    async with databases.opened(settings) as database:
        return (await recounts.of(database, "1")).ballots


@pytest.mark.parametrize("proxy", proxies.BEFORE)
async def test_vote_of_a_known_voter_goes_to_another_server(
    sqlite_settings: Settings,
    tmp_path: Path,
    proxy: str,
) -> None:
    async with grave_and_server(sqlite_settings, tmp_path, proxy) as (grave, url):
        statuses = await _vote_until_one_is_buried(grave, url, {"voter": "b" * 22})

    assert set(statuses) == {303}
    assert await _ballots(sqlite_settings) == 1


@pytest.mark.parametrize("proxy", proxies.BEFORE)
async def test_vote_without_a_cookie_is_not_sent_twice(
    sqlite_settings: Settings,
    tmp_path: Path,
    proxy: str,
) -> None:
    async with grave_and_server(sqlite_settings, tmp_path, proxy) as (grave, url):
        statuses = await _vote_until_one_is_buried(grave, url, {})

    assert statuses[-1] == 503
    assert await _ballots(sqlite_settings) == len(statuses)


@pytest.mark.parametrize("proxy", proxies.BEFORE)
async def test_question_is_not_asked_twice(
    sqlite_settings: Settings,
    tmp_path: Path,
    proxy: str,
) -> None:
    form = {"text": "Asked once?", "choices": "Yes\nNo"}

    async with grave_and_server(sqlite_settings, tmp_path, proxy) as (grave, url):
        voter = {"voter": "b" * 22}  # whose votes may be sent to another server
        statuses = await _send_until_one_is_buried(grave, f"{url}/new", form, voter)

    assert statuses[-1] == 503
    async with databases.opened(sqlite_settings) as database:
        texts = [question.text for question in await asking.every(database)]
    assert texts.count("Asked once?") == len(statuses)


@pytest.mark.parametrize("proxy", proxies.BEFORE)
async def test_retry_test_finds_a_vote_that_became_two_ballots(
    sqlite_settings: Settings,
    tmp_path: Path,
    proxy: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    careful, careless = CARELESS[proxy]
    (tmp_path / "deploy").mkdir()
    for example in (proxies.DEPLOY / "nginx.conf", proxies.DEPLOY / "haproxy.cfg"):
        text = example.read_text().replace(careful, careless)
        (tmp_path / "deploy" / example.name).write_text(text)
    monkeypatch.setattr(proxies, "DEPLOY", tmp_path / "deploy")

    async with grave_and_server(sqlite_settings, tmp_path, proxy) as (grave, url):
        statuses = await _vote_until_one_is_buried(grave, url, {})

    assert set(statuses) == {303}
    assert await _ballots(sqlite_settings) == len(statuses) + 1
