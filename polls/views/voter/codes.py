"""The codes of invitations: a link shows a button, and the button opens the ballot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.domain.electorate.invitation_codes import parse_code, shown_code
from polls.domain.errors import EmptyCodeError, RevokedCodeError, WrongCodeError
from polls.domain.questions.questions import Stage
from polls.presentation.refusals import FieldMessage, sentence
from polls.rendering import render
from polls.services.questions import questions
from polls.services.voters import codes
from polls.typedefs import DATABASE, PRIVATE
from polls.web import statuses
from polls.web.forms import read_form
from polls.web.identity import voters
from polls.web.media_types import prefers_json
from polls.web.responses import private_response, redirection, see_other

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web


async def offer(request: web.Request) -> web.Response:
    """Show the code of the link, or a field for it, with a button.

    Programs that follow links do no harm: only the button tells whether the code is right.
    """
    typed = _readable(request.match_info.get("code", ""))
    return private_response(request, await _page(request, typed))


async def enter(request: web.Request) -> web.Response:
    """Let this browser hold the code, and lead to the ballot. Nothing is used up by it."""
    key = request.match_info["question_id"]
    typed = (await read_form(request)).get("code", "")
    try:
        code = await codes.find(request.app[DATABASE], key, typed)
    except (EmptyCodeError, WrongCodeError, RevokedCodeError) as error:
        if prefers_json(request):
            raise
        page = await _page(request, typed, [FieldMessage(error.field, sentence(error))])
        return private_response(request, page, status=statuses.status(error))
    if voters.keeps_cookies(request) or not await _is_open(request, key):
        response = see_other(request, "poll", key)
    else:  # it may refuse the one that it gets here: then this address brings the code along
        request[PRIVATE] = True
        address = request.app.router["ballot"].url_for(question_id=key, secret=code)
        response = redirection(str(address))
    voters.give(request, response, code)
    return response


async def _is_open(request: web.Request, key: str) -> bool:
    now = datetime.now(UTC)
    return (await questions.known(request.app[DATABASE], key, now)).stage(now) is Stage.OPEN


def _readable(typed: str) -> str:
    try:
        return shown_code(parse_code(typed))
    except WrongCodeError:
        return typed


async def _page(request: web.Request, typed: str, problems: Sequence[FieldMessage] = ()) -> str:
    now = datetime.now(UTC)
    question = await questions.known(request.app[DATABASE], request.match_info["question_id"], now)
    context = {
        "question": question,
        "stage": question.stage(now).value,
        "typed": typed,
        "problems": problems,
    }
    return render("codes/code.html", request, context)
