from __future__ import annotations

import json
import logging
import re
import secrets
import time
from dataclasses import dataclass
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request
from yarl import URL

from polls import logs
from polls.assets import FOLDER
from polls.main import init_app
from polls.output import STANDARD_OUTPUT
from polls.services.running import readiness
from polls.settings import LogSettings

if TYPE_CHECKING:
    from polls.domain.addresses import Network
    from polls.settings import Settings

LOOPBACK = (ip_network("127.0.0.0/8"),)
STYLE = "/static/css/base.css"
BOB = "203.0.113.7"


@dataclass(frozen=True)
class Log:
    """Serves one request with our access log, and reads its line."""

    settings: Settings
    output: pytest.CaptureFixture[str]

    async def lines(
        self,
        path: str,
        headers: dict[str, str] | None = None,
        proxies: tuple[Network, ...] = (),
        **log: Any,
    ) -> list[dict[str, Any]]:
        log_settings = LogSettings(**log)
        logs.configure(log_settings)
        server = TestServer(init_app(self.settings))
        await server.start_server(
            access_log_class=logs.access_logger(log_settings, proxies),
        )
        async with TestClient(server) as client, client.get(path, headers=headers) as response:
            await response.read()
        STANDARD_OUTPUT.drain()
        return [
            line
            for line in map(json.loads, self.output.readouterr().out.splitlines())
            if line["event"] == "request"
        ]

    async def line(self, *args: Any, **options: Any) -> dict[str, Any]:
        (line,) = await self.lines(*args, **options)
        return line


@pytest.fixture
def log(
    sqlite_settings: Settings,
    own_logs: None,  # noqa: ARG001 - so that it is put back afterwards
    capfd: pytest.CaptureFixture[str],
) -> Log:
    return Log(sqlite_settings, capfd)


async def test_access_line_tells_what_was_asked_and_answered(log: Log) -> None:
    line = await log.line(STYLE)

    assert line.pop("ms") >= 0
    assert line.pop("bytes") > 0
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "path": STYLE,
        "status": 200,
    }


async def test_access_line_is_written_for_a_probe_only_if_its_answer_is_bad(
    log: Log,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for path in ("/healthz", "/readyz"):
        assert await log.lines(path) == []
    monkeypatch.setattr(readiness, "NEARLY_FULL", 0)  # an empty box is full

    line = await log.line("/readyz")

    assert (line["path"], line["status"]) == ("/readyz", 503)


async def test_access_line_has_no_query_string(log: Log) -> None:
    line = await log.line("/nowhere?token=s3cret#part")

    assert (line["path"], line["status"]) == ("/nowhere", 404)
    assert "s3cret" not in str(line)


@pytest.mark.parametrize("part", ["organise", "code", "mine"])
async def test_access_line_leaves_out_what_opens_something(log: Log, part: str) -> None:
    line = await log.line(f"/poll/1/{part}/s3cret")

    assert line["path"] == f"/poll/1/{part}/…"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/poll/1/%6Dine/{}", "/poll/1/mine/…"),
        ("/poll/1/organise//{}", "/poll/1/organise/…"),
        ("/poll/1//organise/{}", "/poll/1//organise/…"),
        ("/poll/1/ORGANISE/{}", "/poll/1/ORGANISE/…"),
        ("/Poll/1/Mine/{}/", "/Poll/1/Mine/…"),
        ("/poll/1/organise/{}.", "/poll/1/organise/…"),
        ("/poll/1/organise/{}%20and%20so%20on", "/poll/1/organise/…"),
        ("/poll/1/organise{}", "/poll/1/organise/…"),
        ("/poll/1/organise%2F{}", "/poll/1/organise/…"),
        ("/poll/1/%256Frganise/{}", "/poll/1/organise/…"),
        ("/poll/1/organise%0A/{}", "/poll/1/organise/…"),
        ("/polls/poll/1/code/{}", "/polls/poll/1/code/…"),
        ("/poll/1/organize/{}", "/poll/1/organize/…"),
        ("/poll/1/{}", "/poll/1/…"),
        ("/poll/{}/vote", "/poll/…/vote"),
        ("/{}", "/…"),
        ("/poll/1/%" + "25" * 6 + "6Fpen/{}", "…"),
    ],
)
@pytest.mark.parametrize("secret", ["Kj2mX9-secret_00000-Zq", "2K9Q-77HA-M3TZ-X4BD"])
def test_path_leaves_secrets_out_however_it_is_written(path: str, shown: str, secret: str) -> None:
    hidden = "".join(f"%{ord(letter):02X}" for letter in secret)

    for written in (secret, secret.lower(), secret.replace("-", "%20"), hidden):
        target = path.format(written)
        assert logs.path(make_mocked_request("GET", target)) == shown


def test_path_of_a_page_without_secrets_is_logged_as_it_is(sqlite_settings: Settings) -> None:
    app = init_app(sqlite_settings)
    patterns = {
        route.resource.canonical
        for route in app.router.routes()
        if route.resource and "{secret}" not in route.resource.canonical
    }
    filled = {"question_id": "Ab3dEf9hIj2k", "position": "7", "code": "", "filename": ""} | {
        "join_code": "123456"
    }
    paths = {pattern.format(**filled) for pattern in patterns} | {
        f"/static/{file.relative_to(FOLDER)}" for file in FOLDER.rglob("*.*")
    }

    assert {each: logs.path(make_mocked_request("GET", each)) for each in paths} == {
        # What looks like an address with a secret is taken for one.
        each: re.sub(r"(/code/|^/mine/).*", r"\1…", each)
        for each in paths
    }


def test_path_is_written_in_linear_time() -> None:
    long = ["/" * 8_000, "/a" * 4_000, "a-" * 4_000, "/organis" * 1_000, "%25" * 2_600]

    began = time.thread_time()
    for path in long:
        logs.path(make_mocked_request("GET", f"/{path}"))

    assert time.thread_time() - began < 0.5


async def test_access_line_keeps_the_path_in_one_line(log: Log) -> None:
    line = await log.line(URL("/a%0Ab%1B", encoded=True))

    assert line["path"] == "/a%0Ab%1B"


async def test_access_line_has_no_address_agent_or_cookie(log: Log) -> None:
    headers = {"X-Forwarded-For": BOB, "User-Agent": "Mozilla", "Cookie": "voter=s3cret"}

    line = await log.line(STYLE, headers, LOOPBACK)

    for private in (BOB, "127.0.0.1", "Mozilla", "s3cret"):
        assert private not in str(line)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        ((), None, "127.0.0.1"),
        ((), BOB, "127.0.0.1"),
        (LOOPBACK, BOB, BOB),
        (LOOPBACK, f"198.51.100.1, {BOB}", BOB),
        (LOOPBACK, "garbage", "127.0.0.1"),
        (LOOPBACK, None, "127.0.0.1"),
    ],
)
async def test_access_line_has_the_address_where_it_is_wanted(
    log: Log,
    proxies: tuple[Network, ...],
    forwarded: str | None,
    address: str,
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    line = await log.line(STYLE, headers, proxies, addresses=True)

    assert line["address"] == address


async def test_access_line_is_not_written_where_only_warnings_are(log: Log) -> None:
    assert await log.lines(STYLE, level="warning") == []
    assert len(await log.lines(STYLE, level="info")) == 1


@pytest.mark.usefixtures("own_logs")
def test_configure_writes_an_object_a_line(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure(LogSettings())

    structlog.get_logger().info("batch_committed", ballots=37, path=b"\xff")
    logging.getLogger("aiohttp.server").warning("odd\nrequest %s", "“ü”")

    STANDARD_OUTPUT.drain()
    first, second = map(json.loads, capfd.readouterr().out.splitlines())
    assert first.pop("timestamp").endswith("Z")
    assert first == {
        "event": "batch_committed",
        "level": "info",
        "ballots": 37,
        "path": "b'\\xff'",
    }
    assert (second["event"], second["level"]) == ("odd\nrequest “ü”", "warning")


@pytest.mark.usefixtures("own_logs")
def test_configure_keeps_to_the_level(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure(LogSettings(level="warning"))

    structlog.get_logger().info("request")
    structlog.get_logger().warning("database_unavailable")
    logging.getLogger("aiohttp.server").info("chatter")

    STANDARD_OUTPUT.drain()
    lines = capfd.readouterr().out.splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["database_unavailable"]


@pytest.mark.parametrize("kind", ["json", "console"])
@pytest.mark.usefixtures("own_logs")
def test_configure_shows_where_an_error_was_and_no_one_elses_secrets(
    kind: Any,
    capfd: pytest.CaptureFixture[str],
) -> None:
    logs.configure(LogSettings(format=kind))

    secret = secrets.token_hex()

    def cast(credential: str) -> None:
        raise ZeroDivisionError(str(len(credential)))

    try:
        cast(secret)
    except ZeroDivisionError:
        structlog.get_logger().exception("request_failed")
        logging.getLogger("aiohttp.server").exception("failed")

    STANDARD_OUTPUT.drain()
    out = capfd.readouterr().out
    assert out.count("ZeroDivisionError") >= 2
    assert "test_logs.py" in out
    assert secret[:20] not in out, "a voter's credential beside the ballot"


@pytest.mark.usefixtures("own_logs")
def test_configure_writes_lines_for_people(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure(LogSettings(format="console"))

    structlog.get_logger().info("batch_committed", ballots=37)

    STANDARD_OUTPUT.drain()
    out = capfd.readouterr().out
    assert "batch_committed" in out
    assert "ballots=37" in out
    assert "\x1b" not in out, "colours are for a terminal"
