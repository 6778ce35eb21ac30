"""Receipts of ballots: kept by their voters, and checked against the record."""

from __future__ import annotations

from aiohttp import web

from polls.domain.questions.visibility import Role
from polls.presentation.records.readme import evidence_readme
from polls.rendering import render
from polls.services.records import publishing, receipts
from polls.services.records.receipts import Finding, Receipt
from polls.typedefs import DATABASE, PRIVATE, SETTINGS
from polls.views.voter.mine import known_question, no_vote
from polls.web.downloads import disposition
from polls.web.identity import voters
from polls.web.long_files import send_archive
from polls.web.responses import attachment, private_response, redirection

ENDINGS = {Finding.PROVEN: "tlog-proof"}
"""Of the names of receipts; others are promises."""


async def receipt(request: web.Request) -> web.Response:
    """Say whether the ballot of this voter is in the record, or that it will be."""
    found = await _receipt(request)
    if found is None:
        return await _nothing(request)
    context = {
        "question": found.question,
        "receipt": found,
        "secret": request.match_info.get("secret"),
    }
    return private_response(request, render("records/receipt.html", request, context))


async def receipt_file(request: web.Request) -> web.Response:
    """Give the receipt as a file."""
    found = await _receipt(request)
    if found is None:
        return await _nothing(request)
    name = f"receipt-{found.question.key}.{ENDINGS.get(found.finding, 'promise')}"
    request[PRIVATE] = True
    return attachment(found.file.encode(), "text/plain; charset=utf-8", name)


async def receipt_words(request: web.Request) -> web.Response:
    """Say the words of this voter's ballot alone, for the confirmation of a vote."""
    key = request.match_info["question_id"]
    token = voters.token(request)
    said = None
    if token is not None:
        said = await receipts.words_of(request.app[DATABASE], key, voters.credential_of(token))
    if said is None:
        return await _nothing(request)
    request[PRIVATE] = True
    return web.Response(text=said)


async def evidence(request: web.Request) -> web.StreamResponse:
    """Send what shows others that a ballot is missing: the promise and the record in one file."""
    found = await _receipt(request)
    if found is None:
        return await _nothing(request)
    if found.finding is not Finding.MISSING:  # the page says what is known instead
        return redirection(request.path.removesuffix("/evidence.zip"))
    database, key = request.app[DATABASE], found.question.key
    record = await publishing.find(database, key, Role.VOTER, found.number)
    readme = evidence_readme(found.question.text, record.words, found.words)
    return await send_archive(
        request,
        publishing.archive(database, record, readme, found.file),
        disposition(record.question, "evidence.zip"),
    )


async def _receipt(request: web.Request) -> Receipt | None:
    key = request.match_info["question_id"]
    await known_question(request, key)
    token = request.match_info.get("secret") or voters.token(request)
    if token is None or not voters.is_token(token):
        return None
    credential = voters.credential_of(token)
    return await receipts.of(request.app[DATABASE], request.app[SETTINGS], key, credential)


async def _nothing(request: web.Request) -> web.Response:
    return no_vote(request, await known_question(request, request.match_info["question_id"]))
