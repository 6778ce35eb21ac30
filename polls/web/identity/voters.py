"""The cookies that make a browser the same voter twice."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from aiohttp import hdrs

from polls.domain.ballots.ballots import Recorded
from polls.domain.electorate import invitation_codes
from polls.domain.electorate.credentials import question_token
from polls.domain.errors import NoVoterError
from polls.services.voters import ballots
from polls.typedefs import CHANGES, DATABASE, NEW_COOKIE, SETTINGS
from polls.web.identity import holdings, tokens
from polls.web.identity.cookies import ONE_YEAR, QuestionCookie
from polls.web.links import link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.web import Request, StreamResponse

_SHAPE = r"[A-Za-z0-9_-]{22}"
_TOKEN = re.compile(_SHAPE)
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{16}")
FIELD = "voter"
"""Of the form of a ballot."""

_BALLOT = QuestionCookie("ballot")


def token(request: Request) -> str | None:
    """Return what the browser holds for the question of this address, if it was here before.

    It opens that question only, so that it can be shown to its voter, who may carry it to another
    device: made from the cookie of the browser, or given to it instead.
    """
    held = _BALLOT.held(request)
    if held and is_token(held):
        return held
    return own_token(request, request.match_info["question_id"])


def own_token(request: Request, key: str) -> str | None:
    """Return what the browser's own cookie makes it hold for a question, if it has one."""
    # Not `cookies.held`, which would parse all of them for each vote.
    cookies = request.headers.get(hdrs.COOKIE, "")
    given = _cookie(request.app[SETTINGS].base_url).given.search(cookies)
    return question_token(given[1], key) if given else None


def shown(form: Mapping[str, str]) -> str | None:
    """Return the token that a ballot carries itself, for whose browser keeps no cookies.

    Raises:
        NoVoterError: it carries something else; to take it for nothing would count another voter.
    """
    given = form.get(FIELD)
    if given and not is_token(given):
        raise NoVoterError
    return given or None


def keeps_cookies(request: Request) -> bool:
    """Tell whether the browser sends any cookie: from the ballot's page it has at least one."""
    return hdrs.COOKIE in request.headers


def credential_of(token: str) -> str:
    """Return the credential of whoever holds `token`."""
    return invitation_codes.credential(token) if is_code(token) else f"browser:{token}"


def is_code(token: str) -> bool:
    """Tell whether a token is the code of an invitation."""
    return _CODE.fullmatch(token) is not None


async def recorded(request: Request, key: str, token: str | None) -> Recorded | None:
    """Return what the holder of `token` has on record for a question, if anything.

    The question's version is heard of on the way: a page that is kept from before that ballot, as
    another process may have taken it, is not shown to its voter.
    """
    if token is None:
        return None
    found = await ballots.standing(request.app[DATABASE], key, credential_of(token))
    if found is None:
        return None
    request.app[CHANGES].hear(found.change)
    return Recorded(found.selection, found.name) if found.selection else None


def introduce(request: Request) -> str:
    """Give the browser a cookie with its first answer, and return its token for the question."""
    return question_token(greet(request), request.match_info["question_id"])


def greet(request: Request) -> str:
    """Give the browser a cookie with its first answer, and return what stands in it.

    With whatever answer, also one that says that nothing is known to be recorded: who sends the
    vote again must be the same voter.
    """
    cookie = _cookie(request.app[SETTINGS].base_url)
    given = tokens.token()
    # Written here and not by http.cookies, which takes longer than all else in a vote's response.
    request[NEW_COOKIE] = f"{cookie.name}={given}; {cookie.attributes}"
    return given


def give(request: Request, response: StreamResponse, token: str) -> None:
    """Let the browser that gets `response` hold `token` for the question of this address."""
    give_for(request, response, request.match_info["question_id"], token)


def give_for(request: Request, response: StreamResponse, key: str, token: str) -> None:
    """Let the browser that gets `response` hold `token` for a question."""
    _BALLOT.give(request, response, key, token)
    holdings.note_voter(request, response, key, token)


def private_link(request: Request, key: str, token: str) -> str:
    """Return the address that opens a ballot on another device; of a code, its invitation."""
    if is_code(token):
        code = invitation_codes.shown_code(token)
        return link(request, "code", question_id=key, code=code)
    return link(request, "take", question_id=key, secret=token)


def note(request: Request, response: StreamResponse, key: str) -> None:
    """Let the browser that gets `response` know of a question that it has voted on."""
    holdings.note_voter(request, response, key, holdings.OWN)


def next_token(request: Request, held: str) -> str:
    """Return the token of another voter, always the same one after `held`.

    So that one press is one ballot, also where every post is another: a double click, or a proxy
    that asks a second server, sends what is held once more. The answer brings the next one.
    """
    return question_token(held, request.match_info["question_id"])


def is_token(text: str) -> bool:
    """Tell whether a text has the shape of what makes somebody a voter."""
    return bool(_TOKEN.fullmatch(text) or is_code(text))


class _Cookie(NamedTuple):
    name: str
    attributes: str
    given: re.Pattern[str]
    """Finds its token in the header that a browser sends (RFC 6265, section 4.2.1)."""


@lru_cache
def _cookie(base_url: str | None) -> _Cookie:
    attributes = f"Max-Age={ONE_YEAR}; Path=/; HttpOnly; SameSite=Lax"
    if base_url is None or not base_url.startswith("https:"):
        name = "voter"
    else:
        # The prefix makes browsers refuse a cookie of that name from a sibling domain or plain
        # http.
        name, attributes = "__Host-voter", f"{attributes}; Secure"
    return _Cookie(name, attributes, re.compile(rf"(?:^|; ?){name}=({_SHAPE})(?:;|$)"))
