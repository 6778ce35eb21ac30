"""The organiser's page: where the question is in its life, and what comes next."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from polls.domain.questions.rules import Voters
from polls.domain.questions.visibility import Role, may_reopen, may_take_ballots
from polls.domain.results.recounting import arguments
from polls.domain.text.likeness import folded, groups
from polls.presentation import decisions
from polls.services import exports
from polls.services.results import results
from polls.services.voters import turnout
from polls.typedefs import DATABASE
from polls.views.organiser.forms import NO_REFUSAL
from polls.views.organiser.templates import template
from polls.views.voter import questions
from polls.views.voter.results import tally_context
from polls.web import clients
from polls.web.identity import organisers
from polls.web.long_pages import render_long
from polls.web.responses import page_response

if TYPE_CHECKING:
    from aiohttp import web
    from multidict import MultiDict

    from polls.views.organiser.forms import Refusal


async def overview(request: web.Request) -> web.Response:
    """Show how the question stands to its organiser."""
    question = await organisers.question(request)
    response = await overview_response(request)
    if secret := organisers.secret(request):
        organisers.remember(request, response, question.key, secret)  # for another year
    return response


async def overview_response(
    request: web.Request,
    refused: Refusal = NO_REFUSAL,
    *,
    given: MultiDict[str] | None = None,
) -> web.Response:
    """Return the page; with what was sent in its fields, and why that came to nothing."""
    key = request.match_info["question_id"]
    shown = await results.of(request.app[DATABASE], clients.tallies(request), key, Role.ORGANISER)
    is_by_invitation = shown.question.rules.voters is Voters.INVITED
    numbers = (
        await turnout.numbers(request.app[DATABASE], shown.question) if is_by_invitation else None
    )
    context = tally_context(shown) | {
        "turnout": numbers,
        "shared_names": groups((each.name for each in shown.named), folded),
        "stage": shown.stage,
        "may_reopen": may_reopen(shown.question),
        "may_take_ballots": may_take_ballots(shown.question.rules, shown.stage),
        "formats": exports.fitting(shown.question),
        "recount": shlex.join(arguments(shown.question, shown.draw)),
        "consequences": await questions.consequences(request, shown.question),
        "template": await template(request, shown.question),
        "notice": refused.notice,
        "problems": refused.problems,
        "decidable": decisions.options(
            shown.question, shown.result, given.getall("decision", []) if given else []
        ),
        "given": {name: given.get(name, "") if given else "" for name in ("opens", "closes")},
    }
    page = await render_long(request, "manage/overview.html", context, shown.size)
    return page_response(page, refused.status)
