"""The language in which a request is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from polls.presentation.language import ENGLISH, LANGUAGES, spoken
from polls.web.identity.cookies import held
from polls.web.responses import redirection

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

COOKIE = "lang"
"""The parameter of an address that chooses a language, and the cookie that remembers it."""


@web.middleware
async def chosen_language(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer in the language that this browser has chosen, or chooses now."""
    chosen = request.query.get(COOKIE)
    if chosen in LANGUAGES and request.method == hdrs.METH_GET:
        same_page = redirection(f"?{request.rel_url.without_query_params(COOKIE).raw_query_string}")
        same_page.set_cookie(COOKIE, chosen, httponly=True, samesite="Lax")
        return same_page
    with spoken(LANGUAGES.get(held(request, COOKIE) or "", ENGLISH)):
        return await handler(request)
