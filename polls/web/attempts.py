"""Addresses that forms are sent to, another one each time: what is sent to the page's own is lost.

A browser gives an answer from the address that it is on the place of the page in its history. When
the answer does not come, because the server or the network is away, “back” leads past the form,
and what was typed is gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.text.texts import whole_number

if TYPE_CHECKING:
    from aiohttp import web

_MOST_DIGITS = 3  # more come from nobody who fills in a form: they are counted from 1 again


def following(request: web.Request) -> int:
    """Return the number of the attempt that the form on this request's page will be, from 1 on."""
    return (whole_number(request.query.get("attempt", ""), _MOST_DIGITS) or 0) + 1
