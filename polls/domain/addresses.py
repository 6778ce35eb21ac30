"""Whose request it is: the peer's address, or the one that a trusted proxy reports."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Network: TypeAlias = IPv4Network | IPv6Network


def client_address(
    peer: str | None,
    forwarded: Sequence[str],
    trusted: Sequence[Network],
) -> str | None:
    """Return the address that stands nearest to us among those we have no reason to trust.

    Args:
        peer: the address at the other end of the connection; None for a Unix socket.
        forwarded: the values of `X-Forwarded-For`; each proxy appends the peer it saw.
        trusted: the networks of our own proxies. Whatever others wrote is not believed.
    """
    client = peer
    hops = [hop.strip() for value in forwarded for hop in value.split(",")]
    while hops and _is_trusted(client, trusted):
        hop = hops.pop()
        if not _is_address(hop):
            break
        client = hop
    return client


def _is_trusted(address: str | None, trusted: Sequence[Network]) -> bool:
    if address is None:
        return True  # who can reach the socket's file is on this machine
    return _is_address(address) and any(ip_address(address) in network for network in trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
