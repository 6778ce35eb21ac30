"""What the examples for nginx and HAProxy log of a request, and how much they let through."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import TYPE_CHECKING

import aiohttp
import pytest
from yarl import URL

from tests.scenarios.proxies import BEFORE, nginx_before
from tests.scenarios.serving import free_port

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "Kj2mX9-secret_00000-Zq"
LOGS = {"nginx": "access.log", "haproxy": "haproxy.log"}
MIB = 1024 * 1024


@pytest.mark.parametrize("proxy", BEFORE)
async def test_log_leaves_secrets_out(proxy: str, tmp_path: Path) -> None:
    targets = {
        f"/poll/1/organise/{SECRET}": "GET /poll/1/organise/... HTTP",
        f"/poll/1/mine/{SECRET}": "GET /poll/1/mine/... HTTP",
        f"/poll/1/code/{SECRET}": "GET /poll/1/code/... HTTP",
        f"/poll/1/organ%69se/{SECRET}": "GET /poll/1/organise/... HTTP",
        f"/poll/2/organise//{SECRET}": "GET /poll/2/organise/... HTTP",
        f"/poll/2/Mine/{SECRET}": "GET /poll/2/Mine/... HTTP",
        f"/polls/poll/2/mine/{SECRET}.": "GET /polls/poll/2/mine/... HTTP",
        f"/poll/2/organise%2F{SECRET}": "GET /poll/2/organise/... HTTP",
        f"/poll/2/%256Frganise/{SECRET}": "GET ... HTTP",
        f"/poll/2/organize/{SECRET}": "GET ... HTTP",
        "/poll/2/ballots.grouped.csv": "GET /poll/2/ballots.grouped.csv HTTP",
        f"/new?code={SECRET}": "GET /new HTTP",
        "/poll/1/code": "GET /poll/1/code HTTP",
    }

    async with (
        BEFORE[proxy]([free_port(), free_port()], tmp_path) as url,  # before nothing: it logs too
        aiohttp.ClientSession(headers={"Referer": f"{url}/poll/1/code/{SECRET}"}) as session,
    ):
        for target in targets:
            address = URL(f"{url}{target}", encoded=True)
            async with session.get(address) as answer:
                assert answer.status == 503
        await _logged(tmp_path / LOGS[proxy], targets["/poll/1/code"])

    log = (tmp_path / LOGS[proxy]).read_text()
    for line in targets.values():
        assert line in log
    assert SECRET not in log
    assert "127.0.0.1" not in log


async def _logged(log: Path, line: str) -> None:
    """Wait until a proxy has logged its last request: one that is ended at once may not."""
    async with asyncio.timeout(5):
        while line not in log.read_text():
            await asyncio.sleep(0.02)


async def test_nginx_lets_a_long_list_through(tmp_path: Path) -> None:
    statuses = {}

    async with (
        nginx_before([free_port()], tmp_path) as url,
        aiohttp.ClientSession() as session,
    ):
        for size in (2 * MIB + 4096, 4 * MIB):
            post = session.post(f"{url}/poll/1/manage/invitations/list", data=BytesIO(b"x" * size))
            async with post as answer:
                statuses[size] = answer.status

    assert list(statuses.values()) == [503, 413]  # 503: it would have gone to Polls


@pytest.mark.parametrize("proxy", BEFORE)
async def test_proxy_lets_the_list_of_all_questions_of_a_browser_through(
    proxy: str, tmp_path: Path
) -> None:
    cookies = "; ".join(f"__Secure-o.{number:012}={'A' * 22}" for number in range(180))

    async with (
        BEFORE[proxy]([free_port(), free_port()], tmp_path) as url,
        aiohttp.ClientSession() as session,
        session.get(f"{url}/mine", headers={"Cookie": cookies}) as answer,
    ):
        status = answer.status

    assert status == 503  # it would have gone to Polls
