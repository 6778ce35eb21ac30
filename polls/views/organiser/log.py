"""The log of a question, for its organiser."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.services.questions import changes
from polls.typedefs import DATABASE
from polls.web.identity import organisers
from polls.web.long_pages import render_long
from polls.web.responses import page_response

if TYPE_CHECKING:
    from aiohttp import web


async def log(request: web.Request) -> web.Response:
    """Show what was changed, when and by whose right, the latest first."""
    question = await organisers.question(request)
    entries = await changes.history(request.app[DATABASE], question)
    context = {
        "question": question,
        "stage": question.stage(datetime.now(UTC)),
        "entries": entries[::-1],
    }
    page = await render_long(request, "manage/log.html", context, len(entries))
    return page_response(page)
