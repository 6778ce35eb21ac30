"""The marks that a browser keeps of questions that it organises or has voted on, for one page.

Each is a cookie of its own, sent with no other request: an answer can add one without knowing the
others, and votes and pages carry none of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from aiohttp import hdrs

from polls.domain.electorate.holdings import MOST, Holder, Holding
from polls.web.identity.cookies import give, is_secure

if TYPE_CHECKING:
    from aiohttp import web

OWN = "1"
"""In the place of a token that follows from what makes the browser a voter everywhere."""

_VOTED_SECONDS = 90 * 24 * 60 * 60
"""A browser has room for so many cookies of a site, and those of organisers are worth more."""
_NAME = re.compile(r"(?:__Secure-)?([ov])\.([0-9A-Za-z]{1,20})")


def held(request: web.Request) -> list[Holding]:
    """Return what the browser holds, as it is: nothing of it needs to be true."""
    names = ((_NAME.fullmatch(name), token) for name, token in request.cookies.items())
    found = [Holding(Holder(name[1]), name[2], token) for name, token in names if name]
    return found[:MOST]


def note_organiser(
    request: web.Request, response: web.StreamResponse, key: str, secret: str
) -> None:
    """Let the browser that gets `response` hold the organiser's secret of a question."""
    name = _name(Holder.ORGANISER, key, is_secure=is_secure(request))
    give(request, response, name, secret, path=_path(request))


def note_voter(request: web.Request, response: web.StreamResponse, key: str, token: str) -> None:
    """Let the browser that gets `response` hold that it has voted on a question, and as whom."""
    before, after = _voted(request.app.router["my_questions"], key, is_secure=is_secure(request))
    # Written here and not by http.cookies, which takes longer than all else in a vote's response.
    response.headers.add(hdrs.SET_COOKIE, f"{before}{token}{after}")


def drop_organiser(request: web.Request, response: web.StreamResponse, key: str) -> None:
    """Let the browser that gets `response` hold the organiser's secret of a question no more."""
    _drop(request, response, Holder.ORGANISER, key)


def drop_voter(request: web.Request, response: web.StreamResponse, key: str) -> None:
    """Let the browser that gets `response` hold no more that it has voted on a question."""
    _drop(request, response, Holder.VOTER, key)


def _drop(request: web.Request, response: web.StreamResponse, part: Holder, key: str) -> None:
    name = _name(part, key, is_secure=is_secure(request))
    give(request, response, name, "", path=_path(request), seconds=0)


@lru_cache(maxsize=1_000)
def _voted(page: web.AbstractResource, key: str, *, is_secure: bool) -> tuple[str, str]:
    """Return what stands in a voter's cookie before its value and after it."""
    path = page.url_for().path
    secure = "; Secure" if is_secure else ""
    # Chromium lets those of low priority go first when there are too many.
    after = f"; Max-Age={_VOTED_SECONDS}; Path={path}; HttpOnly; SameSite=Lax{secure}; Priority=Low"
    return f"{_name(Holder.VOTER, key, is_secure=is_secure)}=", after


def _name(part: Holder, key: str, *, is_secure: bool) -> str:
    return f"__Secure-{part}.{key}" if is_secure else f"{part}.{key}"


def _path(request: web.Request) -> str:
    return request.app.router["my_questions"].url_for().path
