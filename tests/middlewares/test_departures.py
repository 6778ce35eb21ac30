"""A client that has gone before its answer is no mistake, and is counted as 499."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientError, web
from structlog.testing import capture_logs

from polls.main import init_app
from polls.typedefs import NUMBERS

if TYPE_CHECKING:
    from pytest_aiohttp import AiohttpClient

    from polls.settings import Settings


async def leave(request: web.Request) -> web.Response:
    assert request.transport
    request.transport.abort()
    raise BrokenPipeError


async def leave_midway(request: web.Request) -> web.Response:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"begin")
    return await leave(request)


async def stay(_request: web.Request) -> web.Response:
    raise BrokenPipeError


@pytest.mark.parametrize(
    ("path", "statuses", "events"),
    [
        ("/leave", [499], []),
        ("/leave/midway", [200, 499], []),
        ("/stay", [500], ["request_failed"]),
    ],
)
async def test_client_that_has_gone_is_no_mistake(
    sqlite_settings: Settings,
    aiohttp_client: AiohttpClient,
    path: str,
    statuses: list[int],
    events: list[str],
) -> None:
    app = init_app(sqlite_settings)
    app.router.add_get("/leave", leave)
    app.router.add_get("/leave/midway", leave_midway)
    app.router.add_get("/stay", stay)
    client = await aiohttp_client(app)

    with capture_logs() as logs:
        try:
            async with client.get(path) as answer:
                await answer.read()
        except ClientError:
            assert path != "/stay"

    assert [status for _, status in app[NUMBERS].answers] == statuses
    assert [line["event"] for line in logs] == events
