"""The result of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.domain.questions.questions import Stage
from polls.domain.text.likeness import folded
from polls.presentation import dates
from polls.services.results import results as service
from polls.typedefs import DATABASE
from polls.web import clients, viewers
from polls.web.kept_pages import kept_page
from polls.web.long_pages import render_long

if TYPE_CHECKING:
    from aiohttp import web

    from polls.domain.ballots.ballots import Recorded
    from polls.web.viewers import Viewer


async def results(request: web.Request) -> web.Response:
    """Show who leads, the numbers, and to a voter what is on record; or when that will be seen.

    Those of one role who chose the same see the same, so a page is kept for each of these.
    """
    key = request.match_info["question_id"]
    viewer = await viewers.viewer(request)

    async def show() -> str:
        return await _results(request, key, viewer)

    return await kept_page(request, "results", key, show, part=viewer)


def tally_context(shown: service.Shown) -> dict[str, Any]:
    """Return what `results/_tally.html` shows, on the page and in events."""
    return {
        "question": shown.question,
        "is_closed": shown.is_closed,
        "is_ending": shown.stage is Stage.ENDING,
        "sight": shown.sight,
        "result": shown.result and dates.worded(shown.result, shown.question),
        "named": shown.named,
        "draw": shown.draw,
        "quorum": shown.quorum,
        "removed": shown.removed,
        "contrasts": shown.contrasts,
    }


def recorded_context(shown: service.Shown, recorded: Recorded | None) -> dict[str, Any]:
    """Return what `results/results.html` shows to a voter alone.

    That somebody else has voted under the same name, as far as this voter may see the names.
    """
    alike = 0
    if recorded and recorded.name:
        name = folded(recorded.name)
        alike = sum(folded(each.name) == name for each in shown.named)
    return {"recorded": recorded, "shares_name": alike > 1}


async def _results(request: web.Request, key: str, viewer: Viewer) -> str:
    shown = await service.of(request.app[DATABASE], clients.tallies(request), key, viewer.role)
    context = tally_context(shown) | recorded_context(shown, viewer.recorded)
    return await render_long(request, "results/results.html", context, shown.size)
