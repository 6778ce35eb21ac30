"""The list of questions, and the ballot of one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiohttp import web

from polls.live import PageName
from polls.rendering import render
from polls.services import questions
from polls.typedefs import DATABASE, PAGES, SETTINGS
from polls.views import voters
from polls.views.responses import kept_response

if TYPE_CHECKING:
    from polls.domain.ballots import Selection

_PAGE_DIGITS = 6


async def index(request: web.Request) -> web.Response:
    """Show the latest questions, newest first, a page at a time."""
    number = _page_number(request.query.get("page", "1"))

    async def list_questions() -> str:
        now = datetime.now(UTC)
        listing = await questions.latest(request.app[DATABASE], number, now)
        may_ask = request.app[SETTINGS].create != "nobody"  # with a code, if one is needed
        context = {"listing": listing, "now": now, "may_ask": may_ask}
        return render("questions/index.html", request, context)

    page = await request.app[PAGES].get(PageName("index", None, number), list_questions)
    return kept_response(request, page)


async def poll(request: web.Request) -> web.Response:
    """Show the ballot, marked as this browser's voter marked it before."""
    key = request.match_info["question_id"]
    standing = await voters.standing(request, key)
    name = PageName("poll", key, standing)
    page = await request.app[PAGES].get(name, lambda: ballot_form(request, key, standing))
    response = kept_response(request, page)
    if voters.credential(request) is None:
        voters.introduce(request)
    return response


async def ballot_form(
    request: web.Request,
    key: str,
    standing: Selection | None,
    *,
    problem: str | None = None,
    marked: Selection | None = None,
) -> str:
    """Render the ballot: marked as sent when `problem` says what was wrong, else as on record."""
    now = datetime.now(UTC)
    question = await questions.find(request.app[DATABASE], key, now)
    context = {
        "question": question,
        "is_closed": question.is_closed(now),
        "standing": standing,
        "marked": standing or () if marked is None else marked,
        "problem": problem,
    }
    return render("questions/detail.html", request, context)


def _page_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _PAGE_DIGITS and int(text)):
        raise web.HTTPNotFound(text="The list of questions has no such page.")
    return int(text)
