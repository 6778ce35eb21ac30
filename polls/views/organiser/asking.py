"""Asking a question on the pages: the form, and who may use it."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aiohttp import web

from polls.domain.questions import dates
from polls.domain.questions.problems.fields import Fault, InvalidQuestionError, Problem
from polls.domain.text import times
from polls.forms import advice, cautions, drafts, form_kinds, method_menu, question_forms
from polls.forms.form_kinds import FormKind
from polls.forms.prefilled import mistakes
from polls.forms.question_forms import Listing, filled_in, gathered, is_of_ballot, is_setting
from polls.presentation import rule_labels
from polls.presentation.refusals import FieldMessage, messages
from polls.rendering import render
from polls.services.questions import questions
from polls.typedefs import CODE_TRIES, DATABASE, QUESTION_LIMIT, SETTINGS
from polls.views.organiser.methods import method_choice
from polls.views.voter import questions as ballots
from polls.web import attempts, clients
from polls.web.forms import TEXTS, read_form
from polls.web.heeding import is_unheeded
from polls.web.identity import organisers
from polls.web.media_types import prefers_json
from polls.web.responses import packed_response, page_response, see_other

if TYPE_CHECKING:
    from collections.abc import Sequence

    from multidict import MultiDict
    from yarl import URL

    from polls.domain.questions.asking import CheckedQuestion
    from polls.forms.question_forms import QuestionForm


WRONG_CODES_PER_HOUR = 30
"""From one address: enough for a class that mistypes, and for nobody who guesses."""

_WRITTEN = ("text", "description", "choices")
"""The fields that somebody has thought about."""


async def new(request: web.Request) -> web.Response:
    """Show the form, with what its address says, or what fits most questions; it asks nothing."""
    typed = request.query.get("code")
    code = (typed or "").strip()
    if not _is_let_in(request, code):
        return _door(request, typed)
    sent = gathered(request.query.items())
    form = filled_in(sent, request.app[SETTINGS].time_zone)
    given = [name for name, text in sent.items() if text.strip()]
    now = datetime.now(UTC)
    # In a thread, as a form that is sent: an address has room for 500 choices, too.
    found = await clients.in_thread(request)(mistakes, form, sent, now) if sent else []
    page = _page(
        request,
        code,
        form,
        messages(found),
        address=request.rel_url,
        is_guessed="zone" not in given,
        is_ballot_given=any(map(is_of_ballot, given)),
        is_setting_given=any(map(is_setting, given)),
    )
    # The code that lets people ask is a secret.
    return page_response(page) if code else packed_response(request, page)


async def ask(request: web.Request) -> web.Response:
    """Ask the question, and lead its organiser to what is to be shared.

    Another button of the form only helps with it: it comes back with a method that was advised, or
    with the ballot that it would make. It also comes back once with what is more often a slip than
    meant.
    """
    sent = await read_form(request, TEXTS)
    code = sent.get("code", "").strip()
    if not _is_let_in(request, code):
        return await clients.in_thread(request)(_door, request, sent.get("code"), sent)
    # In a thread: to read and show 500 choices takes longer than a vote should wait.
    read = await clients.in_thread(request)(_read, request, code, sent)
    if isinstance(read, web.Response):
        return read
    request.app[QUESTION_LIMIT].take(clients.network(request))
    key, secret = await questions.ask(request.app[DATABASE], read)
    response = see_other(request, "share", key)
    organisers.remember(request, response, key, secret)
    return response


def _read(
    request: web.Request,
    code: str,
    sent: MultiDict[str],
) -> CheckedQuestion | web.Response:
    """Return the question that the form asks; or the form again, with what its button is for."""
    settings = request.app[SETTINGS]
    form = filled_in(gathered(sent.items()), settings.time_zone)
    if page := _helped(request, code, sent, form):
        return page_response(page)
    try:
        asked = question_forms.question(form, Listing(settings.listing), datetime.now(UTC))
    except InvalidQuestionError as error:
        if prefers_json(request):
            raise
        page = _page(request, code, form, messages(error.problems))
        return page_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    warnings = messages(cautions.of_new(asked, datetime.now(UTC)))
    if is_unheeded(request, sent, warnings):
        page = _page(request, code, form, warnings=warnings)
        return page_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    return asked


def _helped(
    request: web.Request,
    code: str,
    sent: MultiDict[str],
    form: QuestionForm,
) -> str | None:
    """Return the form again, if it was sent with a button that only helps with it."""
    match sent.get("do"):
        case "advise":
            form, advised = question_forms.advise(form)
            return _page(request, code, form, advised=advised)
        case "continue":
            following = question_forms.next_field(form)
            return _page(request, code, form, next_field=following) if following else None
        case "preview":
            paper = ballots.paper(drafts.drawn(form, datetime.now(UTC)))
            return _page(request, code, form, preview=True, **paper)
        case "question" | "dates" | "election" as kind:
            return _page(request, code, question_forms.switched(form, FormKind(kind)))
    return None


def _is_let_in(request: web.Request, code: str) -> bool:
    """Tell whether the sender may ask. Who tries codes is soon told to wait, right code or not."""
    settings = request.app[SETTINGS]
    if settings.create != "link" or settings.create_code is None:
        return settings.create == "anyone"
    tries, address = request.app[CODE_TRIES], clients.network(request)
    tries.require(address)
    expected = settings.create_code.get_secret_value().strip()
    if hmac.compare_digest(code.encode(), expected.encode()):
        return True
    if code:
        tries.take(address)
    return False


def _door(
    request: web.Request,
    code: str | None,
    sent: MultiDict[str] | None = None,
) -> web.Response:
    """Show the field for the creation code; None: it was not sent, so it has not been seen yet.

    Its form carries what was `sent` before the code became another one, or else what the address
    fills in. Where no code helps, what was written is shown to be copied.
    """
    carried = request.query if sent is None else sent
    problems = []
    if code is not None:
        is_typed = bool(code.strip())
        fault = Fault.OTHER_CREATION_CODE if is_typed else Fault.NO_CREATION_CODE
        problems = messages([Problem("code", fault)])
    context = {
        "attempt": attempts.following(request),
        "by_code": request.app[SETTINGS].create == "link",
        "carried": [(name, text) for name, text in carried.items() if name != "code"],
        "is_sent": sent is not None,
        "problems": problems,
        "written": "\n\n".join(filter(None, (carried.get(name) for name in _WRITTEN))),
    }
    return page_response(render("asking/door.html", request, context), HTTPStatus.FORBIDDEN)


def _address(request: web.Request, code: str, kind: str) -> URL:
    """Return where a form of this kind is, empty; the code that opens it is a part of that."""
    query = {"kind": kind} if kind != FormKind.QUESTION else {}
    return request.app.router["new"].url_for().with_query(query | ({"code": code} if code else {}))


def _page(
    request: web.Request,
    code: str,
    form: QuestionForm,
    problems: Sequence[FieldMessage] = (),
    **more: Any,
) -> str:
    context = {
        **method_choice(),
        "advice": advice.QUESTIONS,
        "advised": None,
        "attempt": attempts.following(request),
        "examples": dates.EXAMPLES,
        "preview": False,
        "next_field": None,
        "paragraphs": question_forms.PARAGRAPHS,
        "code": code,
        "address": _address(request, code, form.kind),
        "kinds": form_kinds.LABELS,
        "groups": method_menu.groups_of(FormKind(form.kind)),
        "form": form,
        "problems": problems,
        "has_problem_in_ballot": any(is_of_ballot(field) for field, _ in problems),
        "has_problem_in_settings": any(is_setting(field) for field, _ in problems),
        "is_guessed": False,
        "is_ballot_given": False,
        "is_setting_given": False,
        "listing": request.app[SETTINGS].listing,
        "places": times.places(),
        "visibilities": tuple(rule_labels.VISIBILITIES),
    } | more
    return render("asking/new.html", request, context)
