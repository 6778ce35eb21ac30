"""What the buttons of the organiser's page do: each moves the question on in its life."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeAlias

from polls.domain.errors import (
    EditedMeanwhileError,
    NobodyMayAskError,
    WrongStageError,
)
from polls.domain.questions.problems.fields import InvalidQuestionError, Problem
from polls.domain.text import times
from polls.domain.text.moment_problems import MomentError
from polls.domain.text.texts import whole_number
from polls.services.questions import copying, deciding, lifecycle
from polls.typedefs import DATABASE, QUESTION_LIMIT, SETTINGS
from polls.views.organiser.forms import by, refusal
from polls.views.organiser.overview import overview_response
from polls.web import clients
from polls.web.forms import read_form
from polls.web.identity import organisers
from polls.web.responses import see_other

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from aiohttp import web
    from multidict import MultiDict

    from polls.domain.questions.questions import Question

    Step: TypeAlias = Callable[[web.Request, Question, MultiDict[str]], Awaitable[None]]
    View: TypeAlias = Callable[[web.Request], Awaitable[web.Response]]


_MOST_DIGITS = 9
"""Of the id of a choice."""


def _step(step: Step) -> View:
    """Let a step be taken by the organiser only; then, or if it fails, show how things stand."""

    @wraps(step)
    async def view(request: web.Request) -> web.Response:
        question = await organisers.question(request)
        form = await read_form(request)
        try:
            await step(request, question, form)
        except (EditedMeanwhileError, WrongStageError, InvalidQuestionError) as error:
            return await overview_response(request, refusal(request, error), given=form)
        return see_other(request, "manage", question.key)

    return view


@_step
async def open_(request: web.Request, question: Question, form: MultiDict[str]) -> None:
    """Open the question, now or at the time that was given."""
    opens = _moment(form, "opens", question.zone)
    await lifecycle.open_(request.app[DATABASE], question.key, by(form), opens)


@_step
async def stop(request: web.Request, question: Question, form: MultiDict[str]) -> None:
    """Take no more votes; for a minute that can be taken back."""
    await lifecycle.stop(request.app[DATABASE], question.key, by(form))


@_step
async def resume(request: web.Request, question: Question, form: MultiDict[str]) -> None:
    """Take the end of voting back."""
    await lifecycle.resume(request.app[DATABASE], question.key, by(form))


@_step
async def close(request: web.Request, question: Question, form: MultiDict[str]) -> None:
    """End voting now and for good."""
    await lifecycle.close(request.app[DATABASE], question.key, by(form))


@_step
async def end(request: web.Request, question: Question, form: MultiDict[str]) -> None:
    """Let voting end at the time that was given; without one, not by itself."""
    closes = _moment(form, "closes", question.zone)
    await lifecycle.end_at(request.app[DATABASE], question.key, by(form), closes)


@_step
async def reopen(request: web.Request, question: Question, form: MultiDict[str]) -> None:
    """Let voting go on, until the time that was given if there is one."""
    closes = _moment(form, "closes", question.zone)
    await lifecycle.reopen(request.app[DATABASE], question.key, by(form), closes)


@_step
async def publish(request: web.Request, question: Question, form: MultiDict[str]) -> None:
    """Show the result to everybody."""
    await lifecycle.publish(request.app[DATABASE], question.key, by(form))


@_step
async def decide(request: web.Request, question: Question, form: MultiDict[str]) -> None:
    """Decide for what was chosen, whatever the vote said."""
    chosen = {whole_number(each, _MOST_DIGITS) or 0 for each in form.getall("decision", []) if each}
    await deciding.decide(request.app[DATABASE], question.key, by(form), chosen)


@_step
async def undecide(request: web.Request, question: Question, form: MultiDict[str]) -> None:
    """Take the decision back."""
    await deciding.undecide(request.app[DATABASE], question.key, by(form))


async def duplicate(request: web.Request) -> web.Response:
    """Ask the same again, as a draft of its own with a link of its own."""
    question = await organisers.question(request)
    if request.app[SETTINGS].create == "nobody":
        raise NobodyMayAskError
    request.app[QUESTION_LIMIT].take(clients.network(request))
    key, secret = await copying.duplicate(
        request.app[DATABASE], question, clients.in_thread(request)
    )
    response = see_other(request, "share", key)
    organisers.remember(request, response, key, secret)
    return response


def _moment(form: MultiDict[str], name: str, zone: str) -> datetime | None:
    text = form.get(name, "").strip()
    if not text:
        return None
    try:
        return times.instant(text, zone)
    except MomentError as error:
        raise InvalidQuestionError([Problem(name, error.problem)]) from None
