"""What an organiser shares: the voters' link and its QR code; and what they keep for themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.rendering import render
from polls.web import organisers, qr_codes
from polls.web.links import link
from polls.web.responses import attachment, private_response

if TYPE_CHECKING:
    from aiohttp import web

    from polls.domain.questions.questions import Question


async def share(request: web.Request) -> web.Response:
    """Show the links of a question to its organiser."""
    question = await organisers.question(request)
    secret = organisers.secret(request)
    address = _address(request, question)
    context = {
        "question": question,
        "stage": question.stage(datetime.now(UTC)),
        "address": address,
        "qr_code": qr_codes.of(address),
        "organisers_link": secret and organisers.link(request, question.key, secret),
    }
    return private_response(request, render("manage/share.html", request, context))


async def qr_svg(request: web.Request) -> web.Response:
    """Give the QR code as a drawing, for print of any size."""
    question = await organisers.question(request)
    content = qr_codes.svg(_address(request, question))
    return attachment(content, "image/svg+xml", f"poll-{question.key}.svg")


async def qr_png(request: web.Request) -> web.Response:
    """Give the QR code as a picture, for slides and documents."""
    question = await organisers.question(request)
    content = qr_codes.png(_address(request, question))
    return attachment(content, "image/png", f"poll-{question.key}.png")


def _address(request: web.Request, question: Question) -> str:
    return link(request, "poll", question_id=question.key)
