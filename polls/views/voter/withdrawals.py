"""Taking a vote back: asked about once, and then said to be so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from multidict import MultiDict

from polls.domain.errors import CannotWithdrawError, WithdrawalConflict
from polls.rendering import render
from polls.services.voters import ballots
from polls.typedefs import BALLOT_BOX, POLICIES
from polls.views.voter import mine
from polls.views.voter.ballots import particulars
from polls.web.identity import holdings, voters
from polls.web.long_pages import render_long
from polls.web.responses import private_response, see_other

if TYPE_CHECKING:
    from aiohttp import web


async def ask(request: web.Request) -> web.Response:
    """Ask whether what is recorded is to count no more."""
    key = request.match_info["question_id"]
    question = await mine.known_question(request, key)
    found = await voters.recorded(request, key, _token(request))
    if found is None:
        return mine.no_vote(request, question)
    if question.stage(datetime.now(UTC)).has_ended:
        raise CannotWithdrawError(WithdrawalConflict.IS_CLOSED)
    if not question.rules.may_revise:
        raise CannotWithdrawError(WithdrawalConflict.IS_FINAL)
    context = {
        "question": question,
        "recorded": found,
        "secret": request.match_info.get("secret"),
    }
    page = await render_long(request, "ballots/withdraw.html", context, len(question.choices))
    return private_response(request, page)


async def withdraw(request: web.Request) -> web.Response:
    """Take the vote back, and lead to where it is said what is so now.

    A second press does no harm: it finds nothing on record, and is answered as the first one.
    """
    key = request.match_info["question_id"]
    question = await mine.known_question(request, key)
    token = _token(request)
    if token is None:
        return mine.no_vote(request, question)
    policy = await request.app[POLICIES].of(key)
    asked = await particulars(request, MultiDict(), policy, token)
    box, credential = request.app[BALLOT_BOX], voters.credential_of(token)
    await ballots.withdraw(box, key, credential, **asked)
    response = see_other(request, "withdrawn", key, fragment="withdrawn")
    holdings.drop_voter(request, response, key)
    return response


async def withdrawn(request: web.Request) -> web.Response:
    """Say that nothing is recorded any more, and until when another vote is taken."""
    key = request.match_info["question_id"]
    question = await mine.known_question(request, key)
    if await voters.recorded(request, key, voters.token(request)):  # voted again, or never asked
        return see_other(request, "mine", key)
    context = {"question": question, "is_closed": question.stage(datetime.now(UTC)).has_ended}
    return private_response(request, render("ballots/withdrawn.html", request, context))


def _token(request: web.Request) -> str | None:
    """Return whose vote it is: the address says it where the browser keeps no cookies."""
    return request.match_info.get("secret") or voters.token(request)
