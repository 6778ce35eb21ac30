"""The dates of a question for people's own calendars."""

from __future__ import annotations

from hashlib import sha256

from aiohttp import ETag, hdrs, web

from polls.services import exports
from polls.typedefs import DATABASE
from polls.web import clients
from polls.web.downloads import disposition
from polls.web.links import link

TYPE = "text/calendar; charset=utf-8"


async def event(request: web.Request) -> web.Response:
    """Send the dates as a calendar; its reader hears at the same address what becomes of them.

    With `?cancelled=0` without those that were decided against, for a calendar that never had them.
    """
    key = request.match_info["question_id"]
    file = await exports.events(
        request.app[DATABASE],
        key,
        link(request, "poll", question_id=key),
        clients.in_thread(request),
        has_cancelled=request.query.get("cancelled") != "0",
    )
    tag = sha256(file.body).hexdigest()[:32]
    is_known = any(each.value in {tag, "*"} for each in request.if_none_match or ())
    response = web.Response(status=304) if is_known else web.Response(body=file.body)
    response.etag = ETag(tag)
    if not is_known:
        response.headers[hdrs.CONTENT_TYPE] = TYPE
        response.headers[hdrs.CONTENT_DISPOSITION] = disposition(file.question, "event.ics")
    return response
