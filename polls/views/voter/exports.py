"""Results and ballots to take away, as CSV and JSON."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from polls.services import exports
from polls.typedefs import DATABASE
from polls.web import clients
from polls.web.downloads import disposition
from polls.web.identity import organisers, viewers
from polls.web.long_files import send_pieces, turn

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from polls.domain.questions.questions import Question

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
        async with turn(request):
            file = await exports.election(
                request.app[DATABASE], clients.tallies(request), question.key, format_
            )
        return web.Response(body=file.body, headers=_headers(file.question, "ballots", file.ending))

    return send


async def _results(request: web.Request, format_: str) -> web.Response:
    role = (await viewers.viewer(request)).role
    key = request.match_info["question_id"]
    sheet = await exports.results(request.app[DATABASE], clients.tallies(request), key, role)
    async with turn(request) if sheet.is_long else nullcontext():
        body = b"".join([piece async for piece in _WRITERS[format_](sheet)])
    return web.Response(body=body, headers=_headers(sheet.question, sheet.name, format_))


async def _ballots(request: web.Request, format_: str) -> web.StreamResponse:
    question = await organisers.question(request)
    sheet = await exports.ballots(request.app[DATABASE], question.key)
    async with turn(request):
        response = web.StreamResponse(headers=_headers(sheet.question, sheet.name, format_))
        await response.prepare(request)
        if request.method != hdrs.METH_HEAD:
            await send_pieces(request, response, _WRITERS[format_](sheet))
    return response


def _headers(question: Question, name: str, ending: str) -> dict[str, str]:
    return {
        hdrs.CONTENT_TYPE: _TYPES.get(ending.rpartition(".")[2], _TEXT),
        hdrs.CONTENT_DISPOSITION: disposition(question, f"{name}.{ending}"),
    }
