"""The votes under names, and removing one of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.domain.errors import EditedMeanwhileError, VotesWithoutNamesError, WrongStageError
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.questions import Stage
from polls.domain.questions.rules import Voters
from polls.rendering import render
from polls.services.voters import removals
from polls.typedefs import DATABASE
from polls.views.organiser.forms import NO_REFUSAL, by, refusal
from polls.web.forms import read_form
from polls.web.identity import organisers
from polls.web.responses import page_response, see_other

if TYPE_CHECKING:
    from aiohttp import web

    from polls.domain.questions.questions import Question
    from polls.views.organiser.forms import Refusal


async def votes(request: web.Request) -> web.Response:
    """Show the votes with their names, those first of which two have the same."""
    return await _page(request, await _question(request))


async def ask(request: web.Request) -> web.Response:
    """Ask whether this very vote is to be removed."""
    question = await _question(request)
    position = int(request.match_info["position"])
    vote = await removals.find(request.app[DATABASE], question, position)
    if vote is None:
        return see_other(request, "votes", question.key)
    context = {"question": question, "vote": vote, "problems": ()}
    return page_response(render("manage/remove.html", request, context))


async def remove(request: web.Request) -> web.Response:
    """Remove a vote, and show those that are left."""
    question = await _question(request)
    form = await read_form(request)
    position = int(request.match_info["position"])
    try:
        await removals.remove(request.app[DATABASE], question.key, by(form), position)
    except (EditedMeanwhileError, InvalidQuestionError, WrongStageError) as error:
        return await _page(request, question, refusal(request, error))
    return see_other(request, "votes", question.key)


async def _question(request: web.Request) -> Question:
    question = await organisers.question(request)
    if question.rules.voters is not Voters.NAMED:
        raise VotesWithoutNamesError
    return question


async def _page(
    request: web.Request,
    question: Question,
    refused: Refusal = NO_REFUSAL,
) -> web.Response:
    search = request.query.get("search", "")
    context = {
        "question": question,
        "votes": await removals.votes(request.app[DATABASE], question, search),
        "search": search,
        "may_remove": question.stage(datetime.now(UTC)) is Stage.OPEN,
        "notice": refused.notice or " ".join(each.text for each in refused.problems),
        "problems": (),
    }
    return page_response(render("manage/votes.html", request, context), refused.status)
