"""The picture of a question that other sites show beside a link to it."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import hdrs, web

from polls.presentation import previews
from polls.services.questions import questions
from polls.typedefs import DATABASE, PREVIEWS, SHOWN_ELSEWHERE
from polls.web import clients

HEADERS = {hdrs.CACHE_CONTROL: "public, max-age=600", hdrs.VARY: hdrs.COOKIE}
"""The text may be edited, so not for good. It is in the language that a cookie says: sites that
fetch it have none, and share one."""


async def preview(request: web.Request) -> web.Response:
    """Show the question and what was decided or how many choices it has, never its votes."""
    key = request.match_info["question_id"]
    question = await questions.find(request.app[DATABASE], key, datetime.now(UTC))
    caption = previews.caption(question)
    picture = await request.app[PREVIEWS].of(caption, clients.network(request))
    request[SHOWN_ELSEWHERE] = True
    return web.Response(body=picture, content_type="image/png", headers=HEADERS)
