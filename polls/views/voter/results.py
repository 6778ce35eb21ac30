"""The result of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.domain.questions.questions import Stage
from polls.domain.text.likeness import folded
from polls.presentation import dates
from polls.presentation.results.own_marks import own_marks
from polls.services.results import results as service
from polls.typedefs import DATABASE
from polls.web import clients
from polls.web.identity import viewers
from polls.web.kept_pages import kept_page
from polls.web.long_pages import render_long

if TYPE_CHECKING:
    from aiohttp import web

    from polls.domain.ballots.ballots import Recorded
    from polls.domain.results.results import Line
    from polls.web.identity.viewers import Viewer


async def results(request: web.Request) -> web.Response:
    """Show who leads, the numbers, and to a voter what is on record; or when that will be seen.

    Those of one role who chose the same see the same, so a page is kept for each of these, in each
    of the two orders that its table can have.
    """
    key = request.match_info["question_id"]
    viewer = await viewers.viewer(request)
    is_as_asked = request.query.get("order") == "ballot"

    async def show() -> str:
        return await _results(request, key, viewer, is_as_asked=is_as_asked)

    part = (viewer, is_as_asked)
    return await kept_page(request, "results", key, show, part=part, is_for_all=viewer.is_stranger)


def tally_context(shown: service.Shown, *, is_as_asked: bool = False) -> dict[str, Any]:
    """Return what `results/_tally.html` shows, on the page and in events.

    Args:
        shown: the result, as far as it may be seen.
        is_as_asked: whether the choices keep the order of the ballot when voting has ended; else
            they are then in the order of the result.
    """
    return {
        "is_as_asked": is_as_asked,
        "lines": _lines(shown, is_as_asked=is_as_asked),
        "own": {},
        "own_ballot": None,
        "rows": None,
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

    The ballot, what it gives each choice, and whether somebody else has voted under the same name,
    as far as this voter may see the names.
    """
    alike = 0
    if recorded and recorded.name:
        name = folded(recorded.name)
        alike = sum(folded(each.name) == name for each in shown.named)
    own = own_marks(recorded.selection, shown.question.rules) if recorded else {}
    return {
        "recorded": recorded,
        "shares_name": alike > 1,
        "own": own,
        "own_ballot": recorded,
    }


async def _results(
    request: web.Request,
    key: str,
    viewer: Viewer,
    *,
    is_as_asked: bool,
) -> str:
    shown = await service.of(request.app[DATABASE], clients.tallies(request), key, viewer.role)
    context = tally_context(shown, is_as_asked=is_as_asked) | recorded_context(
        shown, viewer.recorded
    )
    context["has_record"] = shown.has_record
    return await render_long(request, "results/results.html", context, shown.size)


def _lines(shown: service.Shown, *, is_as_asked: bool) -> tuple[Line, ...]:
    """Return the lines of the table: while people vote, nothing changes its place."""
    if shown.result is None:
        return ()
    return shown.result.ranked if shown.is_closed and not is_as_asked else shown.result.lines
