"""SIGKILL just before the commit of a record, and right behind it: then there is one, and right."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import aiohttp
import pytest

from polls.services.running import databases
from polls.verifying import reports
from tests import asking, ledgers, prepared
from tests.scenarios.serving import free_port, serving, write_config
from tests.scenarios.stopping_recorder import WHERE
from tests.services.records import kept

if TYPE_CHECKING:
    from pathlib import Path

    from polls.settings import Settings

IN_TIME = 30
STOPPING = ("-m", "tests.scenarios.stopping_recorder")


@pytest.mark.parametrize("where", ["before", "after"])
async def test_server_killed_while_it_publishes_a_record_leaves_one_in_the_end(
    settings: Settings, tmp_path: Path, where: str
) -> None:
    async with databases.opened(settings) as database:
        key = await asking.ask(database)
        await ledgers.append(database, key, *[(1,)] * 300)
        await asking.close(database, key)

    await kill(settings, tmp_path, where)
    async with databases.opened(settings) as database:
        killed = len(await kept.records(database, key))
    async with serving(settings, tmp_path) as server:
        path = tmp_path / "record.zip"
        path.write_bytes(await published(server.url, key))
    async with databases.opened(settings) as database:
        (record,) = await kept.records(database, key)

    assert killed == {"before": 0, "after": 1}[where]
    assert record.row.number == 1
    assert reports.of(path).status == reports.RIGHT


async def kill(settings: Settings, folder: Path, where: str) -> None:
    """Start a server and kill it where it stands still; it may not answer requests there."""
    stands = folder / "stands"
    config = write_config(settings, folder, free_port())
    with (folder / "killed.log").open("wb") as log:
        process = prepared.start(
            (*STOPPING, "serve", "--config", str(config)),
            stdout=log.fileno(),
            stderr=log.fileno(),
            env={**os.environ, WHERE: f"{where} {stands}"},
        )
    try:
        async with asyncio.timeout(IN_TIME):
            while not stands.exists():
                await asyncio.sleep(0.02)
    finally:
        process.send_signal(signal.SIGKILL)
        assert await process.wait() == -signal.SIGKILL


async def published(url: str, key: str) -> bytes:
    """Return the record as soon as there is one."""
    async with asyncio.timeout(IN_TIME), aiohttp.ClientSession() as session:
        while True:
            async with session.get(f"{url}/poll/{key}/record.zip") as answer:
                body = await answer.read()
                if answer.status == 200:
                    return body
            await asyncio.sleep(0.1)
