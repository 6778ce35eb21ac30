"""The result of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.live import PageName
from polls.rendering import render
from polls.services import results as service
from polls.typedefs import DATABASE, PAGES
from polls.views import voters
from polls.views.responses import kept_response

if TYPE_CHECKING:
    from aiohttp import web

    from polls.domain.ballots import Selection


async def results(request: web.Request) -> web.Response:
    """Show who leads, the numbers, and to a voter what is on record.

    Voters who chose the same see the same, so a page is kept for each selection.
    """
    key = request.match_info["question_id"]
    standing = await voters.standing(request, key)
    name = PageName("results", key, standing)
    page = await request.app[PAGES].get(name, lambda: _results(request, key, standing))
    return kept_response(request, page)


def tally_context(shown: service.Shown) -> dict[str, Any]:
    """Return what `results/_tally.html` shows, on the page and in events."""
    return {"question": shown.question, "is_closed": shown.is_closed, "result": shown.result}


async def _results(request: web.Request, key: str, standing: Selection | None) -> str:
    shown = await service.of(request.app[DATABASE], key)
    return render("results/results.html", request, tally_context(shown) | {"standing": standing})
