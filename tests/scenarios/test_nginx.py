"""Polls behind nginx, with the configuration that we recommend."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import TYPE_CHECKING

import aiohttp
import orjson
import pytest

from polls.settings import LogSettings, Settings
from tests.scenarios.proxies import nginx_before
from tests.scenarios.serving import Server, sample, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SITE = "polls.example.org"
ORIGIN = f"https://{SITE}"


@pytest.fixture
async def behind_nginx(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> AsyncIterator[tuple[Server, str]]:
    """A server and the address of the nginx in front of it."""
    settings = sqlite_settings.model_copy(
        update={
            "base_url": ORIGIN,
            "trusted_proxies": (ip_network("127.0.0.1/32"),),
            "log": LogSettings(addresses=True),
        },
    )
    await sample(settings)
    async with (
        serving(settings, tmp_path) as server,
        nginx_before([server.port], tmp_path) as url,
    ):
        yield server, url


async def test_vote_goes_through_nginx(behind_nginx: tuple[Server, str]) -> None:
    server, url = behind_nginx
    own = {"Host": SITE, "Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}

    async with _visitor(own) as bob:
        async with bob.get(f"{url}/poll/1") as ballot:
            assert ballot.status == 200
            cookie = ballot.cookies["__Host-voter"]
            assert (cookie["path"], cookie["secure"], cookie["httponly"]) == ("/", True, True)
        own["Cookie"] = f"__Host-voter={cookie.value}"
        async with bob.post(
            f"{url}/poll/1/vote",
            data={"choice": "2"},
            headers=own,
            allow_redirects=False,
        ) as answer:
            location = answer.headers["Location"]
            assert (answer.status, location) == (303, "/poll/1/results#recorded")
        async with bob.get(f"{url}/poll/1/results", headers=own) as results:
            page = await results.text()

    assert "Your vote is recorded" in page
    assert "The sky" in page
    assert await server.stop() == 0


async def test_static_files_keep_for_good_and_come_compressed(
    behind_nginx: tuple[Server, str],
) -> None:
    _, url = behind_nginx

    async with _visitor({"Host": SITE}) as bob:
        style = await _style(bob, url)
        async with bob.get(f"{url}{style}") as sheet:
            headers = sheet.headers

    assert headers["Content-Type"] == "text/css; charset=utf-8"
    assert headers["Content-Encoding"] == "br"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Strict-Transport-Security" in headers


async def test_without_a_server_static_files_go_on_and_the_rest_is_told_to_wait(
    behind_nginx: tuple[Server, str],
) -> None:
    server, url = behind_nginx

    async with _visitor({"Host": SITE}) as bob:
        style = await _style(bob, url)
        async with bob.get(f"{url}{style}") as sheet:
            before = await sheet.read()
        async with bob.get(f"{url}{style.partition('?')[0]}") as by_another_name:
            assert by_another_name.headers["Cache-Control"] == "private, no-cache"
        assert await server.stop() == 0

        async with bob.get(f"{url}{style}") as sheet:
            assert (sheet.status, await sheet.read()) == (200, before)
            assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        async with bob.get(f"{url}{style.partition('?')[0]}") as by_another_name:
            assert by_another_name.status == 503
        for cookie in ("", f"__Host-voter={'b' * 22}"):
            headers = {"Cookie": cookie}
            vote = bob.post(f"{url}/poll/1/vote", data={"choice": "2"}, headers=headers)
            async with vote as answer:
                assert answer.status == 503
                assert answer.headers["Retry-After"] == "2"
                assert "send it again" in await answer.text()


async def test_access_log_names_the_client_that_nginx_saw(
    behind_nginx: tuple[Server, str],
) -> None:
    server, url = behind_nginx
    forged = {"Host": SITE, "X-Forwarded-For": "203.0.113.9"}

    async with _visitor(forged) as bob, bob.get(f"{url}/poll/1") as ballot:
        await ballot.read()
    assert await server.stop() == 0  # the line is written after the answer

    lines = [orjson.loads(line) for line in _json_lines(server)]
    addresses = [line["address"] for line in lines if line.get("path") == "/poll/1"]
    assert addresses == [BOBS_ADDRESS]


async def test_other_host_names_are_refused(behind_nginx: tuple[Server, str]) -> None:
    _, url = behind_nginx

    async with _visitor({"Host": "evil.example"}) as charlie, charlie.get(url) as answer:
        assert answer.status == 400


BOBS_ADDRESS = "127.0.0.2"
"""Another one than nginx's, which is trusted."""


async def _style(session: aiohttp.ClientSession, url: str) -> str:
    """Return the address of a style sheet, with the version of its content."""
    async with session.get(url) as index:
        found = re.search(r'href="(/static/[^"]+\.css\?v=[^"]+)"', await index.text())
    assert found
    return found[1].replace("&amp;", "&")


def _visitor(headers: dict[str, str]) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(local_addr=(BOBS_ADDRESS, 0))
    return aiohttp.ClientSession(connector=connector, headers=headers)


def _json_lines(server: Server) -> list[str]:
    return [line for line in server.output.read_text().splitlines() if line.startswith("{")]
