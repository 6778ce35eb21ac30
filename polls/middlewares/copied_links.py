"""Links that were copied with the punctuation of their sentence lead where they were meant to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs, web
from yarl import URL

from polls.domain.text.copied import without_tail
from polls.web.responses import redirection

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

LONGEST_TAIL = 8
"""Characters; what is longer is no punctuation."""

_READING = frozenset({hdrs.METH_GET, hdrs.METH_HEAD})


@web.middleware
async def copied_links(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Lead on from an address that no page has to the page that has it without its tail.

    A mail, a chat or a pair of brackets makes “/poll/7).” of a link to `/poll/7`.
    """
    try:
        return await handler(request)
    except web.HTTPNotFound as error:
        if error is request.match_info.http_exception and request.method in _READING:
            found = await _meant(request)
            if found is not None:
                return redirection(str(found))
        raise


async def _meant(request: web.Request) -> URL | None:
    """Return the address without its tail, if that is a page's."""
    url = request.rel_url
    path = without_tail(url.path)
    if not path or not 0 < len(url.path) - len(path) <= LONGEST_TAIL:
        return None
    meant = URL.build(path=path, query_string=url.query_string)
    match = await request.app.router.resolve(request.clone(rel_url=meant))
    return meant if match.http_exception is None else None
