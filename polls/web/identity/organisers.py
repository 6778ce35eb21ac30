"""The cookie that makes a browser the organiser of a question, and the link that gives it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from polls.domain.errors import OrganiserLinkError
from polls.domain.text.copied import without_tail
from polls.services.questions import organisers
from polls.typedefs import DATABASE, PRIVATE
from polls.web import links
from polls.web.identity import holdings
from polls.web.identity.cookies import QuestionCookie
from polls.web.responses import see_other

if TYPE_CHECKING:
    from aiohttp import web

    from polls.domain.questions.questions import Question

_COOKIE = QuestionCookie("organiser")
_FRAMES = frozenset({"iframe", "frame", "fencedframe", "embed", "object"})
"""Where a browser puts an answer that it does not show as a page (W3C Fetch Metadata)."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{22}")


async def enter(request: web.Request) -> web.Response:
    """Exchange the secret in the link for a cookie, and go on under an address without it.

    Nothing is changed by it, so a mail scanner that follows the link does no harm.

    Raises:
        OrganiserLinkError: the link was not copied as it is; told before anything is looked up.
    """
    key = request.match_info["question_id"]
    secret = without_tail(request.match_info.get("secret", ""))
    if not is_secret(secret):
        raise OrganiserLinkError
    await organisers.find(request.app[DATABASE], key, secret)
    response = see_other(request, "manage", key)
    remember(request, response, key, secret)
    return response


def remember(request: web.Request, response: web.StreamResponse, key: str, secret: str) -> None:
    """Make the browser that gets `response` the organiser of a question."""
    request[PRIVATE] = True
    _COOKIE.give(request, response, key, secret)
    holdings.note_organiser(request, response, key, secret)


def forget(request: web.Request, response: web.StreamResponse, key: str) -> None:
    """Make the browser that gets `response` the organiser no more."""
    _COOKIE.take(request, response, key)
    holdings.drop_organiser(request, response, key)


def link(request: web.Request, key: str, secret: str) -> str:
    """Return the organiser's link of a question: the only key to its page."""
    return links.link(request, "organise", question_id=key, secret=secret)


def secret(request: web.Request) -> str | None:
    """Return the secret that the browser holds for the question of this address, if any.

    In a frame nobody has one: what only the organiser may see would stand on another site's page.
    """
    if request.headers.get("Sec-Fetch-Dest") in _FRAMES:
        return None
    held = _COOKIE.held(request)
    return held if held and is_secret(held) else None


def is_secret(text: str) -> bool:
    """Tell whether a text has the shape of an organiser's secret."""
    return _SECRET.fullmatch(text) is not None


async def is_organiser(request: web.Request) -> bool:
    """Tell whether the browser is the organiser of the question of this address.

    What its answer shows to the organiser is kept nowhere.
    """
    held = secret(request)
    key = request.match_info["question_id"]
    if held is None or not await organisers.is_organiser(request.app[DATABASE], key, held):
        return False
    request[PRIVATE] = True
    return True


async def question(request: web.Request) -> Question:
    """Return the question of this address for its organiser.

    Raises:
        QuestionNotFoundError: there is none.
        NotTheOrganiserError: the browser is not its organiser, or not any more.
        NoSecretError: it has no cookie of an organiser.
    """
    key = request.match_info["question_id"]
    found = await organisers.find(request.app[DATABASE], key, secret(request))
    request[PRIVATE] = True
    return found
