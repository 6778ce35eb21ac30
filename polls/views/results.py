"""The result of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.live import PageName
from polls.rendering import render
from polls.services import ballots
from polls.services import results as service
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


def tally_context(shown: service.Shown) -> dict[str, Any]:
    """Return what `results/_tally.html` shows, on the page and in events."""
    return {"question": shown.question, "is_closed": shown.is_closed, "result": shown.result}


async def _results(request: web.Request, key: str, credential: str | None) -> str:
    database = request.app[DATABASE]
    shown = await service.of(database, key)
    standing = await ballots.standing(database, shown.question, credential)
    context = tally_context(shown) | {"standing": standing}
    return render("results/results.html", request, context)
