"""From where a request comes: the peer, or whom a trusted proxy reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs

from polls.domain.addresses import client_address, household
from polls.typedefs import SETTINGS, SHORT_WORK, TALLIES

if TYPE_CHECKING:
    from aiohttp import web

    from polls.bulkheads import InThread
    from polls.live import Tallies


def network(request: web.Request) -> str | None:
    """Return what all devices of one connection to the internet share; None from this machine."""
    forwarded = request.headers.getall(hdrs.X_FORWARDED_FOR, ())
    proxies = request.app[SETTINGS].trusted_proxies
    address = client_address(request.remote, forwarded, proxies)
    return address and household(address)


def in_thread(request: web.Request) -> InThread:
    """Return what calls a function in a thread on behalf of this client's network.

    It raises `BusyError`, or `TooMuchAtOnceError`, when too much waits for that already.
    """
    return request.app[SHORT_WORK].on_behalf_of(network(request))


def tallies(request: web.Request) -> Tallies:
    """Return the tallies, whose long counts are made on behalf of this client's network."""
    return request.app[TALLIES].asked_by(network(request))
