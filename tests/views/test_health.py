from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from polls.main import init_app
from polls.typedefs import READINESS
from tests.faults import breakable, set_revision
from tests.views.site import Site

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_aiohttp import AiohttpClient

    from polls.settings import Settings
    from tests.conftest import Client, ClientFor

BOTH = pytest.mark.parametrize("path", ["/healthz", "/readyz"])


@BOTH
async def test_health_is_plain_tiny_and_kept_by_nobody(site: Site, path: str) -> None:
    answer = await site.get(path)

    assert answer.status == 200
    assert answer.text == {"/healthz": "alive\n", "/readyz": "ready\n"}[path]
    assert answer.headers.getall("Content-Type") == ["text/plain; charset=utf-8"]
    assert answer.headers.getall("Cache-Control") == ["no-store"]
    assert "Set-Cookie" not in answer.headers


@BOTH
async def test_health_can_be_asked_by_head(site: Site, path: str) -> None:
    answer = await site.request("HEAD", path)

    assert (answer.status, answer.text) == (200, "")


@BOTH
async def test_health_is_told_mounted_under_any_host(
    settings: Settings,
    aiohttp_client: AiohttpClient,
    path: str,
) -> None:
    parent = web.Application()
    parent.add_subapp("/polls/", init_app(settings))
    client = await aiohttp_client(parent)

    async with client.get(f"/polls{path}", headers={"Host": "evil.example"}) as answer:
        assert answer.status == 200


async def test_readyz_is_503_while_the_database_is_away(
    settings: Settings,
    tmp_path: Path,
    client_for: ClientFor,
) -> None:
    async with breakable(settings, tmp_path) as fault:
        site = Site(await client_for(fault.settings))

        fault.begin()
        ready, alive = await site.get("/readyz"), await site.get("/healthz")
        fault.end()

    assert (ready.status, ready.text) == (503, "the database does not answer\n")
    assert ready.headers["Cache-Control"] == "no-store"
    assert alive.status == 200


async def test_readyz_is_503_while_the_tables_are_behind(site: Site, settings: Settings) -> None:
    await set_revision(settings, None)

    answer = await site.get("/readyz")

    assert (answer.status, answer.text) == (
        503,
        "the tables are out of date: run “polls migrate”\n",
    )


async def test_readyz_is_503_as_soon_as_the_server_stops(client: Client) -> None:
    site = Site(client)
    before = await site.get("/readyz")

    await client.app.shutdown()  # what comes first when SIGTERM has come
    after = await site.get("/readyz")

    assert before.status == 200
    assert (after.status, after.text) == (503, "the server is stopping\n")
    assert client.app[READINESS].found
