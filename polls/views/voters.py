"""The cookie that makes a browser the same voter twice."""

from __future__ import annotations

import os
import re
from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from aiohttp import hdrs

from polls.services import ballots
from polls.typedefs import CHANGES, DATABASE, NEW_COOKIE, SETTINGS

if TYPE_CHECKING:
    from aiohttp.web import Request

    from polls.domain.ballots import Selection

_TOKEN_BYTES = 16
_SHAPE = r"[A-Za-z0-9_-]{22}"
_ONE_YEAR = 365 * 24 * 60 * 60


def credential(request: Request) -> str | None:
    """Return the credential of the browser that sent the request, if it has one."""
    cookies = request.headers.get(hdrs.COOKIE)
    if cookies is None:
        return None
    # Not request.cookies: to parse all of them takes as long as all else that a vote needs here.
    given = _cookie(request.app[SETTINGS].base_url).given.search(cookies)
    return _credential(given[1]) if given else None


async def standing(request: Request, key: str) -> Selection | None:
    """Return what the browser's voter has on record for a question, if anything.

    The question's version is heard of on the way: a page that is kept from before that ballot, as
    another process may have taken it, is not shown to its voter.
    """
    holder = credential(request)
    if holder is None:
        return None
    found = await ballots.standing(request.app[DATABASE], key, holder)
    if found is None:
        return None
    request.app[CHANGES].hear(found.change)
    return found.selection


def introduce(request: Request) -> str:
    """Give the browser a cookie with its first answer, and return the new credential.

    With whatever answer, also one that says that nothing is known to be recorded: who sends the
    vote again must be the same voter.
    """
    cookie = _cookie(request.app[SETTINGS].base_url)
    token = _chance.token()
    # Written here and not by http.cookies, which takes longer than all else in a vote's response.
    request[NEW_COOKIE] = f"{cookie.name}={token}; {cookie.attributes}"
    return _credential(token)


class _Chance:
    """Random bytes of the operating system, fetched for many tokens at a time.

    Fetched for each, they were one of the three dearest things about a vote.
    """

    def __init__(self) -> None:
        self.forget()
        os.register_at_fork(after_in_child=self.forget)  # or two processes would give the same

    def forget(self) -> None:
        self._bytes, self._used = b"", 0

    def token(self) -> str:
        """Return 128 random bits as 22 characters, each never again."""
        if self._used == len(self._bytes):
            self._bytes, self._used = os.urandom(_TOKEN_BYTES * 256), 0
        start, self._used = self._used, self._used + _TOKEN_BYTES
        return urlsafe_b64encode(self._bytes[start : self._used])[:22].decode()


_chance = _Chance()


def _credential(token: str) -> str:
    return f"browser:{token}"


class _Cookie(NamedTuple):
    name: str
    attributes: str
    given: re.Pattern[str]
    """Finds its token in the header that a browser sends (RFC 6265, section 4.2.1)."""


@lru_cache
def _cookie(base_url: str | None) -> _Cookie:
    attributes = f"Max-Age={_ONE_YEAR}; Path=/; HttpOnly; SameSite=Lax"
    if base_url is None or not base_url.startswith("https:"):
        name = "voter"
    else:
        # The prefix makes browsers refuse a cookie of that name from a sibling domain or plain
        # http.
        name, attributes = "__Host-voter", f"{attributes}; Secure"
    return _Cookie(name, attributes, re.compile(rf"(?:^|; ?){name}=({_SHAPE})(?:;|$)"))
