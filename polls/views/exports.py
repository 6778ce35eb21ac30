"""Results and ballots to take away, as CSV and JSON."""

from __future__ import annotations

import asyncio
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

import structlog
from aiohttp import hdrs, web

from polls.domain.errors import PollsError, TooManyExportsError
from polls.services import exports
from polls.typedefs import DATABASE, EXPORTS
from polls.views import organisers, viewers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.services.exports import Sheet

log = structlog.get_logger()

MOST_EXPORTS = 2
"""Files made at once in one process: one of a million ballots takes a fifth of the time that votes
would have, and four megabytes for its order."""

SECONDS = 30
"""How long a reader may take for a piece of the file, some 64 KB, before the line counts as cut."""

LONGEST_NAME = 60

_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


async def results_csv(request: web.Request) -> web.StreamResponse:
    """Send the result, as far as whoever asks may see it, for a spreadsheet."""
    sheet = await _results(request)
    return await _send(request, sheet, "csv", exports.as_csv(sheet))


async def results_json(request: web.Request) -> web.StreamResponse:
    """Send the result, as far as whoever asks may see it, for a program."""
    sheet = await _results(request)
    return await _send(request, sheet, "json", exports.as_json(sheet))


async def ballots_csv(request: web.Request) -> web.StreamResponse:
    """Send the organiser the ballots, for a spreadsheet."""
    sheet = await _ballots(request)
    return await _send(request, sheet, "csv", exports.as_csv(sheet))


async def ballots_json(request: web.Request) -> web.StreamResponse:
    """Send the organiser the ballots, for a program."""
    sheet = await _ballots(request)
    return await _send(request, sheet, "json", exports.as_json(sheet))


async def _results(request: web.Request) -> Sheet:
    viewer = await viewers.viewer(request)
    key = request.match_info["question_id"]
    return await exports.results(request.app[DATABASE], key, viewer.role)


async def _ballots(request: web.Request) -> Sheet:
    question = await organisers.question(request)
    return await exports.ballots(request.app[DATABASE], question.key)


async def _send(
    request: web.Request,
    sheet: Sheet,
    format_: str,
    pieces: AsyncIterator[bytes],
) -> web.StreamResponse:
    if request.app[EXPORTS].locked():
        raise TooManyExportsError
    async with request.app[EXPORTS]:
        headers = {
            hdrs.CONTENT_TYPE: _TYPES[format_],
            hdrs.CONTENT_DISPOSITION: _disposition(sheet, format_),
        }
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        if request.method == hdrs.METH_HEAD:
            return response
        try:
            async for piece in pieces:
                async with asyncio.timeout(SECONDS):
                    await response.write(piece)
            await response.write_eof()
        except (ConnectionError, TimeoutError, PollsError) as error:
            log.warning("export_cut", reason=str(error) or type(error).__name__)
            # The reader must not take half a file for a whole one: the last chunk is not sent.
            if request.transport is not None:
                request.transport.abort()
    return response


def _disposition(sheet: Sheet, format_: str) -> str:
    """Name the file after the question, and for who reads no UTF-8 after its key (RFC 6266)."""
    plain = f"poll-{sheet.question.key}-{sheet.name}.{format_}"
    full = f"{_file_name(sheet.question.text)}-{sheet.name}.{format_}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"


def _file_name(text: str) -> str:
    """Return what of a text every file system takes: letters, marks and digits."""
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in text[:LONGEST_NAME])
    return "-".join("".join(kept).split()) or "poll"
