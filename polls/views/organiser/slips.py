"""Codes as the organiser gets them, this once: slips to print, and a file to download."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from polls.domain.electorate.invitation_codes import shown_code
from polls.rendering import render
from polls.services.voters import invitations
from polls.web import clients, qr_codes
from polls.web.links import link
from polls.web.responses import private_response

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web

    from polls.domain.questions.questions import Question
    from polls.services.voters.invitations import Made

MOST_SLIPS = 1_000
"""On a page: 3 MB, drawn in about a second; with more there is the file only."""


async def response(
    request: web.Request,
    question: Question,
    made: Sequence[Made],
    *,
    is_guess: bool = False,
    is_reissued: bool = False,
) -> web.Response:
    """Return the page that shows new codes; it is kept nowhere."""
    address = link(request, "poll", question_id=question.key)

    def show() -> str:
        drawn = made if len(made) <= MOST_SLIPS else ()
        context = {
            "question": question,
            "number": len(made),
            "is_guess": is_guess,
            "is_reissued": is_reissued,
            "short_address": address.partition("://")[2],
            "file": b64encode(invitations.file(made, address)).decode(),
            "slips": [
                (each, shown_code(each.code), qr_codes.quickly(invitations.link(each, address)))
                for each in drawn
            ],
        }
        return render("manage/slips.html", request, context)

    # In a thread, since it takes a second for a thousand slips, and others want to vote meanwhile.
    page = await clients.in_thread(request)(show)
    return private_response(request, page)
