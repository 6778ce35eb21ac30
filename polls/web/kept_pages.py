"""Pages that are the same for many: rendered once in each language, and sent as they are kept."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aiohttp import HttpVersion11, hdrs, web

from polls.codings import preferred
from polls.live import PageName
from polls.presentation import language
from polls.typedefs import NEW_COOKIE, NUMBERS, PAGES
from polls.web.responses import HTML, is_held

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from polls.live import Page


async def kept_page(  # noqa: PLR0913 - the last three name the page
    request: web.Request,
    view: str,
    question: str | None,
    render: Callable[[], Awaitable[str]],
    *,
    part: Hashable = 1,
    is_for_all: bool = False,
) -> web.Response:
    """Return a page from memory, or as `render` makes it; only its tag to who has it already.

    Args:
        request: what is answered.
        view: what renders it.
        question: the key of the question that it shows; None if it shows all.
        render: makes it in the reader's language.
        part: what else tells it from other pages.
        is_for_all: whether it says nothing of whoever asks. Another one is sent as it is: its size
            would tell what it says (docs/decisions/0078-which-pages-are-compressed.md).
    """
    name = PageName(view, question, part, language.current().code)
    page = await request.app[PAGES].get(name, render)
    accept = request.headers.get(hdrs.ACCEPT_ENCODING)
    if is_for_all and (coding := preferred(accept)):
        page = await request.app[PAGES].packed(name, page, coding)
    is_known = is_held(request, page.etag)
    return _KeptResponse(page, HTTPStatus.NOT_MODIFIED if is_known else HTTPStatus.OK)


class _KeptResponse(web.Response):
    """Sends a kept page under the very head that it had when it was sent the first time.

    To put the same headers together, call the signals and write them out for each of a thousand
    readers takes a third of the time of an answer; docs/decisions/0016-heads-are-kept.md has the
    figures. Whatever could make the head another one goes the long way: another version of HTTP
    or another method, a connection that ends, an application around this one. A new cookie is
    put in; the date is as old as the page, half a second at the most.
    """

    def __init__(self, page: Page, status: int) -> None:
        super().__init__(status=status, body=page.body if status == HTTPStatus.OK else None)
        self._page = page

    async def _start(self, request: web.BaseRequest) -> Any:
        if not isinstance(request, web.Request) or not _is_usual(request):
            return await self._start_anew(request)
        head = self._page.heads.get(self.status)
        cookie = _set(request.get(NEW_COOKIE))
        writer: Any  # its `_headers_buf`, the bytes of the head until they are sent, is not public
        if head is None:
            writer = await self._start_anew(request)
            head = writer._headers_buf.replace(cookie, b"")  # noqa: SLF001
            if b"\r\nset-cookie:" not in head.lower():  # what is one's own must not get to others
                self._page.heads[self.status] = head
        else:
            request.app[NUMBERS].answered(request.match_info.route, self.status)
            self._req = request
            self._keep_alive = True
            writer = self._payload_writer = request.writer
            writer._headers_buf = head[:-2] + cookie + head[-2:]  # noqa: SLF001
        return writer

    async def _start_anew(self, request: web.BaseRequest) -> Any:
        self.headers[hdrs.ETAG] = f'"{self._page.etag}"'
        self.headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
        if self.body is not None:
            self.headers[hdrs.CONTENT_TYPE] = HTML
            if self._page.coding:
                self.headers[hdrs.CONTENT_ENCODING] = self._page.coding
        return await super()._start(request)


def _is_usual(request: web.Request) -> bool:
    return (
        request.version == HttpVersion11
        and request.method == hdrs.METH_GET
        and request.keep_alive
        and len(request.match_info.apps) == 1
    )


def _set(cookie: str | None) -> bytes:
    return f"{hdrs.SET_COOKIE}: {cookie}\r\n".encode() if cookie else b""
