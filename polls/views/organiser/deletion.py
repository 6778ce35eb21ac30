"""Deleting a question: what that means, and then doing it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.domain.errors import EditedMeanwhileError
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.rendering import render
from polls.services.questions import deletion
from polls.typedefs import DATABASE
from polls.views.organiser.forms import NO_REFUSAL, by, refusal
from polls.web.forms import read_form
from polls.web.identity import organisers
from polls.web.responses import page_response

if TYPE_CHECKING:
    from aiohttp import web

    from polls.views.organiser.forms import Refusal


async def ask(request: web.Request) -> web.Response:
    """Ask for the question to be typed, so that nobody deletes one by mistake."""
    return await _form(request)


async def delete(request: web.Request) -> web.Response:
    """Delete the question, and say that it is gone."""
    question = await organisers.question(request)
    form = await read_form(request)
    typed = form.get("typed", "")
    try:
        await deletion.delete(request.app[DATABASE], question.key, by(form), typed)
    except (EditedMeanwhileError, InvalidQuestionError) as error:
        return await _form(request, refusal(request, error), typed=typed)
    page = render("manage/deleted.html", request, {"question": question})
    response = page_response(page)
    organisers.forget(request, response, question.key)
    return response


async def _form(
    request: web.Request,
    refused: Refusal = NO_REFUSAL,
    *,
    typed: str = "",
) -> web.Response:
    question = await organisers.question(request)
    context = {
        "question": question,
        "stage": question.stage(datetime.now(UTC)),
        "form": {"typed": typed},
        "notice": refused.notice,
        "problems": refused.problems,
    }
    return page_response(render("manage/delete.html", request, context), refused.status)
