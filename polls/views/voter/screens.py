"""The big screen: a question for a room full of people, with the way to vote on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.questions.visibility import Role
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


async def screen(request: web.Request) -> web.Response:
    """Show the question, its QR code, and how many have voted; with `?numbers=1` for what."""
    key = request.match_info["question_id"]
    address = link(request, "poll", question_id=key)
    is_revealed = request.query.get("numbers") == "1"
    role = await viewers.presenter(request)

    async def show() -> str:
        return await _screen(request, key, role, address, is_revealed=is_revealed)

    part = (role, address, is_revealed)
    return await kept_page(
        request, "screen", key, show, part=part, is_for_all=role is Role.SOMEBODY
    )


async def _screen(
    request: web.Request,
    key: str,
    role: Role,
    address: str,
    *,
    is_revealed: bool,
) -> str:
    shown = await results.of(request.app[DATABASE], clients.tallies(request), key, role)
    host, _, path = address.partition("//")[2].partition("/")
    context = tally_context(shown) | {
        "is_revealed": is_revealed,
        "address": address,
        "host": host,
        "path": f"/{path}",
        "qr_code": qr_codes.of(address),
    }
    return await render_long(request, "screens/screen.html", context, shown.size)
