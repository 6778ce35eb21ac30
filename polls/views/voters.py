"""The cookie that makes a browser the same voter twice."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from polls.typedefs import SETTINGS

if TYPE_CHECKING:
    from aiohttp.web import Request, Response

_TOKEN_BYTES = 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_ONE_YEAR = 365 * 24 * 60 * 60


def credential(request: Request) -> str | None:
    """Return the credential of the browser that sent the request, if it has one."""
    token = request.cookies.get(_name(request))
    return _credential(token) if token and _TOKEN.fullmatch(token) else None


def introduce(request: Request, response: Response) -> str:
    """Give the browser a cookie with its first response, and return the new credential."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    response.set_cookie(
        _name(request),
        token,
        max_age=_ONE_YEAR,
        path="/",
        secure=_is_https(request),
        httponly=True,
        samesite="Lax",
    )
    return _credential(token)


def _credential(token: str) -> str:
    return f"browser:{token}"


def _name(request: Request) -> str:
    # The prefix makes browsers refuse a cookie of that name from a sibling domain or plain http.
    return "__Host-voter" if _is_https(request) else "voter"


def _is_https(request: Request) -> bool:
    base_url = request.app[SETTINGS].base_url
    return base_url is not None and base_url.startswith("https:")
