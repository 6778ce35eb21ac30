"""Answers only under the names that are this site's."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from polls.typedefs import SETTINGS

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware


def known_hosts(app: web.Application) -> Middleware:
    """Return the middleware that refuses requests for hosts that are not ours.

    A forged host would get into links and origin checks (and through a name that its owner lets
    point here, a foreign page could read ours). Allowed are the host of `base_url`; without one,
    plain addresses, which no name server can redirect; and always this machine's own names.
    """
    settings = app[SETTINGS]
    ours = urlsplit(settings.base_url).netloc if settings.base_url else None
    verdicts: dict[str, bool] = {}

    def is_ours(host: str) -> bool:
        name = _name(host)
        if name is None:
            return False
        if host == ours or name in {"localhost", settings.host}:
            return True
        return _is_loopback(name) if ours else _is_address(name)

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.host.lower()
        if host not in verdicts:
            if len(verdicts) > _REMEMBERED:
                verdicts.clear()
            verdicts[host] = is_ours(host)
        if not verdicts[host]:
            raise web.HTTPBadRequest(
                text="This server does not know itself by that host name. If it is yours, "
                "set base_url in its configuration to the address that people use.",
            )
        return await handler(request)

    return middleware


_REMEMBERED = 100


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ip_address(name).is_loopback
