"""The organiser's page of invitations: making codes, taking them back, seeing who has voted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from multidict import MultiDict

from polls.domain.electorate.invitees import MOST_AT_ONCE, read
from polls.domain.electorate.list_problems import InvalidListError
from polls.domain.electorate.turnout import Show
from polls.domain.errors import (
    CannotInviteError,
    EditedMeanwhileError,
    InvitationUsedError,
    PollsError,
    TooManyInvitationsError,
    TooManyReplacedError,
)
from polls.domain.questions.rules import Voters
from polls.domain.text.texts import TEXT_LENGTH, whole_number, without_hidden_controls
from polls.formats.reading.encodings import Text, decoded
from polls.rendering import render
from polls.services.exports import csv_file
from polls.services.voters import invitations, turnout
from polls.typedefs import DATABASE, UPLOAD_PLACES
from polls.views.organiser import slips
from polls.views.organiser.forms import by, refusal
from polls.web import clients
from polls.web.forms import read_form
from polls.web.identity import organisers
from polls.web.responses import attachment, page_response, see_other
from polls.web.uploads import read_upload

if TYPE_CHECKING:
    from aiohttp import web

    from polls.domain.questions.questions import Question

_LARGEST_NUMBER = 2**31 - 1
"""Of an id, as the database counts them."""

_REFUSALS = (
    CannotInviteError,
    EditedMeanwhileError,
    InvalidListError,
    InvitationUsedError,
    TooManyInvitationsError,
    TooManyReplacedError,
)


async def overview(request: web.Request) -> web.Response:
    """Show who is invited and who has voted, and the ways to invite."""
    question = await organisers.question(request)
    return page_response(await _page(request, question))


async def make(request: web.Request) -> web.Response:
    """Make codes for nobody in particular, and show them this once."""
    question = await organisers.question(request)
    form = await read_form(request)
    number = _number(form.get("number", "")) or 0
    try:
        made = await invitations.make(
            request.app[DATABASE], question.key, number, by(form), clients.in_thread(request)
        )
    except _REFUSALS as error:
        return await _refused(request, error, number=form.get("number", ""))
    return await slips.response(request, question, made)


async def invite(request: web.Request) -> web.Response:
    """Make a code for each name of a list that was written or sent as a file, and show them."""
    question = await organisers.question(request)
    form = await read_upload(request, request.app[UPLOAD_PLACES])
    given = Text("")
    try:
        given = decoded(form.get("file") or form.get("names", b""))
        invitees = await clients.in_thread(request)(read, given.text)
        made = await invitations.invite(
            request.app[DATABASE],
            question.key,
            invitees,
            by(MultiDict(revision=form.get("revision", b"").decode(errors="replace"))),
            clients.in_thread(request),
        )
    except _REFUSALS as error:
        return await _refused(request, error, names=given.text)
    return await slips.response(request, question, made, is_guess=given.is_guess)


async def revoke(request: web.Request) -> web.Response:
    """Take back the codes of the people who are marked, as far as they have not voted."""
    question = await organisers.question(request)
    form = await read_form(request)
    ids = _marked(form.getall("invitation", []))
    try:
        revoked = await invitations.revoke(request.app[DATABASE], question.key, ids, by(form))
    except _REFUSALS as error:
        return await _refused(request, error)
    kept = len(ids) - revoked
    return see_other(request, "invitations", question.key, revoked=str(revoked), kept=str(kept))


async def reissue(request: web.Request) -> web.Response:
    """Give new codes to the people who are marked, or to all, as far as they have not voted."""
    question = await organisers.question(request)
    form = await read_form(request)
    ids = None if "all" in form else _marked(form.getall("invitation", []))
    try:
        made = await invitations.reissue(
            request.app[DATABASE], question.key, ids, by(form), clients.in_thread(request)
        )
    except _REFUSALS as error:
        return await _refused(request, error)
    return await slips.response(request, question, made, is_reissued=True)


async def waiting(request: web.Request) -> web.Response:
    """Send the names of those who have not voted, as a CSV file."""
    question = await organisers.question(request)
    rows = await turnout.waiting(request.app[DATABASE], question)
    file = await clients.in_thread(request)(csv_file, rows)
    return attachment(file, "text/csv; charset=utf-8", f"not-voted-{question.key}.csv")


async def _refused(
    request: web.Request,
    error: PollsError,
    **given: str,
) -> web.Response:
    """Show the page as it is by now, with what was refused and what had been written."""
    refused = refusal(request, error, of=next(iter(given), ""))  # one field at the most
    current = await organisers.question(request)
    is_stale = isinstance(error, EditedMeanwhileError)
    page = await _page(
        request,
        current,
        problems=refused.problems,
        notice=refused.notice,
        is_stale=is_stale,
        **given,
    )
    return page_response(page, refused.status)


async def _page(request: web.Request, question: Question, **more: Any) -> str:
    query = request.query
    show = Show(query["show"]) if query.get("show") in set(Show) else Show.INVITED
    search = _search(query.get("search", ""))
    after = _number(query.get("after", "")) or 0
    shown = await turnout.overview(request.app[DATABASE], question, show, search, after)
    context = {
        "question": question,
        "is_by_invitation": question.rules.voters is Voters.INVITED,
        "is_closed": question.is_closed(datetime.now(UTC)),
        "show": show,
        "search": search,
        "after": after,
        "shown": shown,
        "most": MOST_AT_ONCE,
        "revoked": _number(query.get("revoked", "")),
        "kept": _number(query.get("kept", "")),
        "is_stale": False,
        "number": "",
        "names": "",
    }
    return render("manage/invitations.html", request, context | more)


def _marked(values: list[str]) -> set[int]:
    return {number for number in map(_number, values) if number is not None}


def _number(text: str) -> int | None:
    number = whole_number(text, len(str(_LARGEST_NUMBER)))
    return None if number is None else min(number, _LARGEST_NUMBER)


def _search(text: str) -> str:
    return without_hidden_controls(text[:TEXT_LENGTH]).strip()
