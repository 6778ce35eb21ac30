"""The log: events with fields, one JSON object a line, and a line for every request."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

import orjson
import structlog
from aiohttp.abc import AbstractAccessLogger

from polls.domain.addresses import client_address

if TYPE_CHECKING:
    from aiohttp.web import BaseRequest, StreamResponse

    from polls.domain.addresses import Network
    from polls.settings import LogSettings


ACCESS = logging.getLogger("aiohttp.access")


def configure(settings: LogSettings) -> None:
    """Send the events of this program and of its libraries to the standard output."""
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    render: list[structlog.typing.Processor] = (
        [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_to_json),
        ]
        if settings.format == "json"
        else [structlog.dev.ConsoleRenderer()]
    )
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
    logging.basicConfig(handlers=[handler], level=max(level, logging.INFO), force=True)


def access_logger(
    settings: LogSettings,
    trusted_proxies: tuple[Network, ...],
) -> type[AbstractAccessLogger]:
    """Return the class that aiohttp calls after every request."""
    log = structlog.get_logger()

    class AccessLogger(AbstractAccessLogger):
        """Writes method, path, status, size and time; no query string, no address by default."""

        def log(self, request: BaseRequest, response: StreamResponse, time: float) -> None:
            fields: dict[str, Any] = {
                "method": request.method,
                "path": request.rel_url.raw_path,
                "status": response.status,
                "bytes": response.body_length,
                "ms": round(time * 1000, 2),
            }
            if settings.addresses:
                forwarded = request.headers.getall("X-Forwarded-For", ())
                fields["address"] = client_address(request.remote, forwarded, trusted_proxies)
            log.info("request", **fields)

    return AccessLogger


def _to_json(event: Any, **_options: Any) -> str:
    return orjson.dumps(event, default=repr).decode()
