"""What the forms of an organiser share: the state that they carry, and how they are refused."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.electorate.list_problems import InvalidListError
from polls.domain.questions.log import Actor, By
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.text.texts import whole_number
from polls.presentation.refusals import FieldMessage, lists, messages, sentence
from polls.web.media_types import prefers_json
from polls.web.statuses import status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web
    from multidict import MultiDict

    from polls.domain.errors import PollsError

_NO_REVISION = -1
_MOST_DIGITS = 9


class Refusal(NamedTuple):
    """Why nothing came of a form, as the page with the form says it."""

    status: HTTPStatus = HTTPStatus.OK
    problems: Sequence[FieldMessage] = ()
    """At its fields."""
    notice: str | None = None
    """Of how things stand."""


NO_REFUSAL = Refusal()


def by(form: MultiDict[str]) -> By:
    """Return who sent a form; one that names no revision is out of date, whatever that is."""
    revision = whole_number(form.get("revision", ""), _MOST_DIGITS)
    return By(Actor.ORGANISER, _NO_REVISION if revision is None else revision)


def refusal(request: web.Request, error: PollsError, *, of: str = "") -> Refusal:
    """Return what a page says of an error; to a program, the error itself is the answer.

    A list of people that is refused, or their number, was typed into the field `of`.
    """
    if prefers_json(request):
        raise error
    if isinstance(error, InvalidQuestionError):
        return Refusal(status(error), problems=messages(error.problems))
    if isinstance(error, InvalidListError):
        problems = [FieldMessage(of, text) for text in lists.sentences(error.problems)]
        return Refusal(status(error), problems=problems)
    return Refusal(status(error), notice=sentence(error))
