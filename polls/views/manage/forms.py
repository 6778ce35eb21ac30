"""What the forms of an organiser share: the state that they carry, and where they lead."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from polls.domain.log import Actor, By

if TYPE_CHECKING:
    from multidict import MultiDict

_NO_REVISION = -1
_MOST_DIGITS = 9


def by(form: MultiDict[str]) -> By:
    """Return who sent a form; one that names no revision is out of date, whatever that is."""
    text = form.get("revision", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return By(Actor.ORGANISER, int(text) if is_number else _NO_REVISION)


def see(request: web.Request, page: str, key: str) -> web.Response:
    """Lead on to a page of the question."""
    location = request.app.router[page].url_for(question_id=key)
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={hdrs.LOCATION: str(location)})
