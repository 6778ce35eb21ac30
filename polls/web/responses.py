"""The responses that views give."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import hdrs, web

from polls.codings import content_tag, packed, preferred, tag
from polls.typedefs import PRIVATE

HTML = "text/html; charset=utf-8"


def is_held(request: web.Request, etag: str) -> bool:
    """Tell whether the browser has what this entity tag names (RFC 9110, section 13.1.2)."""
    held = request.headers.get(hdrs.IF_NONE_MATCH)
    if held is None:
        return False
    if held == f'"{etag}"':
        return True  # what browsers send; aiohttp's parser of lists takes longer than the answer
    return any(each.value in {etag, "*"} for each in request.if_none_match or ())


def page_response(page: str, status: int = 200) -> web.Response:
    """Return a page that was rendered for one voter."""
    return web.Response(body=page.encode(), status=status, headers={hdrs.CONTENT_TYPE: HTML})


def packed_response(request: web.Request, page: str) -> web.Response:
    """Return a page that says nothing of who asks for it, compressed if the browser takes that.

    Only its tag to a browser that has it already: it is asked for each time, and seldom another.
    """
    body = page.encode()
    coding = preferred(request.headers.get(hdrs.ACCEPT_ENCODING))
    etag = tag(content_tag(body), coding)
    headers = {hdrs.ETAG: f'"{etag}"', hdrs.VARY: hdrs.ACCEPT_ENCODING}
    if is_held(request, etag):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers[hdrs.CONTENT_TYPE] = HTML
    if coding:
        headers[hdrs.CONTENT_ENCODING] = coding
        body = packed(body, coding)
    return web.Response(body=body, headers=headers)


def private_response(request: web.Request, page: str, status: int = 200) -> web.Response:
    """Return a page that nothing keeps: “back” must not show it to whoever comes next."""
    request[PRIVATE] = True
    return page_response(page, status)


def see_other(
    request: web.Request,
    page: str,
    key: str,
    *,
    fragment: str = "",
    **query: str,
) -> web.Response:
    """Lead on to a page of the question with this key."""
    address = request.app.router[page].url_for(question_id=key)
    return redirection(str(address.with_query(query).with_fragment(fragment)))


def redirection(location: str) -> web.Response:
    """Lead on to an address, with `GET`."""
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={hdrs.LOCATION: location})


def attachment(body: bytes, content_type: str, name: str) -> web.Response:
    """Return a file to be kept under a name of ASCII letters."""
    return web.Response(
        body=body,
        headers={
            hdrs.CONTENT_TYPE: content_type,
            hdrs.CONTENT_DISPOSITION: f'attachment; filename="{name}"',
        },
    )
