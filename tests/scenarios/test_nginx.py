"""Polls behind nginx, with the configuration that we recommend."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import orjson
import pytest

from polls.services import databases, samples
from polls.settings import LogSettings, Settings
from tests.scenarios.serving import Server, free_port, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

EXAMPLE = Path(__file__).parents[2] / "deploy" / "nginx.conf"
SITE = "polls.example.org"
ORIGIN = f"https://{SITE}"
START_SECONDS = 10
NOT_FOUND = (
    "The test behind nginx did not run: no nginx was found. "
    "Install it with: tools/debian-packages nginx-light"
)

# What Debian's /etc/nginx/nginx.conf is to the site's configuration, all within one folder.
AROUND = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {folder}/site.conf;
}}
"""


@pytest.fixture
def nginx() -> str:
    """The path of nginx; without one, a skip that says so, in CI a failure."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(NOT_FOUND)
    if found is None:
        pytest.skip(NOT_FOUND)
    return found


@pytest.fixture
async def behind_nginx(
    nginx: str,
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
    async with databases.opened(settings) as database:
        await samples.insert(database)
    async with (
        serving(settings, tmp_path) as server,
        _in_front_of(server, nginx, tmp_path) as url,
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
        async with bob.get(url) as index:
            style = re.search(r'href="(/static/css/[^"]+\?v=[^"]+)"', await index.text())
        assert style
        async with bob.get(f"{url}{style[1].replace('&amp;', '&')}") as sheet:
            headers = sheet.headers

    assert headers["Content-Type"] == "text/css"
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Strict-Transport-Security" in headers


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


def _visitor(headers: dict[str, str]) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(local_addr=(BOBS_ADDRESS, 0))
    return aiohttp.ClientSession(connector=connector, headers=headers)


def _json_lines(server: Server) -> list[str]:
    return [line for line in server.output.read_text().splitlines() if line.startswith("{")]


@asynccontextmanager
async def _in_front_of(server: Server, nginx: str, folder: Path) -> AsyncIterator[str]:
    port = free_port()
    (folder / "site.conf").write_text(_adapted(server.url, port))
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
    process = await asyncio.create_subprocess_exec(
        nginx,
        "-c",
        str(folder / "nginx.conf"),
        "-e",
        str(folder / "error.log"),
    )
    try:
        await asyncio.wait_for(_listening(port, process, folder), START_SECONDS)
        yield f"http://127.0.0.1:{port}"
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _adapted(upstream: str, port: int) -> str:
    """Return the example with only the ports changed, so that it is the example that is tested."""
    text = EXAMPLE.read_text()
    for old, new in {
        "server 127.0.0.1:8080;": f"server {upstream.removeprefix('http://')};",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "listen [::]:80;": "",
    }.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


async def _listening(port: int, process: asyncio.subprocess.Process, folder: Path) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            if process.returncode is not None:
                raise AssertionError((folder / "error.log").read_text()) from None
            await asyncio.sleep(0.02)
        else:
            writer.close()
            await writer.wait_closed()
            return
