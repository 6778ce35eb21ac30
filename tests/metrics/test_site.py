from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from prometheus_client.openmetrics import parser as openmetrics
from structlog.testing import capture_logs

from polls import __version__
from polls.domain.start_errors import StartError
from polls.main import init_app
from polls.migrations import HEAD
from polls.services.running.readiness import Obstacle
from polls.settings import MetricsSettings
from polls.typedefs import BALLOT_BOX, NUMBERS, WATCHER_LIMITS
from tests.faults import set_revision
from tests.metrics.scraping import OPENMETRICS, Scraped
from tests.refusals import refuses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_aiohttp import AiohttpClient

    from polls.settings import Settings

pytestmark = pytest.mark.both_databases

NOWHERE = ("other", "other", "404")


async def test_requests_are_counted_by_route_and_status(scraped: Scraped) -> None:
    site = scraped.site
    await site.get("/")
    await site.get("/?page=2")
    await site.get("/", Host="evil.example")
    await site.request("HEAD", "/")
    await site.vote(1)
    await site.vote()
    await site.get("/poll/2")
    await site.get("/static/css/base.css")
    await site.get("/static/css/none.css")

    found = await scraped.values("polls_http_requests_total")

    assert found == {
        ("GET", "index", "200"): 1,
        ("GET", "index", "404"): 1,
        ("GET", "index", "400"): 1,
        ("HEAD", "index", "200"): 1,
        ("POST", "vote", "303"): 1,
        ("POST", "vote", "422"): 1,
        ("GET", "poll", "404"): 1,
        ("GET", "static", "200"): 1,
        ("GET", "static", "404"): 1,
    }


async def test_requests_to_nowhere_are_one_however_they_are_made_up(scraped: Scraped) -> None:
    site = scraped.site
    for number in range(20):
        await site.get(f"/nowhere/{number}")
    for method in ("PUT", "DELETE", "PROPFIND"):
        await site.request(method, "/")

    found = await scraped.values("polls_http_requests_total")

    assert found == {NOWHERE: 20, ("other", "other", "405"): 3}


async def test_watchers_are_counted_while_they_watch(scraped: Scraped) -> None:
    scraped.site.client.app[WATCHER_LIMITS].number = 1

    async def numbers() -> list[float]:
        names = ("watchers", "watchers_max", "watchers_turned_away_total", "watchers_dropped_total")
        return [(await scraped.values(f"polls_{name}"))[()] for name in names]

    before = await numbers()
    async with scraped.site.client.get("/poll/1/events"):
        refused = await scraped.site.get("/poll/1/events")
        meanwhile = await numbers()

    assert refused.status == 503
    assert before == [0, 1, 0, 0]
    assert meanwhile == [1, 1, 1, 0]


async def test_requests_of_senders_who_have_gone_are_counted_as_their_mistake(
    sqlite_settings: Settings,
) -> None:
    app = init_app(sqlite_settings)
    runner = web.AppRunner(app)  # not the test client's, which ends the work for who has gone
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    _, writer = await asyncio.open_connection(*runner.addresses[0])
    writer.write(
        b"POST /poll/1/vote HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\ncho",
    )
    with capture_logs() as logs:
        async with asyncio.timeout(5):
            while not (runner.server and runner.server.requests_count):
                await asyncio.sleep(0.01)
            writer.transport.abort()
            while not (found := app[NUMBERS].answers):
                await asyncio.sleep(0.01)

    assert [(route and route.name, status) for route, status in found] == [("vote", 400)]
    assert logs == [], "a lost connection is no mistake in the program"
    await runner.cleanup()


async def test_votes_are_counted_by_outcome(scraped: Scraped) -> None:
    site = scraped.site
    await site.get("/poll/1")
    for mark in (1, 1, 2, 9):
        await site.vote(mark)
    await site.vote(1, key="2")

    found = await scraped.values("polls_votes_total")

    assert {outcome: number for outcome, number in found.items() if number} == {
        ("new",): 1,
        ("same",): 1,
        ("changed",): 1,
        ("invalid",): 1,
        ("not_found",): 1,
    }
    assert await scraped.values("polls_batch_ballots_sum") == {(): 5}
    assert await scraped.values("polls_batch_ballots_count") == {(): 5}
    assert (await scraped.values("polls_batch_duration_seconds_sum"))[()] > 0


async def test_pages_are_counted_by_source(scraped: Scraped) -> None:
    for _ in range(20):
        await scraped.site.get("/")

    found = await scraped.values("polls_pages_total")

    # Rendered more than once if the news of the question, or half a second, came in between.
    assert found[("kept",)] + found[("rendered",)] == 20
    assert found[("kept",)] > found[("rendered",)] > 0


async def test_ballots_that_wait_and_are_turned_away_are_told(scraped: Scraped) -> None:
    box = scraped.site.client.app[BALLOT_BOX]
    before = await scraped.values("polls_ballots_waiting")
    box.capacity = 0
    refused = await scraped.site.vote(1)

    assert refused.status == 503
    assert before == await scraped.values("polls_ballots_waiting") == {(): 0}
    assert await scraped.values("polls_ballots_waiting_max") == {(): 0}
    assert await scraped.values("polls_votes_turned_away_total") == {(): 1}
    assert await scraped.values("polls_votes_overdue_total") == {(): 0}


async def test_readiness_is_told_without_being_asked_before(
    scraped: Scraped,
    settings: Settings,
) -> None:
    await set_revision(settings, None)

    found = await scraped.values("polls_unready")

    assert found == {(each.name.lower(),): each is Obstacle.SCHEMA for each in Obstacle}


async def test_build_is_told(scraped: Scraped) -> None:
    assert await scraped.values("polls_build_info") == {(HEAD, __version__): 1}


async def test_metrics_follow_the_conventions_of_prometheus(scraped: Scraped) -> None:
    await scraped.site.get("/")
    families = [each for each in await scraped.families() if each.name.startswith("polls_")]

    for family in families:
        assert re.fullmatch(r"polls(_[a-z]+)+", family.name)
        assert family.documentation.endswith(".")
        assert family.type in {"counter", "gauge", "histogram"}
        assert not re.search(r"_(count|sum|bucket|total|counter|gauge|histogram)$", family.name)
        assert not re.search(r"(milliseconds|_ms|minutes|kilobytes|_mb|percent)", family.name)
        for sample in family.samples:
            assert sample.name.endswith("_total") == (family.type == "counter")
            assert all(re.fullmatch(r"[a-z]+", label) for label in sample.labels)
    assert len(families) > 10


async def test_metrics_are_valid_openmetrics_too(scraped: Scraped) -> None:
    await scraped.site.vote(1)

    text = await scraped.text(OPENMETRICS)

    assert text.endswith("# EOF\n")
    names = {family.name for family in openmetrics.text_string_to_metric_families(text)}  # type: ignore[no-untyped-call]
    assert {"polls_votes", "polls_batch_ballots", "process_cpu_seconds"} <= names


async def test_metrics_are_not_on_the_public_address(scraped: Scraped) -> None:
    assert (await scraped.site.get("/metrics")).status == 404
    assert "polls_votes_total" in await scraped.text()


@pytest.mark.parametrize(("port", "is_there"), [("", False), ("port={port}", True)])
def test_library_of_metrics_is_imported_only_if_they_are_wanted(
    tmp_path: Path,
    unused_tcp_port: int,
    port: str,
    is_there: bool,
) -> None:
    program = STARTED.format(path=tmp_path / "polls.db", port=port.format(port=unused_tcp_port))

    said = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
    )

    assert said.stdout.splitlines()[-1] == f"{is_there}"  # the log comes before


STARTED = """
import asyncio, sys
from aiohttp import web
from polls.main import init_app
from polls.settings import MetricsSettings, Settings, SqliteSettings

async def start():
    metrics, sqlite = MetricsSettings({port}), SqliteSettings(path="{path}")
    runner = web.AppRunner(init_app(Settings(metrics=metrics, sqlite=sqlite)))
    await runner.setup()
    print("prometheus_client" in sys.modules)
    await runner.cleanup()

asyncio.run(start())
"""


async def test_metrics_of_two_applications_in_one_process_are_apart(
    scraped: Scraped,
    postgres_settings: Settings,
    aiohttp_client: AiohttpClient,
    unused_tcp_port_factory: Callable[[], int],
) -> None:
    port = unused_tcp_port_factory()
    block = MetricsSettings(port=port)
    parent = web.Application()
    parent.add_subapp(
        "/polls/",
        init_app(postgres_settings.model_copy(update={"metrics": block})),
    )
    mounted = await aiohttp_client(parent)

    async with mounted.get("/polls/healthz"), mounted.get("/polls/nowhere"):
        pass
    async with mounted.get("/healthz"):
        pass
    await scraped.site.get("/")

    second = Scraped(scraped.site, port)
    assert await second.values("polls_http_requests_total") == {
        ("GET", "healthz", "200"): 1,
        NOWHERE: 1,
    }
    assert await scraped.values("polls_http_requests_total") == {("GET", "index", "200"): 1}


async def test_start_is_refused_on_a_port_in_use_before_anything_is_opened(
    scraped: Scraped,
    empty_settings: Settings,
) -> None:
    block = MetricsSettings(port=scraped.port)
    second = web.AppRunner(init_app(empty_settings.model_copy(update={"metrics": block})))

    with refuses(
        StartError,
        match=f"Metrics cannot be served on 127.0.0.1:{scraped.port}: Address already in use",
    ):
        await second.setup()

    await second.cleanup()
    assert not empty_settings.sqlite.path.exists()


async def test_metrics_end_with_the_application(scraped: Scraped) -> None:
    await scraped.site.client.close()

    with pytest.raises(aiohttp.ClientConnectionError):
        await scraped.text()
