"""From where a request comes: the peer, or whom a trusted proxy reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs

from polls.domain.addresses import client_address, household
from polls.typedefs import SETTINGS

if TYPE_CHECKING:
    from aiohttp import web


def network(request: web.Request) -> str | None:
    """Return what all devices of one connection to the internet share; None from this machine."""
    forwarded = request.headers.getall(hdrs.X_FORWARDED_FOR, ())
    proxies = request.app[SETTINGS].trusted_proxies
    address = client_address(request.remote, forwarded, proxies)
    return address and household(address)
