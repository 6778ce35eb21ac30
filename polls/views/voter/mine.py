"""What is recorded of one voter, and the private link that opens it on another device."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from polls.domain.questions.visibility import Role
from polls.rendering import render
from polls.services.questions import questions
from polls.services.records import receipts
from polls.services.results import results
from polls.services.voters import ballots, codes
from polls.typedefs import DATABASE
from polls.views.voter.questions import ballot_form
from polls.views.voter.results import recorded_context, tally_context
from polls.web import clients, qr_codes
from polls.web.identity import organisers, voters
from polls.web.long_pages import render_long
from polls.web.responses import private_response, redirection, see_other

if TYPE_CHECKING:
    from aiohttp import web

    from polls.domain.ballots.ballots import Recorded
    from polls.domain.questions.questions import Question


async def mine(request: web.Request) -> web.Response:
    """Show what is recorded of this browser's voter, with the link to it."""
    key = request.match_info["question_id"]
    question = await known_question(request, key)
    token = voters.token(request)
    found = await voters.recorded(request, key, token)
    if token is None or found is None:
        return no_vote(request, question)
    context = await _context(request, question, token, found)
    page = await render_long(request, "ballots/mine.html", context, len(question.choices))
    return private_response(request, page)


async def offer(request: web.Request) -> web.Response:
    """Show the button that takes a ballot over to this device. Whoever follows links does no harm.

    What is recorded is shown after the button only: until then it may be a program that reads.
    """
    key = request.match_info["question_id"]
    question = await known_question(request, key)
    if not await _has_ballot(request, key):
        return no_vote(request, question)
    context = {"question": question, "secret": request.match_info["secret"]}
    return private_response(request, render("ballots/offer.html", request, context))


async def take(request: web.Request) -> web.Response:
    """Make this browser the voter whose private link it is, and lead to the ballot."""
    key = request.match_info["question_id"]
    question = await known_question(request, key)
    if not await _has_ballot(request, key):
        return no_vote(request, question)
    secret = request.match_info["secret"]
    if voters.keeps_cookies(request):
        response = see_other(request, "poll", key)
    else:
        address = request.app.router["ballot"].url_for(question_id=key, secret=secret)
        response = redirection(str(address))
    voters.give(request, response, secret)
    return response


async def recorded(request: web.Request) -> web.Response:
    """Confirm a vote to its voter, whose browser keeps no cookies, with the private link to it.

    Whoever has the address holds the ballot, as with the private link; but nobody is told to keep
    this one or to send it on.
    """
    key, secret = request.match_info["question_id"], request.match_info["secret"]
    if voters.token(request) == secret:
        return see_other(request, "results", key, fragment="recorded")
    question = await known_question(request, key)
    found = await voters.recorded(request, key, secret) if voters.is_token(secret) else None
    if found is None:
        return no_vote(request, question)
    shown = await results.of(request.app[DATABASE], clients.tallies(request), key, Role.VOTER)
    context = (
        tally_context(shown)
        | recorded_context(shown, found)
        | await _context(request, question, secret, found)
        | {"secret": secret}
    )
    page = await render_long(request, "ballots/recorded.html", context, shown.size)
    return private_response(request, page)


async def ballot(request: web.Request) -> web.Response:
    """Show the ballot of a voter whose browser keeps no cookies: its form says whose it is."""
    key, secret = request.match_info["question_id"], request.match_info["secret"]
    if voters.token(request) == secret:
        return see_other(request, "poll", key)
    question = await known_question(request, key)
    is_held = voters.is_token(secret) and await _has_ballot(request, key)
    if not (is_held or await _is_invited(request, key)):
        return no_vote(request, question)
    return private_response(request, await ballot_form(request, key, held=secret))


async def _context(
    request: web.Request,
    question: Question,
    token: str,
    found: Recorded,
) -> dict[str, Any]:
    address = voters.private_link(request, question.key, token)
    credential = voters.credential_of(token)
    return {
        "question": question,
        "recorded": found,
        "secret": None,
        "words": await receipts.words_of(request.app[DATABASE], question.key, credential),
        "has_ended": question.stage(datetime.now(UTC)).has_ended,
        "link": address,
        "qr_code": qr_codes.of(address),
    }


async def known_question(request: web.Request, key: str) -> Question:
    """Return the question, which only its organiser may read while it is being prepared."""
    if await organisers.is_organiser(request):
        return await organisers.question(request)
    return await questions.find(request.app[DATABASE], key, datetime.now(UTC))


async def _is_invited(request: web.Request, key: str) -> bool:
    """Tell whether the link has the code of an invitation, with which somebody may yet vote."""
    secret = request.match_info["secret"]
    if not voters.is_code(secret):
        return False
    return await codes.is_valid(request.app[DATABASE], key, secret)


async def _has_ballot(request: web.Request, key: str) -> bool:
    credential = voters.credential_of(request.match_info["secret"])
    found = await ballots.standing(request.app[DATABASE], key, credential)
    return found is not None and found.selection is not None


def no_vote(request: web.Request, question: Question) -> web.Response:
    """Say that nothing is recorded for this browser, or for the link that was opened."""
    is_closed = question.stage(datetime.now(UTC)).has_ended
    context = {
        "question": question,
        "is_closed": is_closed,
        "has_link": "secret" in request.match_info,
    }
    return private_response(request, render("ballots/none.html", request, context), status=404)
