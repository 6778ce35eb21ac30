"""What an organiser shares: the voters' link and its QR code; and what they keep for themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from polls.domain.questions.join_codes import shown_join_code
from polls.domain.questions.questions import Stage
from polls.presentation.organiser import mails
from polls.rendering import render
from polls.services.questions import joining
from polls.typedefs import DATABASE, SETTINGS, SHOWS_FRAME
from polls.views.sites import embeds
from polls.web import qr_codes
from polls.web.forms import read_form
from polls.web.identity import organisers
from polls.web.links import link
from polls.web.responses import attachment, private_response, see_other

if TYPE_CHECKING:
    from aiohttp import web

    from polls.domain.questions.questions import Question


async def share(request: web.Request) -> web.Response:
    """Show the links of a question to its organiser."""
    question = await organisers.question(request)
    secret = organisers.secret(request)
    address = _address(request, question)
    organisers_link = organisers.link(request, question.key, secret) if secret else ""
    stage = question.stage(datetime.now(UTC))
    code = await joining.code_of(request.app[DATABASE], question.key)
    context: dict[str, Any] = {
        "question": question,
        "stage": stage,
        "address": address,
        "qr_code": qr_codes.of(address),
        "organisers_link": organisers_link,
        "mail_to_voters": mails.to_voters(question, address),
        "mail_to_oneself": mails.to_oneself(question, organisers_link),
        "join_address": link(request, "join").partition("//")[2],
        "join_code": shown_join_code(code) if code and stage is Stage.OPEN else None,
        "frame": None,
    }
    if request.app[SETTINGS].embed_origins and stage not in {Stage.DRAFT, Stage.SCHEDULED}:
        request[SHOWS_FRAME] = True
        context["height"] = embeds.height_of(question)
        frame = embeds.frame(request, question, embeds.WIDTH, context["height"])
        context["frame"] = str(frame)  # to be read, and copied
    return private_response(request, render("manage/share.html", request, context))


async def show_code(request: web.Request) -> web.Response:
    """Let people join the question with six digits, and show them where they were asked for."""
    question = await organisers.question(request)
    page = "screen" if (await read_form(request)).get("to") == "screen" else "share"
    await joining.show(request.app[DATABASE], question.key)
    return see_other(request, page, question.key)


async def hide_code(request: web.Request) -> web.Response:
    """Let the six digits lead nowhere any more."""
    question = await organisers.question(request)
    await joining.hide(request.app[DATABASE], question.key)
    return see_other(request, "share", question.key)


async def keepsake(request: web.Request) -> web.Response:
    """Give the links of a question as a text, for the organiser to keep."""
    question = await organisers.question(request)
    secret = organisers.secret(request)
    link = organisers.link(request, question.key, secret) if secret else ""
    text = mails.keepsake(question, _address(request, question), link)
    return attachment(text.encode(), "text/plain; charset=utf-8", f"poll-{question.key}.txt")


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
