"""The form in which an organiser changes a question."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from polls.domain.errors import EditedMeanwhileError
from polls.domain.questions import dates
from polls.domain.questions.editing import edited, is_frozen, may_remove_choices, visibilities
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.questions import Kind
from polls.domain.text import times
from polls.forms import cautions, edit_forms, question_forms
from polls.presentation.refusals import messages
from polls.services.questions import editing
from polls.typedefs import DATABASE
from polls.views.organiser.forms import NO_REFUSAL, by, refusal
from polls.views.organiser.methods import method_choice
from polls.web import attempts, clients
from polls.web.forms import TEXTS, read_form
from polls.web.heeding import is_unheeded
from polls.web.identity import organisers
from polls.web.long_pages import render_long
from polls.web.responses import page_response, see_other

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web
    from multidict import MultiDict

    from polls.domain.questions.editing import Edit
    from polls.domain.questions.questions import Question
    from polls.forms.edit_forms import EditForm
    from polls.presentation.refusals import FieldMessage
    from polls.views.organiser.forms import Refusal


async def show(request: web.Request) -> web.Response:
    """Show the question in the fields of a form."""
    question = await organisers.question(request)
    return page_response(await _page(request, question, edit_forms.shown(question)))


async def edit(request: web.Request) -> web.Response:
    """Change the question; if that cannot be, show the form as it was sent, and why."""
    question = await organisers.question(request)
    sent = await read_form(request, TEXTS)
    has_rules = "voters" in sent
    form = edit_forms.filled_in(question, sent, has_rules=has_rules)
    database, in_thread = request.app[DATABASE], clients.in_thread(request)
    try:
        wanted = await in_thread(edit_forms.edit, form, question, has_rules=has_rules)
        if warnings := _unheeded(request, question, sent, wanted):
            page = await _page(request, question, form, warnings=warnings)
            return page_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
        await editing.edit(database, question.key, by(sent), wanted)
    except (EditedMeanwhileError, InvalidQuestionError) as error:
        refused = refusal(request, error)
        if refused.notice:  # somebody was faster: the page shows what they made of it
            question = await organisers.question(request)
        return page_response(await _page(request, question, form, refused), refused.status)
    return see_other(request, "manage", question.key)


def _unheeded(
    request: web.Request,
    question: Question,
    sent: MultiDict[str],
    wanted: Edit,
) -> Sequence[FieldMessage]:
    """Return what to tell of a change before it is made, if its sender has not seen it.

    Raises:
        InvalidQuestionError: it cannot be made, so that is to be told first.
    """
    now = datetime.now(UTC)
    edited(question, wanted, now, marked=())
    warnings = messages(cautions.of_edit(question, wanted, now))
    return warnings if is_unheeded(request, sent, warnings) else ()


async def _page(
    request: web.Request,
    question: Question,
    form: EditForm,
    refused: Refusal = NO_REFUSAL,
    warnings: Sequence[FieldMessage] = (),
) -> str:
    now = datetime.now(UTC)
    stands = edit_forms.shown(question) if refused.notice else form
    context = {
        **method_choice(),
        "attempt": attempts.following(request),
        "paragraphs": question_forms.PARAGRAPHS,
        "places": times.places(),
        "examples": dates.EXAMPLES,
        "question": question,
        "stage": question.stage(now),
        "choices": [choice for choice in question.choices if choice.kind is Kind.CHOICE],
        "form": form.general,
        "edit": form,
        "stands": stands,
        "also_changed": edit_forms.also_changed(form, stands),
        "is_frozen": is_frozen(question, now),
        "may_remove": may_remove_choices(question, now),
        "visibilities": visibilities(question, now),
        "problems": refused.problems,
        "notice": refused.notice,
        "warnings": warnings,
    }
    size = len(question.choices) + len(refused.problems)
    return await render_long(request, "manage/edit.html", context, size)
