"""Another organiser's link in the place of the one that there is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.domain.errors import EditedMeanwhileError, SecretNotOfferedError
from polls.rendering import render
from polls.services.questions import organisers as service
from polls.typedefs import DATABASE
from polls.views.organiser.forms import NO_REFUSAL, Refusal, by, refusal
from polls.web.forms import read_form
from polls.web.identity import organisers
from polls.web.responses import private_response, see_other

if TYPE_CHECKING:
    from aiohttp import web


async def offer(request: web.Request) -> web.Response:
    """Show a new link, which opens nothing yet: so it can be kept before the old one ends."""
    return await _offer(request)


async def renew(request: web.Request) -> web.Response:
    """Let the link that was shown be the only one.

    Whoever comes with that link already is let through: the answer that had their new cookie may
    have been lost on its way, and the old one is worth nothing any more.
    """
    form = await read_form(request)
    key, secret = request.match_info["question_id"], form.get("secret", "")
    if not organisers.is_secret(secret):
        await organisers.question(request)
        return await _offer(request, refusal(request, SecretNotOfferedError()))
    database = request.app[DATABASE]
    if not await service.is_organiser(database, key, secret):
        await organisers.question(request)
        try:
            await service.renew(database, key, by(form), secret)
        except EditedMeanwhileError as error:
            return await _offer(request, refusal(request, error))
    response = see_other(request, "share", key)
    organisers.remember(request, response, key, secret)
    return response


async def _offer(
    request: web.Request,
    refused: Refusal = NO_REFUSAL,
) -> web.Response:
    question = await organisers.question(request)
    secret = service.new_secret()
    context = {
        "question": question,
        "stage": question.stage(datetime.now(UTC)),
        "secret": secret,
        "link": organisers.link(request, question.key, secret),
        "notice": refused.notice,
        "problems": refused.problems,
    }
    page = render("manage/renew.html", request, context)
    return private_response(request, page, refused.status)
