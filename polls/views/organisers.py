"""The cookie that makes a browser the organiser of a question, and the link that gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from polls.services import organisers
from polls.typedefs import DATABASE, SETTINGS

if TYPE_CHECKING:
    from polls.domain.questions import Question

_ONE_YEAR = 365 * 24 * 60 * 60


async def enter(request: web.Request) -> web.Response:
    """Exchange the secret in the link for a cookie, and go on under an address without it.

    Nothing is changed by it, so a mail scanner that follows the link does no harm.
    """
    key, secret = request.match_info["question_id"], request.match_info["secret"]
    await organisers.find(request.app[DATABASE], key, secret)
    address = request.app.router["manage"].url_for(question_id=key)
    response = web.Response(status=303, headers={hdrs.LOCATION: str(address)})
    remember(request, response, key, secret)
    return response


def remember(request: web.Request, response: web.StreamResponse, key: str, secret: str) -> None:
    """Make the browser that gets `response` the organiser of a question."""
    response.set_cookie(
        _name(request),
        secret,
        max_age=_ONE_YEAR,
        path=request.app.router["poll"].url_for(question_id=key).path,  # no other page needs it
        secure=_is_secure(request),
        httponly=True,
        samesite="Lax",
    )


def forget(request: web.Request, response: web.StreamResponse, key: str) -> None:
    """Make the browser that gets `response` the organiser no more."""
    response.del_cookie(
        _name(request),
        path=request.app.router["poll"].url_for(question_id=key).path,
        secure=_is_secure(request),
        httponly=True,
        samesite="Lax",
    )


def link(request: web.Request, key: str, secret: str) -> str:
    """Return the organiser's link of a question: the only key to its page."""
    origin = request.app[SETTINGS].base_url or f"{request.scheme}://{request.host}"
    path = request.app.router["organise"].url_for(question_id=key, secret=secret)
    return f"{origin}{path}"


def secret(request: web.Request) -> str | None:
    """Return the secret that the browser holds for the question of this address, if any."""
    if hdrs.COOKIE not in request.headers:
        return None
    return request.cookies.get(_name(request))


async def is_organiser(request: web.Request) -> bool:
    """Tell whether the browser is the organiser of the question of this address."""
    held = secret(request)
    key = request.match_info["question_id"]
    return held is not None and await organisers.is_organiser(request.app[DATABASE], key, held)


async def question(request: web.Request) -> Question:
    """Return the question of this address for its organiser.

    Raises:
        QuestionNotFoundError: there is none.
        NotTheOrganiserError: the browser is not its organiser, or not any more.
    """
    key = request.match_info["question_id"]
    return await organisers.find(request.app[DATABASE], key, secret(request))


def _name(request: web.Request) -> str:
    # The prefix makes browsers refuse a cookie of that name from plain http.
    return "__Secure-organiser" if _is_secure(request) else "organiser"


def _is_secure(request: web.Request) -> bool:
    base_url = request.app[SETTINGS].base_url
    return base_url is not None and base_url.startswith("https:")
