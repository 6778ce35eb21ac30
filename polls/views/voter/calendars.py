"""The dates of a question for people's own calendars."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import ETag, hdrs, web

from polls.services import exports
from polls.typedefs import DATABASE
from polls.web import clients
from polls.web.downloads import disposition
from polls.web.links import link
from polls.web.responses import is_held

TYPE = "text/calendar; charset=utf-8"


async def event(request: web.Request) -> web.Response:
    """Send the dates as a calendar; its reader hears at the same address what becomes of them.

    With `?cancelled=0` without those that were decided against, for a calendar that never had them.
    """
    key = request.match_info["question_id"]
    agenda = await exports.events(
        request.app[DATABASE],
        key,
        link(request, "poll", question_id=key),
        clients.in_thread(request),
        has_cancelled=request.query.get("cancelled") != "0",
    )
    if is_held(request, agenda.tag):
        response = web.Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        response = web.Response(body=await clients.in_thread(request)(exports.calendar, agenda))
        response.headers[hdrs.CONTENT_TYPE] = TYPE
        response.headers[hdrs.CONTENT_DISPOSITION] = disposition(agenda.question, "event.ics")
    response.etag = ETag(agenda.tag)
    return response
