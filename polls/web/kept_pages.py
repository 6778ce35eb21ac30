"""Pages that are the same for many: rendered once, in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.live import PageName
from polls.presentation import language
from polls.typedefs import PAGES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from aiohttp import web

    from polls.live import Page


async def kept_page(
    request: web.Request,
    view: str,
    question: str | None,
    render: Callable[[], Awaitable[str]],
    *,
    part: Hashable = 1,
) -> Page:
    """Return a page from memory, or as `render` makes it.

    Args:
        request: what is answered.
        view: what renders it.
        question: the key of the question that it shows; None if it shows all.
        render: makes it in the reader's language.
        part: what else tells it from other pages.
    """
    name = PageName(view, question, part, language.current().code)
    return await request.app[PAGES].get(name, render)
