"""The record of a question: told to everyone, its ballots listed by their words, and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from polls.domain.records.problems import MalformedError
from polls.domain.request_errors import NoSuchPageError
from polls.domain.text.texts import whole_number
from polls.presentation.records.readme import readme
from polls.rendering import render
from polls.services.records import publishing
from polls.typedefs import DATABASE, PRIVATE
from polls.web import clients
from polls.web.check_pages import MOST_BALLOTS, check_page
from polls.web.downloads import disposition
from polls.web.identity import viewers
from polls.web.long_files import send_archive, turn
from polls.web.responses import HTML, private_response

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.services.records.publishing import ShownRecord

_MOST_DIGITS = 6
_LONGEST_SEARCH = 100


async def record(request: web.Request) -> web.Response:
    """Tell what the record is, and list its ballots: a page, or those whose words were typed."""
    database = request.app[DATABASE]
    shown = await _record(request)
    page = _number(request, "page")
    if page > shown.pages:
        raise NoSuchPageError
    typed = request.query.get("words", "")[:_LONGEST_SEARCH].strip()
    is_unknown = False
    if typed:
        try:
            ballots = await publishing.search(database, shown, typed)
        except MalformedError:
            ballots, is_unknown = [], True
    else:
        ballots = await publishing.page(database, shown, page)
    context = {
        "question": shown.question,
        "record": shown,
        "ballots": ballots,
        "page": page,
        "typed": typed,
        "is_unknown": is_unknown,
    }
    return private_response(request, render("records/record.html", request, context))


async def record_zip(request: web.Request) -> web.StreamResponse:
    """Send the whole record as a file."""
    shown = await _record(request)
    name = disposition(shown.question, "record.zip")
    return await send_archive(request, _archive(request, shown), name)


async def check_html(request: web.Request) -> web.Response:
    """Send the record in a page that checks it, to be opened from a folder without a network."""
    shown = await _record(request)
    record = None
    async with turn(request):
        if shown.row.ballots <= MOST_BALLOTS:
            record = b"".join([piece async for piece in _archive(request, shown)])
        page = await clients.in_thread(request)(check_page, request.app, record)
    request[PRIVATE] = True
    return web.Response(
        body=page,
        headers={
            hdrs.CONTENT_TYPE: HTML,
            hdrs.CONTENT_DISPOSITION: disposition(shown.question, "check.html"),
        },
    )


def _archive(request: web.Request, shown: ShownRecord) -> AsyncIterator[bytes]:
    text = readme(shown.question.text, shown.words)
    return publishing.archive(request.app[DATABASE], shown, text)


async def _record(request: web.Request) -> ShownRecord:
    key = request.match_info["question_id"]
    role = (await viewers.viewer(request)).role
    number = _number(request, "number") if "number" in request.query else None
    return await publishing.find(request.app[DATABASE], key, role, number)


def _number(request: web.Request, name: str) -> int:
    number = whole_number(request.query.get(name, "1"), _MOST_DIGITS)
    if not number:
        raise NoSuchPageError
    return number
