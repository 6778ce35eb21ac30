"""Taking a vote."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from polls.domain.ballots.ballots import check_name
from polls.domain.ballots.refusals import InvalidNameError, InvalidSelectionError
from polls.domain.ballots.selections import read
from polls.domain.electorate.invitation_codes import parse_code
from polls.domain.errors import InvalidBallotError, MalformedBallotError, NoVoterError
from polls.domain.questions.rules import Voters
from polls.domain.text.texts import on_one_line
from polls.presentation.refusals import FieldMessage, sentence
from polls.services.voters import ballots
from polls.typedefs import BALLOT_BOX, POLICIES, PRIVATE
from polls.views.voter.questions import Filled, ballot_form, check_known
from polls.web import clients, statuses
from polls.web.forms import read_form
from polls.web.identity import organisers, tokens, voters
from polls.web.media_types import prefers_json
from polls.web.responses import page_response, redirection

if TYPE_CHECKING:
    from aiohttp import web
    from multidict import MultiDict

    from polls.domain.ballots.ballots import Particulars
    from polls.domain.questions.rules import Policy


async def vote(request: web.Request) -> web.Response:
    """Hand in the ballot and lead to the results; show the form again if it is not filled in."""
    key = request.match_info["question_id"]
    form = await read_form(request)
    policy = await request.app[POLICIES].of(key)
    given: Particulars = {}
    try:
        shown = voters.shown(form)
        selection = read(policy.style, form.items())
    except (MalformedBallotError, NoVoterError):
        await check_known(request)
        raise
    token = _token(request, policy, shown)
    try:
        given = await particulars(request, form, policy, token)
        credential = voters.credential_of(token)
        await ballots.cast(request.app[BALLOT_BOX], key, selection, credential, **given)
    except InvalidBallotError as error:
        if prefers_json(request):
            await check_known(request)
            raise
        filled = Filled(
            selection,
            form.get("name"),
            form.get("code"),
            _problems(error, given),
        )
        is_known = voters.keeps_cookies(request) and not shown
        page = await ballot_form(request, key, filled, held=None if is_known else token)
        if filled.code:  # it opens a ballot, and stands in the page
            request[PRIVATE] = True
        return page_response(page, status=statuses.status(error))
    return _confirmation(request, policy, given.get("code") or token, shown)


def _problems(error: InvalidBallotError, given: Particulars) -> list[FieldMessage]:
    """Return everything that is wrong: the name too, which is not looked at where the marks are."""
    found = [error]
    if error.field == InvalidSelectionError.field and "name" in given:
        try:
            check_name((given["name"] or "").strip())
        except InvalidNameError as other:
            found.append(other)
    return [FieldMessage(each.field, sentence(each)) for each in found]


def _confirmation(
    request: web.Request,
    policy: Policy,
    token: str,
    shown: str | None,
) -> web.Response:
    """Lead to where the voter learns that the vote is recorded: by a cookie, or without one."""
    router, key = request.app.router, request.match_info["question_id"]
    if voters.keeps_cookies(request):
        # To the confirmation on that page, so that it has the focus and is read aloud.
        response = redirection(f"{_address(router['results'], key)}#recorded")
    else:
        request[PRIVATE] = True
        response = redirection(f"{_address(router['mine'], key)}/{token}/recorded#recorded")
    # For the confirmation, where each vote is another voter's: the next one has its own.
    if shown or policy.voters in {Voters.ANYONE, Voters.INVITED}:
        voters.give(request, response, token)
    else:
        voters.note(request, response, key)
    return response


def _token(request: web.Request, policy: Policy, shown: str | None) -> str:
    held = shown or voters.token(request)
    if policy.voters is Voters.ANYONE:
        return voters.next_token(request, held) if held else tokens.token()
    return held or voters.introduce(request)


async def particulars(
    request: web.Request,
    form: MultiDict[str],
    policy: Policy,
    token: str,
) -> Particulars:
    """Return what the question asks for beside the marks, and who tries it out.

    Raises:
        WrongCodeError: what stands in the field for it is no code.
    """
    given: Particulars = {"style": policy.style}
    if policy.voters is Voters.NETWORK:
        # Who comes from this machine, by a socket of its own, is one network too.
        given["network"] = clients.network(request) or "local"
    elif policy.voters is Voters.NAMED:
        given["name"] = on_one_line(form.get("name", ""))
    elif policy.voters is Voters.INVITED:
        typed = form.get("code", "").strip()
        held = token if voters.is_code(token) else None
        given["code"] = parse_code(typed) if typed else held
    if policy.is_draft:
        given["is_trial"] = await organisers.is_organiser(request)
    return given


@lru_cache(maxsize=1_000)
def _address(route: web.AbstractResource, key: str) -> str:
    return str(route.url_for(question_id=key))
