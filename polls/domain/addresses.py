"""Whose request it is: the peer's address, or the one that a trusted proxy reports."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Network: TypeAlias = IPv4Network | IPv6Network

_HOP = re.compile(r"(?:(?P<v4>[0-9.]+)|\[(?P<v6>[0-9A-Fa-f:.]+)\])(?::[0-9]{1,5})?")
"""An address with the port that some proxies write after it, as Azure's and IIS do. An IPv6 address
stands in brackets then (RFC 3986, section 3.2.2); without them it has no port."""


def client_address(
    peer: str | None,
    forwarded: Sequence[str],
    trusted: Sequence[Network],
) -> str | None:
    """Return the address that stands nearest to us among those we have no reason to trust.

    Args:
        peer: the address at the other end of the connection; nothing for a Unix socket.
        forwarded: the values of `X-Forwarded-For`; each proxy appends the peer it saw, some of
            them with its port, which belongs to no address.
        trusted: the networks of our own proxies. Whatever others wrote is not believed.
    """
    client = peer or None
    hops = [hop.strip() for value in forwarded for hop in value.split(",")]
    while hops and _is_trusted(client, trusted):
        hop = _without_port(hops.pop())
        if not _is_address(hop):
            break
        client = hop
    return client


def household(address: str) -> str:
    """Return what all devices behind one connection to the internet have in common.

    An IPv4 address is shared by a home or a school; an IPv6 line has 2⁶⁴ addresses of its own
    (RFC 6177, RFC 7421).
    """
    parsed = ip_address(address.partition("%")[0])  # without the name of a network card
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((parsed, 64), strict=False))


def _without_port(hop: str) -> str:
    found = _HOP.fullmatch(hop)
    return (found["v4"] or found["v6"]) if found else hop


def _is_trusted(address: str | None, trusted: Sequence[Network]) -> bool:
    if address is None:
        return True  # who can reach the socket's file is on this machine
    if not _is_address(address):
        return False
    parsed = ip_address(address)
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return any((mapped or parsed) in network for network in trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
