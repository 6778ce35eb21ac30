"""The log: events with fields, one JSON object a line, and a line for every request."""

from __future__ import annotations

import asyncio
import atexit
import logging
import re
import select
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson
import structlog
from aiohttp import hdrs
from aiohttp.abc import AbstractAccessLogger
from aiohttp.http import HttpProcessingError

from polls.domain.addresses import client_address
from polls.domain.probes import PROBES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aiohttp.web import BaseRequest, StreamResponse
    from structlog.typing import EventDict, Processor

    from polls.domain.addresses import Network
    from polls.settings import LogSettings

GATHER_SECONDS = 0.25
"""How long lines about requests are gathered before they are written: one system call for all."""

_OK = 200
_PROBES = frozenset(PROBES.values())
"""Asked every few seconds, for ever: a line only when the answer is bad."""


def configure(settings: LogSettings) -> None:
    """Send the events of this program and of its libraries to the standard output."""
    level = _level(settings)
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    render = _renderers(settings, structlog.processors.format_exc_info)
    structlog.configure(
        processors=[*shared, *render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render],
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        ),
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("aiohttp.server").addFilter(_is_no_malformed_request)


def access_logger(
    settings: LogSettings,
    trusted_proxies: tuple[Network, ...],
) -> type[AbstractAccessLogger]:
    """Return the class that aiohttp calls after every request."""
    lines = _Gathered()
    atexit.register(lines.write)
    is_wanted = settings.access and _level(settings) <= logging.INFO
    # The renderer without the logger around it, which would cost more than all the rest.
    render = _to_json_bytes if settings.format == "json" else _to_console_bytes

    class AccessLogger(AbstractAccessLogger):
        """Writes method, path, status, size and time; no query string, no address by default."""

        @property
        def enabled(self) -> bool:
            return is_wanted

        def log(self, request: BaseRequest, response: StreamResponse, time: float) -> None:
            if response.status == _OK and request.raw_path in _PROBES:
                return
            event: EventDict = {
                "event": "request",
                "level": "info",
                "method": request.method,
                "path": path(request),
                "status": response.status,
                "bytes": response.body_length,
                "ms": round(time * 1000, 2),
                "timestamp": datetime.now(UTC),
            }
            if settings.addresses:
                forwarded = request.headers.getall(hdrs.X_FORWARDED_FOR, ())
                event["address"] = client_address(request.remote, forwarded, trusted_proxies)
            lines.add(render(event))

    return AccessLogger


def path(request: BaseRequest) -> str:
    """Return what was asked for, as it may be logged: without query string and secrets."""
    path = request.rel_url.raw_path
    if "%" in path:  # as it was understood, not as it was written: “/%6Dine/” is “/mine/”, too
        path = quote(request.rel_url.path, errors="replace")
    return _SECRET.sub(r"\1…", path)


def _is_no_malformed_request(record: logging.LogRecord) -> bool:
    """Leave out what aiohttp says of bytes that are no HTTP: it repeats them, cookies included."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)


_SECRET = re.compile(r"(/(?:organise|code|mine)/)[^/]+")
"""Whatever opens something to whoever knows it: the log is read by more people than may."""


class _Gathered:
    """Keeps lines for a moment and writes them together."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []

    def add(self, line: bytes) -> None:
        if not self._lines:
            asyncio.get_running_loop().call_later(GATHER_SECONDS, self.write)
        self._lines.append(line)

    def write(self) -> None:
        """Write what is there, whole lines at a time: other processes may use the same pipe."""
        lines, self._lines = self._lines, []
        for piece in _pieces(lines):
            sys.stdout.write(piece.decode())
            sys.stdout.flush()


def _pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Join lines to pieces of which a pipe lets nothing come between (POSIX, write(2))."""
    piece = b""
    for line in lines:
        if piece and len(piece) + len(line) > select.PIPE_BUF:
            yield piece
            piece = b""
        piece += line
    yield piece


def _level(settings: LogSettings) -> int:
    return logging.getLevelNamesMapping()[settings.level.upper()]


def _renderers(settings: LogSettings, *before: Processor) -> list[Processor]:
    if settings.format == "console":
        # Plain tracebacks: those that show variables would show who voted for what.
        return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [*before, structlog.processors.JSONRenderer(serializer=_to_json)]


def _to_json_bytes(event: EventDict) -> bytes:
    return orjson.dumps(event, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)


def _to_console_bytes(event: EventDict) -> bytes:
    event["timestamp"] = event["timestamp"].isoformat(timespec="milliseconds")
    line = structlog.dev.ConsoleRenderer()(None, "info", event)
    return f"{line}\n".encode()


def _to_json(event: Any, **_options: Any) -> str:
    return orjson.dumps(event, default=repr).decode()
