"""Refuses what another site's page makes a browser send here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from polls.domain.request_errors import FormFromElsewhereError
from polls.typedefs import SETTINGS

if TYPE_CHECKING:
    from polls.middlewares.checks import Check

SAFE_METHODS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})


def same_origin(app: web.Application) -> Check:
    """Return the check that lets a form be sent from this site's own pages only.

    No token is needed: browsers say where a request comes from, and pages cannot change it. The
    rule is that of CrossOriginProtection in Go 1.25's net/http: `Sec-Fetch-Site` decides; where
    a browser is too old to send it, `Origin` does; who sends neither is no browser, and has no
    cookies of somebody else that could be misused.
    """
    configured = app[SETTINGS].base_url

    def check(request: web.Request) -> None:
        if request.method not in SAFE_METHODS and not _is_own(request, configured):
            raise FormFromElsewhereError

    return check


def _is_own(request: web.Request, configured: str | None) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None:
        return True
    return origin == (configured or f"{request.scheme}://{request.host}")
