"""Files: style sheets, scripts and pictures, and those with an address of their own at the root."""

from __future__ import annotations

import asyncio
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from polls.assets import Asset, assets
from polls.codings import preferred, tag
from polls.typedefs import PACKED_ASSETS
from polls.verifying import packing
from polls.web.responses import is_held

if TYPE_CHECKING:
    from multidict import istr

FOR_GOOD = "public, max-age=31536000, immutable"
FOR_A_DAY = "public, max-age=86400"
ICON = "img/favicon.ico"

ROBOTS = """\
User-agent: *
Disallow: {prefix}new
Disallow: {prefix}poll/*/code
Disallow: {prefix}poll/*/events
Disallow: {prefix}poll/*/manage
Disallow: {prefix}poll/*/mine
Disallow: {prefix}poll/*/organise
"""
"""What no search engine has any use of. What it must not list says so in a header of its own, which
it could not read where it may not go."""


async def static(request: web.Request) -> web.Response:
    """Send a file; it may be kept for good under the address of the very content."""
    name = request.match_info["filename"]
    asset = assets().get(name)
    if asset is None:
        raise web.HTTPNotFound
    # During an update of several servers, a page of one version may ask a server of another.
    if request.rel_url.raw_query_string == f"v={asset.tag}":
        return await _sent(request, name, asset, FOR_GOOD)
    return await _sent(request, name, asset)


async def favicon(request: web.Request) -> web.Response:
    """Send the icon of the site to who looks for it without reading a page."""
    return await _sent(request, ICON, assets()[ICON], FOR_A_DAY)


async def robots(request: web.Request) -> web.Response:
    """Tell search engines where not to go (RFC 9309)."""
    prefix = request.app.router["index"].url_for()
    return web.Response(text=ROBOTS.format(prefix=prefix), headers={hdrs.CACHE_CONTROL: FOR_A_DAY})


async def verifier(request: web.Request) -> web.Response:
    """Send the program that checks records; it is made when the first one asks for it."""
    asset = await asyncio.to_thread(_packed)
    response = await _sent(request, packing.NAME, asset, FOR_A_DAY)
    response.headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="{packing.NAME}"'
    return response


@cache
def _packed() -> Asset:
    body = packing.packed()
    return Asset(body, "application/octet-stream", sha256(body).hexdigest()[:16], is_packable=False)


async def _sent(
    request: web.Request,
    name: str,
    asset: Asset,
    lifetime: str | None = None,
) -> web.Response:
    accept = request.headers.get(hdrs.ACCEPT_ENCODING)
    coding = preferred(accept) if asset.is_packable else None
    etag = tag(asset.tag, coding)
    headers: dict[istr, str] = {hdrs.ETAG: f'"{etag}"', hdrs.ACCEPT_RANGES: "bytes"}
    if lifetime:
        headers[hdrs.CACHE_CONTROL] = lifetime
    if asset.is_packable:
        headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
    if is_held(request, etag):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers[hdrs.CONTENT_TYPE] = asset.media_type
    body = asset.body
    if coding:
        headers[hdrs.CONTENT_ENCODING] = coding
        body = await request.app[PACKED_ASSETS].of(name, coding)
    if _wants_part(request, etag):
        return _part(request, body, headers)
    return web.Response(body=body, headers=headers)


def _wants_part(request: web.Request, etag: str) -> bool:
    """Tell whether a part of this very content is asked for (section 13.2.2)."""
    is_asked = hdrs.RANGE in request.headers and request.method == hdrs.METH_GET
    return is_asked and request.headers.get(hdrs.IF_RANGE, f'"{etag}"') == f'"{etag}"'


def _part(request: web.Request, body: bytes, headers: dict[istr, str]) -> web.Response:
    """Return the bytes that are asked for, as they are on their way (section 14.2)."""
    size = len(body)
    try:
        first, end, _ = request.http_range.indices(size)
    except ValueError:
        first, end = size, size
    if first >= end:
        raise web.HTTPRequestRangeNotSatisfiable(headers={hdrs.CONTENT_RANGE: f"bytes */{size}"})
    headers[hdrs.CONTENT_RANGE] = f"bytes {first}-{end - 1}/{size}"
    return web.Response(body=body[first:end], status=HTTPStatus.PARTIAL_CONTENT, headers=headers)
