"""The big screen: a question for a room full of people, with the way to vote on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.questions.join_codes import shown_join_code
from polls.domain.questions.questions import Stage
from polls.domain.questions.visibility import Role
from polls.domain.text.texts import whole_number
from polls.presentation.screen_pages import page_of
from polls.services.questions import joining
from polls.services.results import results
from polls.typedefs import DATABASE
from polls.views.voter.results import tally_context
from polls.web import clients, qr_codes
from polls.web.identity import viewers
from polls.web.kept_pages import kept_page
from polls.web.links import link
from polls.web.long_pages import render_long

if TYPE_CHECKING:
    from aiohttp import web


_MOST_DIGITS = 2
"""Of the number of a page: there are no more choices."""


class _Asked(NamedTuple):
    """What a screen is to show."""

    role: Role
    address: str
    """Where the room votes."""
    number: int
    """Of the page of choices."""
    is_revealed: bool


async def screen(request: web.Request) -> web.Response:
    """Show the question, its QR code, and how many have voted; with `?numbers=1` for what.

    Many choices are shown ten at a time: `?page=2` begins with the eleventh.
    """
    key = request.match_info["question_id"]
    asked = _Asked(
        await viewers.presenter(request),
        link(request, "poll", question_id=key),
        whole_number(request.query.get("page", ""), _MOST_DIGITS) or 1,
        is_revealed=request.query.get("numbers") == "1",
    )

    async def show() -> str:
        return await _screen(request, key, asked)

    is_for_all = asked.role is Role.SOMEBODY
    return await kept_page(request, "screen", key, show, part=asked, is_for_all=is_for_all)


async def _screen(request: web.Request, key: str, asked: _Asked) -> str:
    shown = await results.of(request.app[DATABASE], clients.tallies(request), key, asked.role)
    host, _, path = asked.address.partition("//")[2].partition("/")
    code = await joining.code_of(request.app[DATABASE], key)
    page = page_of(asked.number, len(shown.question.choices))
    # As long as the numbers are hidden, the order of the choices does not tell them.
    context = tally_context(shown, is_as_asked=not asked.is_revealed) | {
        "page": page,
        "rows": page.rows,
        "is_revealed": asked.is_revealed,
        "address": asked.address,
        "host": host,
        "path": f"/{path}",
        "join_page": link(request, "join"),
        "join_code": shown_join_code(code) if code else None,
        "may_show_code": asked.role is Role.ORGANISER and shown.stage is Stage.OPEN and not code,
        "qr_code": qr_codes.of(asked.address),
    }
    return await render_long(request, "screens/screen.html", context, shown.size)
