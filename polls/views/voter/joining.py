"""The way from a join code, which a big screen shows, to the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.errors import EmptyJoinCodeError, WrongJoinCodeError
from polls.domain.questions.join_codes import TYPED_LENGTH
from polls.presentation.refusals import FieldMessage, sentence
from polls.rendering import render
from polls.services.questions import joining
from polls.typedefs import DATABASE, JOIN_TRIES, PRIVATE
from polls.web import clients, statuses
from polls.web.forms import read_form
from polls.web.media_types import prefers_json
from polls.web.responses import private_response, see_other

if TYPE_CHECKING:
    from aiohttp import web

WRONG_JOIN_CODES_PER_HOUR = 60
"""From one address: enough for a hall behind one, and for nobody who tries a million."""


async def ask(request: web.Request) -> web.Response:
    """Show a field for the code."""
    return _page(request, "")


async def join(request: web.Request) -> web.Response:
    """Lead to the question whose code was typed."""
    return await _lead(request, (await read_form(request)).get("code", ""))


async def follow(request: web.Request) -> web.Response:
    """Lead to the question whose code is the address."""
    return await _lead(request, request.match_info["join_code"])


async def _lead(request: web.Request, typed: str) -> web.Response:
    try:
        key = await _find(request, typed)
    except (EmptyJoinCodeError, WrongJoinCodeError) as error:
        if prefers_json(request):
            raise
        return _page(request, typed, error)
    request[PRIVATE] = True  # another question may have this code tomorrow
    return see_other(request, "poll", key)


async def _find(request: web.Request, typed: str) -> str:
    """Return the key of a question. Who tries codes is soon told to wait, right code or not."""
    tries, address = request.app[JOIN_TRIES], clients.network(request)
    tries.require(address)
    if not typed.strip():
        raise EmptyJoinCodeError
    try:
        return await joining.find(request.app[DATABASE], typed)
    except WrongJoinCodeError:
        tries.take(address)
        raise


def _page(
    request: web.Request,
    typed: str,
    error: EmptyJoinCodeError | WrongJoinCodeError | None = None,
) -> web.Response:
    context = {
        "typed": typed[:TYPED_LENGTH],
        "problems": [FieldMessage("code", sentence(error))] if error else [],
    }
    status = statuses.status(error) if error else 200
    return private_response(request, render("codes/join.html", request, context), status)
