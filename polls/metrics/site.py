"""The address where Prometheus reads the numbers: a small server of its own."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import hdrs, web
from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.exposition import choose_encoder

from polls.domain.start_errors import MetricsNotServedError
from polls.metrics.collector import NumbersCollector

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.metrics.numbers import Numbers

STOP_SECONDS = 0.5
"""A slow reader of numbers does not hold up the end of the server."""


@asynccontextmanager
async def served(numbers: Numbers, host: str, port: int) -> AsyncIterator[None]:
    """Serve `/metrics` during a block. Each worker process needs a port of its own.

    Raises:
        StartError: the address cannot be listened on.
    """
    runner = web.AppRunner(_site(numbers), access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield
    finally:
        await runner.cleanup()


def _site(numbers: Numbers) -> web.Application:
    registry = CollectorRegistry()  # not the global one: two applications may share a process
    registry.register(NumbersCollector(numbers))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)

    async def metrics(request: web.Request) -> web.Response:
        if numbers.readiness:
            await numbers.readiness.problems()  # looks anew where its last look is old
        encode, content_type = choose_encoder(request.headers.get(hdrs.ACCEPT, ""))
        headers = {hdrs.CONTENT_TYPE: content_type, hdrs.CACHE_CONTROL: "no-store"}
        return web.Response(body=encode(registry), headers=headers)

    site = web.Application()
    site.router.add_get("/metrics", metrics)
    return site


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise MetricsNotServedError(host, port, reason) from None
