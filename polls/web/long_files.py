"""Files that take long to make: a few at once, sent piece by piece."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog
from aiohttp import hdrs, web

from polls.domain.errors import PollsError, TooManyExportsError
from polls.typedefs import EXPORTS, EXPORTS_ASKED, PRIVATE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

log = structlog.get_logger()

MOST_EXPORTS = 2
"""Long files made at once in one process. Each takes four bytes a ballot for its order, and while
it is made a vote takes some 15 ms instead of 3."""

MOST_WAITING = 20
"""Files that wait for those before them: what two organisers have buttons for."""

WAIT_SECONDS = 10.0
"""How long a file may wait; browsers and proxies wait longer for an answer."""

PIECE_SECONDS = 30
"""How long a reader may take for what fits between us, before the line counts as cut."""

FILE_SECONDS = 600
"""How long a file may take: a million ballots took 15 s; a slow reader keeps others from theirs."""


@asynccontextmanager
async def turn(request: web.Request) -> AsyncIterator[None]:
    """Hold the turn to make a long file, when those who asked before have had theirs.

    Raises:
        TooManyExportsError: none came in time, or as many wait as may.
    """
    asked, turns = request.app[EXPORTS_ASKED], request.app[EXPORTS]
    if asked.locked():
        raise TooManyExportsError
    async with asked:
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await turns.acquire()
        except TimeoutError:
            raise TooManyExportsError from None
        try:
            yield
        finally:
            turns.release()


async def send_archive(
    request: web.Request,
    pieces: AsyncIterator[bytes],
    name: str,
) -> web.StreamResponse:
    """Send a ZIP file when its turn has come, to its reader alone.

    Args:
        request: what is answered.
        pieces: of the file.
        name: the header that names it, as `downloads.disposition` makes it.

    Raises:
        TooManyExportsError: none came in time, or as many wait as may.
    """
    async with turn(request):
        request[PRIVATE] = True
        response = web.StreamResponse(
            headers={hdrs.CONTENT_TYPE: "application/zip", hdrs.CONTENT_DISPOSITION: name}
        )
        await response.prepare(request)
        if request.method != hdrs.METH_HEAD:
            await send_pieces(request, response, pieces)
    return response


async def send_pieces(
    request: web.Request,
    response: web.StreamResponse,
    pieces: AsyncIterator[bytes],
) -> None:
    """Send a file piece by piece; one that cannot be completed is cut, so that this is noticed."""
    try:
        async with asyncio.timeout(FILE_SECONDS):
            async for piece in pieces:
                async with asyncio.timeout(PIECE_SECONDS):
                    await response.write(piece)
            await response.write_eof()
    except (ConnectionError, TimeoutError, PollsError) as error:
        log.warning("export_cut", reason=str(error) or type(error).__name__)
        # The reader must not take half a file for a whole one: the last chunk is not sent.
        if request.transport is not None:
            request.transport.abort()
