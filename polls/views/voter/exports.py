"""Results and ballots to take away, as CSV and JSON."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, nullcontext
from typing import TYPE_CHECKING

import structlog
from aiohttp import hdrs, web

from polls.domain.errors import PollsError, TooManyExportsError
from polls.services import exports
from polls.typedefs import DATABASE, EXPORTS, EXPORTS_ASKED
from polls.web import clients
from polls.web.downloads import disposition
from polls.web.identity import organisers, viewers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp.typedefs import Handler

    from polls.domain.questions.questions import Question

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

_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
_TEXT = "text/plain; charset=utf-8"
_WRITERS = {"csv": exports.as_csv, "json": exports.as_json}


async def results_csv(request: web.Request) -> web.Response:
    """Send the result, as far as whoever asks may see it, for a spreadsheet."""
    return await _results(request, "csv")


async def results_json(request: web.Request) -> web.Response:
    """Send the result, as far as whoever asks may see it, for a program."""
    return await _results(request, "json")


async def ballots_csv(request: web.Request) -> web.StreamResponse:
    """Send the organiser the ballots, for a spreadsheet."""
    return await _ballots(request, "csv")


async def ballots_json(request: web.Request) -> web.StreamResponse:
    """Send the organiser the ballots, for a program."""
    return await _ballots(request, "json")


def grouped(format_: str) -> Handler:
    """Return what sends the organiser the ballots in a format of the field."""

    async def send(request: web.Request) -> web.Response:
        question = await organisers.question(request)
        async with _turn(request):
            file = await exports.election(
                request.app[DATABASE], clients.tallies(request), question.key, format_
            )
        return web.Response(body=file.body, headers=_headers(file.question, "ballots", file.ending))

    return send


async def _results(request: web.Request, format_: str) -> web.Response:
    role = (await viewers.viewer(request)).role
    key = request.match_info["question_id"]
    sheet = await exports.results(request.app[DATABASE], clients.tallies(request), key, role)
    async with _turn(request) if sheet.is_long else nullcontext():
        body = b"".join([piece async for piece in _WRITERS[format_](sheet)])
    return web.Response(body=body, headers=_headers(sheet.question, sheet.name, format_))


async def _ballots(request: web.Request, format_: str) -> web.StreamResponse:
    question = await organisers.question(request)
    sheet = await exports.ballots(request.app[DATABASE], question.key)
    async with _turn(request):
        response = web.StreamResponse(headers=_headers(sheet.question, sheet.name, format_))
        await response.prepare(request)
        if request.method != hdrs.METH_HEAD:
            await _send(request, response, _WRITERS[format_](sheet))
    return response


@asynccontextmanager
async def _turn(request: web.Request) -> AsyncIterator[None]:
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


async def _send(
    request: web.Request,
    response: web.StreamResponse,
    pieces: AsyncIterator[bytes],
) -> None:
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


def _headers(question: Question, name: str, ending: str) -> dict[str, str]:
    return {
        hdrs.CONTENT_TYPE: _TYPES.get(ending.rpartition(".")[2], _TEXT),
        hdrs.CONTENT_DISPOSITION: disposition(question, f"{name}.{ending}"),
    }
