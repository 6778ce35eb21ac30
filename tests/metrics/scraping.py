"""Prometheus in front of a real application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

if TYPE_CHECKING:
    from prometheus_client import Metric

    from tests.views.site import Site

OPENMETRICS = "application/openmetrics-text; version=1.0.0"


@dataclass(frozen=True)
class Scraped:
    """An application, and the port of its metrics."""

    site: Site
    port: int

    async def text(self, accept: str = "text/plain") -> str:
        url = f"http://127.0.0.1:{self.port}/metrics"
        async with (
            aiohttp.ClientSession() as session,
            session.get(url, headers={"Accept": accept}) as response,
        ):
            assert response.status == 200
            assert response.headers["Cache-Control"] == "no-store"
            return await response.text()

    async def families(self) -> list[Metric]:
        return list(text_string_to_metric_families(await self.text()))

    async def values(self, name: str) -> dict[tuple[str, ...], float]:
        """Return the samples called `name`: the labels' values, sorted by their names → value."""
        return {
            tuple(value for _, value in sorted(sample.labels.items())): sample.value
            for family in await self.families()
            for sample in family.samples
            if sample.name == name
        }
