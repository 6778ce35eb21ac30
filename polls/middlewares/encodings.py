"""Refuses request bodies that are compressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from polls.presentation.language import gettext

if TYPE_CHECKING:
    from polls.middlewares.checks import Check

PLAIN = "identity"


def plain_bodies() -> Check:
    """Return the check that refuses a request with a `Content-Encoding`, whatever its address.

    No browser compresses a form, and 200 KB can unpack to 200 MB. The answer says what is taken,
    as RFC 9110, section 15.5.16, recommends. It comes before the body is read; the server does not
    unpack what it then throws away (`auto_decompress` in `polls.main`).
    """

    def check(request: web.Request) -> None:
        encoding = request.headers.get(hdrs.CONTENT_ENCODING)
        if encoding is not None and encoding.strip().lower() != PLAIN:
            raise web.HTTPUnsupportedMediaType(
                text=gettext("This site does not read compressed requests."),
                headers={hdrs.ACCEPT_ENCODING: PLAIN},
            )

    return check
