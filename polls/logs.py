"""The log: events with fields, one JSON object a line, and a line for every request."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import orjson
import structlog
from aiohttp import hdrs
from aiohttp.abc import AbstractAccessLogger
from aiohttp.http import HttpProcessingError

from polls.domain.addresses import client_address
from polls.domain.probes import PROBES
from polls.output import STANDARD_OUTPUT

if TYPE_CHECKING:
    from aiohttp.web import BaseRequest, StreamResponse
    from structlog.typing import EventDict, Processor

    from polls.domain.addresses import Network
    from polls.output import Output
    from polls.settings import LogSettings

_OK = 200
_PROBES = frozenset(PROBES.values())
"""Asked every few seconds, for ever: a line only when the answer is bad."""


def configure(settings: LogSettings, output: Output = STANDARD_OUTPUT) -> None:
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
        logger_factory=structlog.WriteLoggerFactory(output),  # type: ignore[arg-type]
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(output)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render],
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        ),
    )
    handler.addFilter(_is_no_lost_connection)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("aiohttp.server").addFilter(_is_no_malformed_request)
    output.tell_dropped = _tell_dropped


def access_logger(
    settings: LogSettings,
    trusted_proxies: tuple[Network, ...],
) -> type[AbstractAccessLogger]:
    """Return the class that aiohttp calls after every request."""
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
            STANDARD_OUTPUT.add(render(event))

    return AccessLogger


def path(request: BaseRequest) -> str:
    """Return what was asked for, as it may be logged: without query string and secrets.

    Of an address that leads nowhere, too: it may be a link that was copied or typed wrongly.
    """
    return _without_secrets(request.rel_url.raw_path)


@lru_cache(maxsize=1_000)  # a crowd asks for a few addresses: 0.3 µs instead of 8
def _without_secrets(path: str) -> str:
    if _is_plain(path):
        return path
    # As it was understood, not as it was written: “/%6Dine/” is “/mine/”, too.
    shown = _OPENING.sub(rf"\1/{_LEFT_OUT}", _decoded(path))
    shown = "/".join(_LEFT_OUT if _may_open(part) else part for part in shown.split("/"))
    return _LEFT_OUT.join(quote(part, errors="replace") for part in shown.split(_LEFT_OUT))


def _decoded(path: str) -> str:
    for _ in range(_MOST_LAYERS):
        once = unquote(path, errors="replace")
        if once == path:
            return path
        path = once
    return _LEFT_OUT


def _may_open(part: str) -> bool:
    """Tell whether a part of an address is as long as what opens something to who knows it."""
    return part not in _LONG_NAMES and len(_BETWEEN.sub("", part)) >= _SHORTEST


def _is_no_lost_connection(record: logging.LogRecord) -> bool:
    """Leave out what SQLAlchemy says when a connection was gone before it was given back.

    That the database is away is logged where it is noticed.
    """
    is_pool = record.name.startswith("sqlalchemy.pool")
    return not (is_pool and str(record.msg).startswith(("Exception closing", "Exception during")))


def _is_no_malformed_request(record: logging.LogRecord) -> bool:
    """Leave out what aiohttp says of bytes that are no HTTP: it repeats them, cookies included."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)


_LEFT_OUT = "…"
_MOST_LAYERS = 5
"""Times that an address may have been encoded: by a mail program, a chat, a proxy."""

_is_plain = re.compile(
    r"(?:/(?![^/]*(?:organise|code|mine))[a-z0-9._-]{0,15})+", re.IGNORECASE
).fullmatch
"""Whether there is nothing to leave out, as in most addresses by far. Linear, as all of these."""

_OPENING = re.compile(r"(organise|code|mine).+", re.IGNORECASE | re.DOTALL)
"""Whatever opens something follows one of these: the log is read by more people than may."""

_SHORTEST = 16
"""Letters and digits of a code, the shortest of what opens something."""

_BETWEEN = re.compile(r"[\W_]+")
_LONG_NAMES = frozenset({"ballots.grouped.csv"})


def _tell_dropped(lines: int) -> None:
    structlog.get_logger().warning("log_lines_dropped", lines=lines)


def _level(settings: LogSettings) -> int:
    return logging.getLevelNamesMapping()[settings.level.upper()]


def _renderers(settings: LogSettings, *before: Processor) -> list[Processor]:
    if settings.format == "console":
        return [_console_renderer()]
    return [*before, structlog.processors.JSONRenderer(serializer=_to_json)]


@cache
def _console_renderer() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(
        colors=STANDARD_OUTPUT.is_terminal,  # codes of colours are of no use in a file
        # Plain tracebacks: those that show variables would show who voted for what.
        exception_formatter=structlog.dev.plain_traceback,
    )


def _to_json_bytes(event: EventDict) -> bytes:
    return orjson.dumps(event, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)


def _to_console_bytes(event: EventDict) -> bytes:
    event["timestamp"] = event["timestamp"].isoformat(timespec="milliseconds")
    line = _console_renderer()(None, "info", event)
    return f"{line}\n".encode()


def _to_json(event: Any, **_options: Any) -> str:
    return orjson.dumps(event, default=repr).decode()
