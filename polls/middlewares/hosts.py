"""Answers only under the names that are this site's."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, urlsplit

from polls.domain.probes import PROBES
from polls.domain.request_errors import UnknownHostError
from polls.typedefs import SETTINGS

if TYPE_CHECKING:
    from aiohttp import web

    from polls.middlewares.checks import Check


def known_hosts(app: web.Application) -> Check:
    """Return the check that refuses requests for hosts that are not ours.

    A forged host would get into links and origin checks (and through a name that its owner lets
    point here, a foreign page could read ours). Allowed are the host of `base_url`; without one,
    plain addresses, which no name server can redirect; and always this machine's own names.
    Probes are answered under any name, or none: balancers and supervisors use what they have.
    """
    settings = app[SETTINGS]
    ours = _place(urlsplit(settings.base_url)) if settings.base_url else None
    scheme = urlsplit(settings.base_url or "http:").scheme

    @lru_cache(maxsize=100)  # people use one or two names; others are not worth keeping
    def is_ours(host: str) -> bool:
        try:
            place = _place(urlsplit(f"{scheme}://{host}"))
        except ValueError:
            return False
        if not _HOST.fullmatch(host):
            return False
        if place == ours or place.name in {"localhost", settings.host}:
            return True
        return _is_loopback(place.name) if ours else _is_address(place.name)

    def check(request: web.Request) -> None:
        if not is_ours(request.host.lower()) and request.match_info.route.name not in PROBES:
            raise UnknownHostError

    return check


_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")
_PORTS = {"http": 80, "https": 443}


class _Place(NamedTuple):
    name: str
    port: int


def _place(parts: SplitResult) -> _Place:
    return _Place(parts.hostname or "", parts.port or _PORTS[parts.scheme])


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ip_address(name).is_loopback
