"""Whole addresses as people read and copy them: no part of a path is broken over lines."""

from __future__ import annotations

from html import escape


def html(address: str) -> str:
    """Return an address, or its path, as HTML whose lines break between parts of the path alone.

    A key in two lines is copied with a space in it, or read as two words.
    """
    scheme, slashes, rest = address.rpartition("//")
    host, *parts = rest.split("/")
    path = "".join(f'<wbr>/<span class="unbroken">{escape(part)}</span>' for part in parts)
    return f"{escape(scheme)}{slashes}{escape(host)}{path}"
