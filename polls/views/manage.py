"""The organiser's page of a question."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.rendering import render
from polls.views import organisers
from polls.views.responses import page_response

if TYPE_CHECKING:
    from aiohttp import web


async def overview(request: web.Request) -> web.Response:
    """Show where the question is in its life, and what its organiser can do."""
    question = await organisers.question(request)
    context = {"question": question, "stage": question.stage(datetime.now(UTC))}
    return page_response(render("manage/overview.html", request, context))
