"""The list of questions, and the ballot of one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.ballots.selections import places
from polls.domain.questions import orders
from polls.domain.questions.questions import Kind, Stage
from polls.domain.request_errors import NoSuchPageError
from polls.domain.text.texts import whole_number
from polls.presentation import ballot_notes, ballot_papers
from polls.rendering import render
from polls.services.questions import questions
from polls.services.voters import codes
from polls.typedefs import DATABASE, POLICIES, SETTINGS
from polls.web.identity import organisers, voters
from polls.web.kept_pages import kept_page
from polls.web.long_pages import render_long
from polls.web.responses import page_response

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web

    from polls.domain.ballots.ballots import Recorded
    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.questions import Question
    from polls.domain.questions.rules import Policy
    from polls.presentation.refusals import FieldMessage

_PAGE_DIGITS = 6


class Voter(NamedTuple):
    """What a ballot depends on beside its question: the same for all who did the same."""

    recorded: Recorded | None
    has_code: bool
    """Whether the browser holds the code of an invitation."""
    order: int
    """In which the choices are met; `orders.ordered` makes it."""
    held: str | None = None
    """The token that the form carries, where no cookie says whose it is: a page of nobody else."""


class Filled(NamedTuple):
    """What stands in the form of a ballot, and why it was not taken, if it was sent."""

    selection: Selection
    name: str | None
    code: str | None
    problems: Sequence[FieldMessage] = ()


async def index(request: web.Request) -> web.Response:
    """Show the latest questions, newest first, a page at a time."""
    number = _page_number(request.query.get("page", "1"))

    async def list_questions() -> str:
        now = datetime.now(UTC)
        listing = await questions.latest(request.app[DATABASE], number, now)
        create = request.app[SETTINGS].create
        context = {
            "listing": listing,
            "now": now,
            "may_ask": create != "nobody",
            "needs_code": create == "link",
        }
        return render("questions/index.html", request, context)

    return await kept_page(request, "index", None, list_questions, part=number, is_for_all=True)


async def poll(request: web.Request) -> web.Response:
    """Show the ballot, marked as this browser's voter marked it before."""
    key = request.match_info["question_id"]
    policy = await request.app[POLICIES].of(key)
    if policy.is_draft:
        return page_response(await ballot_form(request, key))
    token = voters.token(request)
    if token is None and policy.is_shuffled:
        token = voters.introduce(request)  # now, for it decides about the order
    voter = await _voter(request, key, policy, token)

    async def show() -> str:
        return await _ballot(request, key, voter)

    is_for_all = voter.recorded is None and not voter.has_code
    response = await kept_page(request, "poll", key, show, part=voter, is_for_all=is_for_all)
    if token is None:
        voters.greet(request)
    return response


async def ballot_form(
    request: web.Request,
    key: str,
    filled: Filled | None = None,
    *,
    held: str | None = None,
) -> str:
    """Render the ballot for this browser alone, as it was sent before if it was.

    With `held`, a voter's token, the form carries it: the browser keeps no cookies.
    """
    await check_known(request)
    policy = await request.app[POLICIES].of(key)
    token = held or voters.token(request) or voters.introduce(request)
    voter = (await _voter(request, key, policy, token))._replace(held=held)
    is_organiser = policy.is_draft and await organisers.is_organiser(request)
    return await _ballot(request, key, voter, filled, is_organiser=is_organiser)


async def check_known(request: web.Request) -> None:
    """Make sure that whoever asks may know of the question of this address, before more is said.

    Raises:
        QuestionDeletedError: there was one.
        QuestionNotFoundError: there is none, or it may not be known that there will be.
    """
    if not await organisers.is_organiser(request):
        key = request.match_info["question_id"]
        await questions.known(request.app[DATABASE], key, datetime.now(UTC))


async def _voter(request: web.Request, key: str, policy: Policy, token: str | None) -> Voter:
    return Voter(
        recorded=await voters.recorded(request, key, token),
        has_code=token is not None and voters.is_code(token),
        order=orders.number_for(token) if token and policy.is_shuffled else 0,
    )


def paper(question: Question) -> dict[str, Any]:
    """Return what the ballot of a question is drawn from that nobody has asked yet."""
    return {
        "question": question,
        "paper": ballot_papers.paper(question, question.choices),
        "given": {},
        **_manual(question),
        "consequences": ballot_notes.consequences(question.rules),
    }


async def consequences(request: web.Request, question: Question) -> str:
    """Return what voters are told of their vote, for them and for the organiser."""
    return ballot_notes.consequences(
        question.rules,
        is_weighted=await codes.are_weighted(request.app[DATABASE], question),
        is_published=question.published_at is not None,
    )


async def _ballot(
    request: web.Request,
    key: str,
    voter: Voter,
    filled: Filled | None = None,
    *,
    is_organiser: bool = False,
) -> str:
    now, database = datetime.now(UTC), request.app[DATABASE]
    if is_organiser:
        question = await organisers.question(request)
    else:
        question = await questions.known(database, key, now)
    stage = question.stage(now)
    template = _template(question, stage, voter, is_organiser=is_organiser)
    choices = question.choices
    if question.rules.is_shuffled:
        choices = orders.ordered(choices, voter.order)
    context = {
        "question": question,
        "stage": stage.value,
        "paper": ballot_papers.paper(question, choices),
        "recorded": voter.recorded,
        "held": voter.held,
        **_filled(question, voter, filled),
        **await _said(request, question),
    }
    return await render_long(request, f"questions/{template}.html", context, len(choices))


def _filled(question: Question, voter: Voter, filled: Filled | None) -> dict[str, Any]:
    """Return how the form is filled in: as it was sent, or else as it is recorded."""
    given = filled or Filled((), None, None)
    if filled is None and voter.recorded and not question.rules.is_repeatable:
        given = Filled(*voter.recorded, None)
    return {
        "given": places(given.selection, question.rules.style),
        "name": given.name or "",
        "typed": given.code or "",
        "problems": given.problems,
        "has_code": voter.has_code,
    }


async def _said(request: web.Request, question: Question) -> dict[str, str]:
    """Return what the ballot says of itself."""
    return _manual(question) | {"consequences": await consequences(request, question)}


def _manual(question: Question) -> dict[str, str]:
    """Return how the ballot is filled in and counted."""
    plain = [choice for choice in question.choices if choice.kind is Kind.CHOICE]
    return {
        "instruction": ballot_notes.instruction(question.rules, len(plain)),
        "counting": ballot_notes.counting(question.rules),
    }


def _template(question: Question, stage: Stage, voter: Voter, *, is_organiser: bool) -> str:
    """Return which page stands under the address of a question now."""
    if stage.has_ended:
        return "settled"
    if stage is Stage.SCHEDULED or (stage is Stage.DRAFT and not is_organiser):
        return "not_yet"
    rules = question.rules
    is_final = not (rules.may_change or rules.is_repeatable)
    return "settled" if voter.recorded and is_final else "detail"


def _page_number(text: str) -> int:
    number = whole_number(text, _PAGE_DIGITS) if text.isascii() else None  # as links have it
    if not number:
        raise NoSuchPageError
    return number
