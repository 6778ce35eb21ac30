"""The responses that views give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs, web

if TYPE_CHECKING:
    from polls.live import Page


def page_response(page: str, status: int = 200) -> web.Response:
    """Return a page that was rendered for one voter."""
    return _html(page.encode(), status=status)


def kept_response(request: web.Request, page: Page) -> web.Response:
    """Return a page that is the same for all; only its tag to a browser that has it already."""
    headers: dict[str, str] = {hdrs.ETAG: f'"{page.etag}"'}
    if hdrs.IF_NONE_MATCH in request.headers and _has(request, page):
        return web.Response(status=304, headers=headers)
    return _html(page.body, headers=headers)


def _has(request: web.Request, page: Page) -> bool:
    if request.headers[hdrs.IF_NONE_MATCH] == f'"{page.etag}"':
        return True  # what browsers send; aiohttp's parser of lists takes longer than the answer
    return any(tag.value == page.etag for tag in request.if_none_match or ())


def _html(
    body: bytes,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> web.Response:
    headers = {hdrs.CONTENT_TYPE: "text/html; charset=utf-8", **(headers or {})}
    return web.Response(body=body, status=status, headers=headers)
