"""The headers on every response: what browsers may do with it, and how long it may be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from aiohttp import hdrs
from multidict import CIMultiDict

from polls.typedefs import NEW_COOKIE, PRIVATE, SETTINGS, SHOWN_ELSEWHERE, SHOWS_FRAME

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from aiohttp import web

POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self'; manifest-src 'self'; script-src 'self'; "
    "style-src 'self'"
)
"""What a page may load and do: nothing but what this site needs."""
ASK_EACH_TIME = "private, no-cache"
"""Pages show what one voter has on record, and cookies: nothing for a shared cache."""
NEVER = "no-store"
"""What only one person may see: “back” must not show it to whoever comes next."""

UNLISTED = "X-Robots-Tag"
"""Keeps what only those find who were told of it out of search engines."""

ALWAYS = {"Server": "Polls"}  # instead of the versions that aiohttp would tell
ON_CONTENT = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not no-referrer: with it Chromium sends “Origin: null” even on the site's own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""About what a browser shows; a redirect shows nothing, and comes with every vote."""

TWO_YEARS = 63_072_000
Signal: TypeAlias = "Callable[[web.Request, web.StreamResponse], Awaitable[None]]"


def add_headers(app: web.Application) -> Signal:
    """Return the signal that completes a response just before it is sent."""
    always = dict(ALWAYS)
    base_url = app[SETTINGS].base_url
    if base_url and base_url.startswith("https:"):
        always["Strict-Transport-Security"] = f"max-age={TWO_YEARS}"
    redirecting = CIMultiDict({**always, hdrs.CACHE_CONTROL: ASK_EACH_TIME})
    with_content = CIMultiDict({**always, **ON_CONTENT})
    elsewhere = _elsewhere(app[SETTINGS].embed_origins)

    async def add(request: web.Request, response: web.StreamResponse) -> None:
        headers = response.headers
        if NEW_COOKIE in request:
            headers.add(hdrs.SET_COOKIE, request[NEW_COOKIE])  # a view may have set its own
        if response.status in _REDIRECTS:
            headers.update(redirecting)
            if PRIVATE in request:
                headers[hdrs.CACHE_CONTROL] = NEVER
            return
        headers.update(with_content)
        if SHOWN_ELSEWHERE in request:
            headers.update(elsewhere)
        if SHOWS_FRAME in request:
            headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
        if PRIVATE in request:
            headers[hdrs.CACHE_CONTROL] = NEVER
        if PRIVATE in request or not _is_listed(request):
            headers[UNLISTED] = "noindex"
        headers.setdefault(hdrs.CACHE_CONTROL, ASK_EACH_TIME)  # a view may say otherwise

    return add


def _is_listed(request: web.Request) -> bool:
    """Tell whether an address may be found: not that of a question that has a random key."""
    key = request.match_info.get("question_id")
    return key is None or key.isdigit()


def _elsewhere(sites: Iterable[str]) -> dict[str, str]:
    """Return the headers of what these sites may show in a frame, and any site as a picture."""
    framing = "frame-ancestors 'self' " + " ".join(sites)
    return {
        "Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", framing.rstrip()),
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


_REDIRECTS = frozenset({301, 302, 303, 307, 308})
