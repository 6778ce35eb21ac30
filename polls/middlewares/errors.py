"""Turns every error into a page with a next step, or into a problem document."""

from __future__ import annotations

import secrets
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson
import structlog
from aiohttp import hdrs, web

from polls import logs
from polls.domain.errors import BrokenError, PollsError, QuestionNotFoundError
from polls.presentation.refusals.advice import about, of_status
from polls.rendering import render
from polls.typedefs import NEW_COOKIE
from polls.web import statuses
from polls.web.media_types import prefers_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.typedefs import Handler

    from polls.presentation.refusals.advice import ErrorAdvice

log = structlog.get_logger()


@web.middleware
async def error_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer errors in the site's look, or as RFC 9457 has it where the client prefers JSON."""
    try:
        return await handler(request)
    except PollsError as error:
        return _refused(request, error)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        advice = of_status(error.status)
        if error.text and error.text != f"{error.status}: {error.reason}":
            advice = replace(advice, detail=error.text)
        return _answer(request, error.status, advice, headers=_kept(error))
    except Exception:
        number, path = secrets.token_hex(6), logs.path(request)
        log.exception("request_failed", request_id=number, method=request.method, path=path)
        return _answer(request, 500, of_status(500), request_id=number)


def _refused(request: web.Request, error: PollsError) -> web.Response:
    if isinstance(error, QuestionNotFoundError):
        # Some views greet a voter before they look: a draft would be told from nothing by it.
        request.pop(NEW_COOKIE, None)
    seconds = statuses.retry_seconds(error)
    headers = {} if seconds is None else {str(hdrs.RETRY_AFTER): str(seconds)}
    number = error.number if isinstance(error, BrokenError) else None
    status = statuses.status(error)
    return _answer(request, status, about(error, status), headers=headers, request_id=number)


def _kept(error: web.HTTPException) -> dict[str, str]:
    names = (
        hdrs.ACCEPT_ENCODING,
        hdrs.ALLOW,
        hdrs.CONNECTION,
        hdrs.CONTENT_RANGE,
        hdrs.RETRY_AFTER,
    )
    return {str(name): error.headers[name] for name in names if name in error.headers}


def _answer(
    request: web.Request,
    status: int,
    advice: ErrorAdvice,
    *,
    headers: Mapping[str, str] | None = None,
    request_id: str | None = None,
) -> web.Response:
    if prefers_json(request):
        problem = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": f"{advice.detail} {advice.next_step}",
        }
        if request_id:
            problem["request_id"] = request_id
        return web.Response(
            body=orjson.dumps(problem),
            status=status,
            headers=headers,
            content_type="application/problem+json",
        )
    context = {
        "status": status,
        "advice": advice,
        "request_id": request_id,
        "question_key": _question_key(request),
    }
    page = render("errors/error.html", request, context)
    return web.Response(text=page, status=status, headers=headers, content_type="text/html")


def _question_key(request: web.Request) -> str | None:
    """Return the key of the question whose page was asked for, if it was one's."""
    if isinstance(request.match_info.http_exception, web.HTTPMethodNotAllowed):
        # Routing ends before it says what stands in the address.
        patterns = (each.get_info().get("pattern") for each in request.app.router.resources())
        matches = (each.fullmatch(request.rel_url.raw_path) for each in patterns if each)
        return next((each.groupdict().get("question_id") for each in matches if each), None)
    return request.match_info.get("question_id")
