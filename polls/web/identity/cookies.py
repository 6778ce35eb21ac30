"""Cookies that hold for the pages of one question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aiohttp import hdrs

from polls.typedefs import SETTINGS

if TYPE_CHECKING:
    from aiohttp import web

ONE_YEAR = 365 * 24 * 60 * 60


class QuestionCookie(NamedTuple):
    """A cookie of this name, sent with the requests for one question and no other page."""

    name: str

    def held(self, request: web.Request) -> str | None:
        """Return what the browser holds for the question of this address, if anything."""
        return held(request, self._name(request))

    def give(self, request: web.Request, response: web.StreamResponse, key: str, to: str) -> None:
        """Let the browser that gets `response` hold this value for a question."""
        give(request, response, self._name(request), to, path=_path(request, key))

    def take(self, request: web.Request, response: web.StreamResponse, key: str) -> None:
        """Let the browser that gets `response` hold nothing for a question any more."""
        give(request, response, self._name(request), "", path=_path(request, key), seconds=0)

    def _name(self, request: web.Request) -> str:
        # The prefix makes browsers refuse a cookie of that name from plain http.
        return f"__Secure-{self.name}" if is_secure(request) else self.name


def held(request: web.Request, name: str) -> str | None:
    """Return what the browser holds in the cookie of this name, if anything.

    Looked for in the header first: to parse all cookies takes as long as all else that a vote
    needs here, and most requests have none of a name.
    """
    if f"{name}=" not in request.headers.get(hdrs.COOKIE, ""):
        return None
    return request.cookies.get(name)


def give(  # noqa: PLR0913 - what a cookie has
    request: web.Request,
    response: web.StreamResponse,
    name: str,
    value: str,
    *,
    path: str,
    seconds: int = ONE_YEAR,
) -> None:
    """Let the browser that gets `response` hold this value of characters that need no quotes.

    As a header of its own: aiohttp has one cookie of a name, and one answer may be about several
    questions.
    """
    attributes = f"Max-Age={seconds}; Path={path}; HttpOnly; SameSite=Lax"
    secure = "; Secure" if is_secure(request) else ""
    response.headers.add(hdrs.SET_COOKIE, f"{name}={value}; {attributes}{secure}")


def is_secure(request: web.Request) -> bool:
    """Tell whether people reach the site by https."""
    base_url = request.app[SETTINGS].base_url
    return base_url is not None and base_url.startswith("https:")


def _path(request: web.Request, key: str) -> str:
    return request.app.router["poll"].url_for(question_id=key).path
