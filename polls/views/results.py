"""The result of a question."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.domain import results as domain
from polls.live import PageName
from polls.rendering import render
from polls.services import ballots, questions
from polls.typedefs import DATABASE, PAGES
from polls.views import voters
from polls.views.responses import kept_response, page_response

if TYPE_CHECKING:
    from aiohttp import web


async def results(request: web.Request) -> web.Response:
    """Show who leads, the numbers, and to a voter what is on record."""
    key = request.match_info["question_id"]
    credential = voters.credential(request)
    if credential:
        return page_response(await _results(request, key, credential))
    name = PageName("results", key)
    page = await request.app[PAGES].get(name, lambda: _results(request, key, None))
    return kept_response(request, page)


async def _results(request: web.Request, key: str, credential: str | None) -> str:
    now = datetime.now(UTC)
    database = request.app[DATABASE]
    question = await questions.find(database, key, now)
    context = {
        "question": question,
        "is_closed": question.is_closed(now),
        "result": domain.read(question, now),
        "standing": await ballots.standing(database, question, credential),
    }
    return render("results/results.html", request, context)
