"""Turns every error into a page with a next step, or into a problem document."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson
import structlog
from aiohttp import hdrs, web

from polls.domain.errors import (
    AlreadyVotedError,
    BallotsNotShownError,
    BrokenError,
    CannotInviteError,
    CodeNeededError,
    EditedMeanwhileError,
    InvalidListError,
    InvalidNameError,
    InvalidQuestionError,
    InvalidSelectionError,
    InvitationUsedError,
    MalformedBallotError,
    NotTheOrganiserError,
    NotYetOpenError,
    PollsError,
    QuestionClosedError,
    QuestionDeletedError,
    QuestionNotFoundError,
    ResultNotShownError,
    RevokedCodeError,
    TooManyExportsError,
    TooManyFromAddressError,
    TooManyFromNetworkError,
    TooManyQuestionsError,
    TooManyWatchersError,
    TryOutEndedError,
    UnavailableError,
    WrongCodeError,
    WrongStageError,
)
from polls.rendering import prefers_json, render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.typedefs import Handler

log = structlog.get_logger()

STATUSES: dict[type[PollsError], int] = {
    MalformedBallotError: 400,
    BallotsNotShownError: 403,
    QuestionNotFoundError: 404,
    CodeNeededError: 403,
    NotTheOrganiserError: 403,
    ResultNotShownError: 403,
    RevokedCodeError: 403,
    WrongCodeError: 403,
    NotYetOpenError: 409,
    TryOutEndedError: 409,
    QuestionClosedError: 409,
    AlreadyVotedError: 409,
    EditedMeanwhileError: 409,
    TooManyFromNetworkError: 409,
    WrongStageError: 409,
    CannotInviteError: 409,
    InvitationUsedError: 409,
    QuestionDeletedError: 410,
    InvalidNameError: 422,
    InvalidQuestionError: 422,
    InvalidListError: 422,
    InvalidSelectionError: 422,
    TooManyFromAddressError: 429,
    TooManyQuestionsError: 429,
    BrokenError: 500,
    TooManyExportsError: 503,
    TooManyWatchersError: 503,
    UnavailableError: 503,
}
RETRY_SECONDS: dict[type[PollsError], str] = {
    UnavailableError: "2",
    TooManyExportsError: "10",
    TooManyFromAddressError: "30",  # watchers stay for minutes
    TooManyWatchersError: "30",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """What an error page says: a heading, what happened, and what to do next."""

    title: str
    detail: str
    next_step: str
    page: str = ""
    """Of the question, where the next step is; else it is among all questions."""
    label: str = ""
    """Of the link to that page."""


ADVICE: dict[int, Advice] = {
    400: Advice(
        "That request makes no sense",
        "Something in it could not be understood.",
        "Go back to the question and use the form on its page.",
    ),
    403: Advice(
        "That is not allowed",
        "This address is not open to you.",
        "Open the question here, and use the form on its own page.",
    ),
    404: Advice(
        "There is nothing here",
        "No page has this address.",
        "Check the address for a missing letter, or look through the questions.",
    ),
    405: Advice(
        "That is not how this page works",
        "The page does not take this kind of request.",
        "Open the question, and use the form on its page.",
    ),
    409: Advice(
        "This could not be recorded",
        "It does not fit what is already recorded.",
        "Look at the results to see what stands.",
        "results",
        "See the results",
    ),
    410: Advice(
        "This is gone",
        "It was deleted.",
        "Ask whoever gave you this address; what was deleted cannot be brought back.",
    ),
    408: Advice(
        "That took too long",
        "The form did not arrive in time.",
        "Try again; if the connection is poor, from another place.",
    ),
    413: Advice(
        "That is too much",
        "The request is larger than any form here can be.",
        "Shorten what you sent, and try again.",
    ),
    415: Advice(
        "That form cannot be read",
        "Forms are taken as application/x-www-form-urlencoded only.",
        "Send the form from the question's own page.",
    ),
    422: Advice(
        "The form is not complete",
        "Something is missing in it, or does not fit.",
        "Go back, correct it, and send it again.",
    ),
    429: Advice(
        "Please wait a moment",
        "There were too many requests in a short time.",
        "Wait a minute, then try again.",
    ),
    500: Advice(
        "Something went wrong on our side",
        "This is a mistake in the program, not in what you did.",
        "Try again. If it happens again, tell the operator of this site the number below.",
    ),
    501: Advice(
        "That cannot be done here",
        "This site does not know how.",
        "Ask for it in another way.",
    ),
    503: Advice(
        "One moment, please",
        "The site cannot record anything right now.",
        "Nothing is wrong with your request: send it again in a few seconds. "
        "A vote that arrived twice counts once.",
    ),
}


ADVICE_ABOUT: dict[type[PollsError], Advice] = {
    AlreadyVotedError: Advice(
        "You have already voted",
        "",
        "Look at what is recorded. If you have never voted, somebody did it with this browser, or "
        "with your invitation: tell the organiser.",
        "mine",
        "See my vote",
    ),
    NotYetOpenError: Advice(
        "Voting has not begun",
        "",
        "The question's own page says when it does, as soon as that is known.",
        "poll",
        "Go to the question",
    ),
    QuestionClosedError: Advice(
        "Voting has ended",
        "",
        "See what came out of it. If you voted before the end, that vote counts.",
        "results",
        "See the result",
    ),
    QuestionDeletedError: Advice(
        "This question was deleted",
        "",
        "What was deleted cannot be brought back. Ask whoever gave you this address why.",
    ),
    TooManyFromNetworkError: Advice(
        "Your network has used its votes up",
        "",
        "Vote from another network, as a phone's own, or ask the organiser to let more in.",
        "results",
        "See the results",
    ),
}
"""What is said of some refusals in place of what is said of their status."""


@web.middleware
async def error_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer errors in the site's look, or as RFC 9457 has it where the client prefers JSON."""
    try:
        return await handler(request)
    except PollsError as error:
        headers: dict[str, str] = {}
        if type(error) in RETRY_SECONDS:
            headers[hdrs.RETRY_AFTER] = RETRY_SECONDS[type(error)]
        if isinstance(error, TooManyQuestionsError):
            headers[hdrs.RETRY_AFTER] = str(error.seconds)
        number = error.number if isinstance(error, BrokenError) else None
        status = STATUSES[type(error)]
        advice = ADVICE_ABOUT.get(type(error)) or _advice(status)
        advice = replace(advice, detail=str(error))
        return _answer(request, status, advice, headers=headers, request_id=number)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        advice = _advice(error.status)
        if error.text and error.text != f"{error.status}: {error.reason}":
            advice = replace(advice, detail=error.text)
        return _answer(request, error.status, advice, headers=_kept(error))
    except Exception:
        number = secrets.token_hex(6)
        log.exception("request_failed", request_id=number, method=request.method, path=request.path)
        return _answer(request, 500, _advice(500), request_id=number)


def _advice(status: int) -> Advice:
    return ADVICE.get(status) or ADVICE[400 if status < HTTPStatus.INTERNAL_SERVER_ERROR else 500]


def _kept(error: web.HTTPException) -> dict[str, str]:
    names = (hdrs.ALLOW, hdrs.CONNECTION, hdrs.RETRY_AFTER)
    return {str(name): error.headers[name] for name in names if name in error.headers}


def _answer(
    request: web.Request,
    status: int,
    advice: Advice,
    *,
    headers: Mapping[str, str] | None = None,
    request_id: str | None = None,
) -> web.Response:
    if prefers_json(request):
        problem = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": f"{advice.detail} {advice.next_step}",
        }
        if request_id:
            problem["request_id"] = request_id
        return web.Response(
            body=orjson.dumps(problem),
            status=status,
            headers=headers,
            content_type="application/problem+json",
        )
    context = {
        "status": status,
        "advice": advice,
        "request_id": request_id,
        "question_key": request.match_info.get("question_id"),
    }
    template = f"errors/{status}.html" if status in {404, 500} else "errors/error.html"
    page = render(template, request, context)
    return web.Response(text=page, status=status, headers=headers, content_type="text/html")
