"""A question on another site's page: in a frame, and as that site learns of it (oEmbed)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import orjson
from aiohttp import web
from markupsafe import Markup

from polls.domain.errors import NotYetOpenError, QuestionDeletedError, QuestionNotFoundError
from polls.domain.questions.visibility import Role
from polls.domain.request_errors import FramesNotAllowedError, NotPixelsError, OnlyJsonError
from polls.presentation.refusals import sentence
from polls.rendering import render
from polls.services.previews import SIZE
from polls.services.questions import questions
from polls.services.results import results as service
from polls.typedefs import DATABASE, SETTINGS, SHOWN_ELSEWHERE
from polls.views.voter.results import tally_context
from polls.web import clients, statuses
from polls.web.kept_pages import kept_page
from polls.web.links import link, origin
from polls.web.long_pages import render_long
from polls.web.responses import page_response

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question

WIDTH = 600
"""Of a frame, in pixels, unless the site asks for less."""

_HEIGHT = 380
_CHOICE = 70
_HIGHEST = 900
"""Of a frame, in pixels: what stands around the choices, each choice, and the most of all."""

_TOLD_IN_THE_FRAME = (QuestionNotFoundError, NotYetOpenError, QuestionDeletedError)
"""Without the way about that an error page of the site has."""

_MOST_DIGITS = 6
_POLL = re.compile(r"poll/([0-9A-Za-z]{1,20})(?:/(?:results|embed))?/?")


async def embed(request: web.Request) -> web.Response:
    """Show the result as far as everybody may see it, and the way to vote in a tab of its own.

    Whoever looks is a stranger: browsers send no cookies from a frame on another site, but they do
    from one on a neighbour's, whose page must not show what only a voter or the organiser may see.
    """
    _check_that_it_is_on(request)
    request[SHOWN_ELSEWHERE] = True
    key = request.match_info["question_id"]
    try:
        return await kept_page(request, "embed", key, lambda: _embed(request, key), is_for_all=True)
    except _TOLD_IN_THE_FRAME as error:
        text = render("embeds/refusal.html", request, {"text": sentence(error)})
        return page_response(text, statuses.status(error))


async def oembed(request: web.Request) -> web.Response:
    """Tell a site how to show the question whose address it was given (oEmbed 1.0)."""
    _check_that_it_is_on(request)
    if request.query.get("format", "json") != "json":
        raise OnlyJsonError
    key = _key(request, request.query.get("url", ""))
    question = await questions.find(request.app[DATABASE], key, datetime.now(UTC))
    width = _at_most(request, "maxwidth", WIDTH)
    height = _at_most(request, "maxheight", height_of(question))
    answer = _answer(request, question, width, height)
    return web.Response(body=orjson.dumps(answer), content_type="application/json")


def _check_that_it_is_on(request: web.Request) -> None:
    if not request.app[SETTINGS].embed_origins:
        raise FramesNotAllowedError


async def _embed(request: web.Request, key: str) -> str:
    shown = await service.of(request.app[DATABASE], clients.tallies(request), key, Role.SOMEBODY)
    return await render_long(request, "embeds/embed.html", tally_context(shown), shown.size)


def _key(request: web.Request, url: str) -> str:
    """Return the key of the question that has this address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise QuestionNotFoundError from None
    index = request.app.router["index"].url_for().path
    found = _POLL.fullmatch(parts.path.removeprefix(index))
    is_ours = parts.netloc.lower() == urlsplit(origin(request)).netloc
    if not is_ours or not parts.path.startswith(index) or found is None:
        raise QuestionNotFoundError
    return found[1]


def _at_most(request: web.Request, name: str, usual: int) -> int:
    """Return the size that is asked for, if it is smaller than the usual one."""
    text = request.query.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and int(text[:_MOST_DIGITS])):
        raise NotPixelsError(name)
    return min(usual, int(text[:_MOST_DIGITS]))


def frame(request: web.Request, question: Question, width: int, height: int) -> Markup:
    """Return what another site puts into its page to show a question there."""
    return Markup(
        '<iframe src="{src}" title="{title}" width="{width}" height="{height}" '
        'style="border: 0; max-width: 100%" loading="lazy"></iframe>',
    ).format(
        src=link(request, "embed", question_id=question.key),
        title=question.text,
        width=width,
        height=height,
    )


def height_of(question: Question) -> int:
    """Return how high the frame of a question is, in pixels, unless the site asks for less."""
    return min(_HEIGHT + _CHOICE * len(question.choices), _HIGHEST)


def _answer(request: web.Request, question: Question, width: int, height: int) -> dict[str, Any]:
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": question.text,
        "provider_name": "Polls",
        "provider_url": link(request, "index"),
        "html": frame(request, question, width, height),
        "width": width,
        "height": height,
    }
    if _has_room_for_picture(request):
        answer |= {
            "thumbnail_url": link(request, "preview", question_id=question.key),
            "thumbnail_width": SIZE[0],
            "thumbnail_height": SIZE[1],
        }
    return answer


def _has_room_for_picture(request: web.Request) -> bool:
    """Whether the picture is within the size that is asked for, as oEmbed wants of it too."""
    return all(
        _at_most(request, name, size) == size
        for name, size in zip(("maxwidth", "maxheight"), SIZE, strict=True)
    )
