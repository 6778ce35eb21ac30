"""The questions of one browser, and the links that take them to another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.electorate import holdings as bundles
from polls.domain.electorate.holdings import AT_ONCE, Holder, Holding
from polls.domain.request_errors import NoSuchPageError
from polls.domain.text.likeness import folded
from polls.domain.text.texts import whole_number
from polls.rendering import render
from polls.services.questions import holdings as service
from polls.services.voters import ballots, codes
from polls.typedefs import DATABASE
from polls.web import links, qr_codes
from polls.web.identity import holdings, organisers, voters
from polls.web.responses import attachment, private_response, redirection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web


MANY = 8
"""From here on the list has a search."""

_LONGEST_SEARCH = 200
_MOST_DROPPED = 10
"""Cookies taken back with one answer, whose headers proxies take up to 4 KB of."""
_MOST_DIGITS = 2


async def my_questions(request: web.Request) -> web.Response:
    """List the questions that this browser organises or has voted on."""
    held = holdings.held(request)
    mine = await service.found(request.app[DATABASE], held)
    search = request.query.get("q", "")[:_LONGEST_SEARCH].strip()
    context = {
        "mine": [each for each in mine if folded(search) in folded(each.outline.text)],
        "total": len(mine),
        "has_search": len(mine) >= MANY,
        "search": search,
    }
    response = private_response(request, render("mine/questions.html", request, context))
    true = {holding for each in mine for holding in each.holdings}
    stale = [each for each in held if each.part is Holder.ORGANISER and each not in true]
    for each in stale[:_MOST_DROPPED]:
        holdings.drop_organiser(request, response, each.key)
    return response


async def my_links(request: web.Request) -> web.Response:
    """Show what takes this browser's questions to another one: a QR code of some, a file of all."""
    lines = await _lines(request)
    groups = _groups(lines)
    number = whole_number(request.query.get("part", "1"), _MOST_DIGITS)
    if not number or number > max(1, len(groups)):
        raise NoSuchPageError
    address = _take_link(request, groups[number - 1]) if groups else None
    context = {
        "lines": lines,
        "organised": sum(line.holding.part is Holder.ORGANISER for line in lines),
        "address": address,
        "qr_code": qr_codes.of(address) if address else None,
        "number": number,
        "last": len(groups),
    }
    return private_response(request, render("mine/links.html", request, context))


async def my_links_file(request: web.Request) -> web.Response:
    """Give a page with all links, to be kept and to be opened in another browser."""
    lines = await _lines(request)
    takes = [_take_link(request, group) for group in _groups(lines)]
    context = {"lines": lines, "takes": takes}
    page = render("mine/file.html", request, context)
    private_response(request, page)  # nothing keeps it but its owner
    return attachment(page.encode(), "text/html; charset=utf-8", "my-polls.html")


async def offer(request: web.Request) -> web.Response:
    """Show the button that takes links over to this browser. Whoever follows links does no harm."""
    return _offer(request)


async def take(request: web.Request) -> web.Response:
    """Make this browser what the links say, organiser or voter, as far as they are right."""
    database, is_any = request.app[DATABASE], False
    response = redirection(str(request.app.router["my_questions"].url_for()))
    brought = bundles.read(request.match_info["secret"])
    for each in await service.found(database, brought):
        key = each.outline.key
        for holding in each.holdings:
            if holding.part is Holder.ORGANISER:
                organisers.remember(request, response, key, holding.token)
            elif await _is_voter(request, holding):
                voters.give_for(request, response, key, holding.token)
            else:
                continue
            is_any = True
    return response if is_any else _offer(request, is_void=True)


class LinkLine(NamedTuple):
    """A question, as what this browser takes part in it, and the link that does so elsewhere."""

    text: str
    holding: Holding
    link: str


async def _lines(request: web.Request) -> list[LinkLine]:
    mine = await service.found(request.app[DATABASE], holdings.held(request))
    return [
        LinkLine(each.outline.text, holding, _link(request, holding))
        for each in mine
        for holding in filter(None, (_whole(request, held) for held in each.holdings))
    ]


def _whole(request: web.Request, holding: Holding) -> Holding | None:
    """Return a holding with its token, which may follow from the browser's own cookie."""
    if holding.part is Holder.ORGANISER:
        return holding
    if holding.token != holdings.OWN:
        return holding if voters.is_token(holding.token) else None
    token = voters.own_token(request, holding.key)
    return holding._replace(token=token) if token else None


def _link(request: web.Request, holding: Holding) -> str:
    if holding.part is Holder.ORGANISER:
        return organisers.link(request, holding.key, holding.token)
    return voters.private_link(request, holding.key, holding.token)


def _groups(lines: Sequence[LinkLine]) -> list[list[Holding]]:
    """Return what one link each takes along."""
    held = [line.holding for line in lines]
    return [held[start : start + AT_ONCE] for start in range(0, len(held), AT_ONCE)]


def _take_link(request: web.Request, group: Sequence[Holding]) -> str:
    return links.link(request, "take_links", secret=bundles.written(group))


async def _is_voter(request: web.Request, holding: Holding) -> bool:
    """Tell whether a ballot is recorded, or may be with the code of an invitation."""
    database = request.app[DATABASE]
    credential = voters.credential_of(holding.token)
    found = await ballots.standing(database, holding.key, credential)
    if found is not None and found.selection is not None:
        return True
    return voters.is_code(holding.token) and await codes.is_valid(
        database, holding.key, holding.token
    )


def _offer(request: web.Request, *, is_void: bool = False) -> web.Response:
    secret = request.match_info["secret"]
    brought = bundles.read(secret)
    context = {
        "secret": secret,
        "organised": sum(each.part is Holder.ORGANISER for each in brought),
        "voted": sum(each.part is Holder.VOTER for each in brought),
        "is_void": is_void or not brought,
    }
    page = render("mine/take.html", request, context)
    return private_response(request, page, 404 if context["is_void"] else 200)
