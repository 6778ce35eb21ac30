"""The stream of events: each new tally of a question, as long as somebody watches."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from polls.domain.electorate.credentials import secret_hash
from polls.domain.errors import Absence, NotTheOrganiserError, UnavailableError
from polls.domain.questions.visibility import Role, Sight
from polls.live import Audience, RenderedTally, Watcher
from polls.presentation import language
from polls.presentation.language import LANGUAGES
from polls.rendering import render_for
from polls.services.questions.organisers import has_secret
from polls.services.results import results
from polls.typedefs import DATABASE, HUB, SHORT_WORK, TALLIES, WATCHER_LIMITS, WATCHERS_ASKED
from polls.views.voter.results import tally_context
from polls.web import clients
from polls.web.identity import organisers, viewers
from polls.web.long_pages import MANY

if TYPE_CHECKING:
    from polls.live.stream.channel import Render
    from polls.live.stream.watcher_limits import WatcherPlace

HEADERS = {
    hdrs.CONTENT_TYPE: "text/event-stream; charset=utf-8",
    "X-Accel-Buffering": "no",  # nginx would keep events until some kilobytes have gathered
}

ASKED_AT_ONCE = 2
"""Watchers who are looked up at the same time: a connection is left for pages."""

ASKED_SECONDS = 30
"""A crowd of 10,000 is looked up within ten; who waits for a stream sees the page meanwhile."""


async def events(request: web.Request) -> web.StreamResponse:
    """Send the tally as it stands now, and then each new one."""
    seat = request.app[WATCHER_LIMITS].take(clients.network(request))
    try:
        audience = await _audience(request)
        is_for_all = await request.app[HUB].open(audience)
        if not is_for_all and not _is_for_others(request) and await _has_voted(request):
            audience = audience._replace(role=Role.VOTER)
            await request.app[HUB].open(audience)
        _check_that_client_waits(request)
        response = web.StreamResponse(headers=HEADERS)
        response.force_close()  # nothing can follow a stream
        await response.prepare(request)
        _sit_down(request, response, seat, audience)
    except BaseException:
        seat.leave()
        raise
    return response


def _check_that_client_waits(request: web.Request) -> None:
    """Go no further for one who has left, or the answer would be counted as one that was given."""
    if request.transport is None or request.transport.is_closing():
        raise ConnectionResetError


def tallies(app: web.Application) -> Render:
    """Return what renders a question's tally as its page shows it to those who watch."""
    return partial(_tally, app)


async def _audience(request: web.Request) -> Audience:
    """Return with whom the browser watches, whatever it has voted."""
    if _is(request, "embed"):  # asked for by a page in a frame, but not as one
        return Audience(request.match_info["question_id"], language=language.current().code)
    role = await viewers.presenter(request)
    held = organisers.secret(request) if role is Role.ORGANISER else None
    return Audience(
        request.match_info["question_id"],
        role,
        None if held is None else secret_hash(held),
        language.current().code,
    )


async def _has_voted(request: web.Request) -> bool:
    """Look the voter up: only if it matters, and as others leave room for it.

    Ten thousand may come at once, and a transaction's time begins before it has a connection.
    """
    try:
        async with asyncio.timeout(ASKED_SECONDS), request.app[WATCHERS_ASKED]:
            return await viewers.has_voted(request)
    except TimeoutError:
        raise UnavailableError(Absence.TOO_MANY_BEGIN_TO_WATCH) from None


def _is_for_others(request: web.Request) -> bool:
    """Tell whether the tally stands where others look, too: not even a voter is one there."""
    return _is(request, "screen") or _is(request, "embed")


def _is(request: web.Request, place: str) -> bool:
    return request.query.get(place) == "1"


async def _tally(app: web.Application, audience: Audience) -> RenderedTally:
    database, (key, role, held, code) = app[DATABASE], audience
    if held is not None and not await has_secret(database, key, held):
        raise NotTheOrganiserError
    shown = await results.of(database, app[TALLIES], key, role)
    context = tally_context(shown)
    with language.spoken(LANGUAGES[code]):
        if shown.size <= MANY:
            html = render_for(app, "results/_tally.html", context)
        else:
            html = await app[SHORT_WORK].run(None, render_for, app, "results/_tally.html", context)
    question = shown.question
    ends = () if shown.is_closed else (question.close_date, question.in_force_at)
    until = min((moment for moment in (*ends, shown.newer_at) if moment), default=None)
    return RenderedTally(html, until, is_for_all=shown.sight is not Sight.ONCE_VOTED)


def _sit_down(
    request: web.Request,
    response: web.StreamResponse,
    seat: WatcherPlace,
    audience: Audience,
) -> None:
    """Let the client watch, unless it has left meanwhile or wanted the headers only."""
    transport = request.transport
    if transport is None or transport.is_closing() or request.method == hdrs.METH_HEAD:
        seat.leave()
        return
    is_chunked = hdrs.TRANSFER_ENCODING in response.headers
    tag = request.headers.get("Last-Event-ID")
    watcher = Watcher(transport, seat, is_chunked=is_chunked, tag=tag)
    _hand_over(request.protocol, transport, watcher)
    request.app[HUB].watch(audience, watcher)


def _hand_over(
    server: web.RequestHandler,
    transport: asyncio.Transport,
    watcher: Watcher,
) -> None:
    """Give a connection to its watcher; to aiohttp it is as if it had been lost.

    Left with aiohttp, each stream would keep its request, headers and two tasks: 17 KB, where a
    watcher takes 2. docs/decisions/0009-own-event-streams.md has the figures.
    """
    transport.set_protocol(watcher)
    server.transport = None  # or it would be closed
    server.connection_lost(None)
    transport.resume_reading()  # or the end of a connection that was paused would go unnoticed
