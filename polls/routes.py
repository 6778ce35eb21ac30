"""Every page's address, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.probes import PROBES
from polls.formats.files import WRITERS
from polls.views import files, health
from polls.views.organiser import (
    asking,
    deletion,
    editing,
    invitations,
    log,
    overview,
    renewal,
    sharing,
    steps,
    votes,
)
from polls.views.sites import embeds, previews
from polls.views.voter import (
    ballots,
    calendars,
    codes,
    events,
    exports,
    joining,
    mine,
    my_questions,
    questions,
    receipts,
    record_keys,
    records,
    results,
    screens,
    withdrawals,
)
from polls.web.identity import organisers

if TYPE_CHECKING:
    from aiohttp.web import Application, UrlDispatcher

POLL = "/poll/{question_id:[0-9A-Za-z]{1,20}}"
"""A question's key: its id, or random characters when it is not listed."""

INVITATIONS = f"{POLL}/manage/invitations"

POSITION = "{position:[0-9]{1,9}}"
"""Of a ballot in its ledger."""

HELD = "{secret:[0-9A-Za-z_-]{22}}"
"""128 random bits that open something to their holder; the log leaves them out."""


COPIED = "{secret:.*}"
"""What somebody has copied of a link, perhaps not all of it: its view says what is wrong."""

HOLDER = "{secret:[0-9A-Za-z_-]{16,22}}"
"""What makes somebody a voter: such bits, or the code of an invitation."""

BUNDLE = "{secret:[0-9A-Za-z_.~-]{1,1000}}"
"""What makes a browser the organiser or a voter of several questions."""

CODE = "{code:[^/]{1,40}}"
"""The code of an invitation, as somebody may write it."""

JOIN_CODE = "{join_code:[0-9]{6}}"
"""Six digits that lead to an open question."""


def setup_routes(app: Application) -> None:
    """Give every page its address and its name."""
    router = app.router

    # what crowds ask for: first, because addresses that begin alike are tried in this order
    router.add_post(f"{POLL}/vote", ballots.vote, name="vote")
    router.add_get(POLL, questions.poll, name="poll")
    router.add_get(f"{POLL}/results", results.results, name="results")
    router.add_get(f"{POLL}/events", events.events, name="events")
    router.add_get("/", questions.index, name="index")

    # what one browser holds
    _add_mine(router)

    # what one voter holds
    router.add_get(f"{POLL}/mine", mine.mine, name="mine")
    router.add_get(f"{POLL}/withdraw", withdrawals.ask, name="withdraw")
    router.add_post(f"{POLL}/withdraw", withdrawals.withdraw, name="withdraw")
    router.add_get(f"{POLL}/withdrawn", withdrawals.withdrawn, name="withdrawn")
    router.add_get(f"{POLL}/mine/{HELD}", mine.offer, name="take")
    router.add_post(f"{POLL}/mine/{HELD}", mine.take, name="take")
    router.add_get(f"{POLL}/mine/{HOLDER}/recorded", mine.recorded, name="recorded")
    router.add_get(f"{POLL}/mine/{HOLDER}/ballot", mine.ballot, name="ballot")
    router.add_get(f"{POLL}/mine/{HOLDER}/withdraw", withdrawals.ask, name="withdraw_held")
    router.add_post(f"{POLL}/mine/{HOLDER}/withdraw", withdrawals.withdraw, name="withdraw_held")
    router.add_get(f"{POLL}/code", codes.offer, name="enter")
    router.add_post(f"{POLL}/code", codes.enter, name="enter")
    router.add_get(f"{POLL}/code/{CODE}", codes.offer, name="code")

    # a room full of people
    router.add_get("/join", joining.ask, name="join")
    router.add_post("/join", joining.join, name="join")
    router.add_get(f"/{JOIN_CODE}", joining.follow, name="join_code")
    router.add_get(f"{POLL}/screen", screens.screen, name="screen")

    # other sites' pages
    router.add_get(f"{POLL}/embed", embeds.embed, name="embed")
    router.add_get(f"{POLL}/preview.png", previews.preview, name="preview")
    router.add_get("/oembed", embeds.oembed, name="oembed")

    # people's calendars
    router.add_get(f"{POLL}/event.ics", calendars.event, name="event.ics")

    # exports
    _add_files(router)

    # organisers
    _add_steps(router)
    router.add_get(f"{POLL}/share", sharing.share, name="share")
    router.add_post(f"{POLL}/share/code", sharing.show_code, name="show_code")
    router.add_post(f"{POLL}/share/code/hide", sharing.hide_code, name="hide_code")
    router.add_get(f"{POLL}/share/links.txt", sharing.keepsake, name="links.txt")
    router.add_get(f"{POLL}/share/qr.svg", sharing.qr_svg, name="qr.svg")
    router.add_get(f"{POLL}/share/qr.png", sharing.qr_png, name="qr.png")

    # asking
    router.add_get("/new", asking.new, name="new")
    router.add_post("/new", asking.ask, name="new")

    # who votes: invitations and names
    _add_voters(router)

    # records, and receipts of what is in them
    _add_records(router)

    # health
    router.add_get(PROBES["healthz"], health.healthz, name="healthz")
    router.add_get(PROBES["readyz"], health.readyz, name="readyz")

    # files
    router.add_get("/static/{filename:.+}", files.static, name="static")
    router.add_get("/favicon.ico", files.favicon, name="favicon.ico")
    router.add_get("/robots.txt", files.robots, name="robots.txt")
    router.add_get("/verify.pyz", files.verifier, name="verify.pyz")


def _add_mine(router: UrlDispatcher) -> None:
    router.add_get("/mine", my_questions.my_questions, name="my_questions")
    router.add_get("/mine/links", my_questions.my_links, name="my_links")
    router.add_get("/mine/links.html", my_questions.my_links_file, name="my_links.html")
    router.add_get(f"/mine/take/{BUNDLE}", my_questions.offer, name="take_links")
    router.add_post(f"/mine/take/{BUNDLE}", my_questions.take, name="take_links")


def _add_records(router: UrlDispatcher) -> None:
    router.add_get(f"{POLL}/record", records.record, name="record")
    router.add_get(f"{POLL}/record.zip", records.record_zip, name="record.zip")
    router.add_get(f"{POLL}/record/check.html", records.check_html, name="check.html")
    router.add_get("/record-key", record_keys.record_key, name="record_key")
    router.add_get(f"{POLL}/receipt", receipts.receipt, name="receipt")
    router.add_get(f"{POLL}/receipt/file", receipts.receipt_file, name="receipt_file")
    router.add_get(f"{POLL}/receipt/words", receipts.receipt_words, name="receipt_words")
    router.add_get(f"{POLL}/receipt/evidence.zip", receipts.evidence, name="evidence.zip")
    router.add_get(f"{POLL}/mine/{HOLDER}/receipt", receipts.receipt, name="receipt_held")
    router.add_get(
        f"{POLL}/mine/{HOLDER}/receipt/file", receipts.receipt_file, name="receipt_file_held"
    )
    router.add_get(
        f"{POLL}/mine/{HOLDER}/receipt/evidence.zip", receipts.evidence, name="evidence_held.zip"
    )


def _add_files(router: UrlDispatcher) -> None:
    router.add_get(f"{POLL}/results.csv", exports.results_csv, name="results.csv")
    router.add_get(f"{POLL}/results.json", exports.results_json, name="results.json")
    router.add_get(f"{POLL}/ballots.csv", exports.ballots_csv, name="ballots.csv")
    router.add_get(f"{POLL}/ballots.json", exports.ballots_json, name="ballots.json")
    for ending in WRITERS:  # ballots.blt, ballots.cvotes …
        router.add_get(
            f"{POLL}/ballots.{ending}", exports.grouped(ending), name=f"ballots.{ending}"
        )


def _add_steps(router: UrlDispatcher) -> None:
    router.add_get(f"{POLL}/organise/{COPIED}", organisers.enter, name="organise")
    router.add_get(f"{POLL}/organise", organisers.enter, name="cut_link")
    router.add_get(f"{POLL}/manage", overview.overview, name="manage")
    router.add_post(f"{POLL}/manage/open", steps.open_, name="open")
    router.add_post(f"{POLL}/manage/end", steps.end, name="end")
    router.add_post(f"{POLL}/manage/stop", steps.stop, name="stop")
    router.add_post(f"{POLL}/manage/resume", steps.resume, name="resume")
    router.add_post(f"{POLL}/manage/close", steps.close, name="close")
    router.add_post(f"{POLL}/manage/reopen", steps.reopen, name="reopen")
    router.add_post(f"{POLL}/manage/publish", steps.publish, name="publish")
    router.add_post(f"{POLL}/manage/decide", steps.decide, name="decide")
    router.add_post(f"{POLL}/manage/undecide", steps.undecide, name="undecide")
    router.add_get(f"{POLL}/manage/edit", editing.show, name="edit")
    router.add_post(f"{POLL}/manage/edit", editing.edit, name="edit")
    router.add_get(f"{POLL}/manage/log", log.log, name="log")
    router.add_get(f"{POLL}/manage/renew", renewal.offer, name="renew")
    router.add_post(f"{POLL}/manage/renew", renewal.renew, name="renew")
    router.add_post(f"{POLL}/manage/duplicate", steps.duplicate, name="duplicate")
    router.add_get(f"{POLL}/manage/delete", deletion.ask, name="delete")
    router.add_post(f"{POLL}/manage/delete", deletion.delete, name="delete")


def _add_voters(router: UrlDispatcher) -> None:
    router.add_get(INVITATIONS, invitations.overview, name="invitations")
    router.add_post(f"{INVITATIONS}/make", invitations.make, name="make_codes")
    router.add_post(f"{INVITATIONS}/list", invitations.invite, name="invite")
    router.add_post(f"{INVITATIONS}/revoke", invitations.revoke, name="revoke")
    router.add_post(f"{INVITATIONS}/reissue", invitations.reissue, name="reissue")
    router.add_get(f"{INVITATIONS}/not-voted.csv", invitations.waiting, name="not_voted")
    router.add_get(f"{POLL}/manage/votes", votes.votes, name="votes")
    router.add_get(f"{POLL}/manage/votes/{POSITION}", votes.ask, name="remove")
    router.add_post(f"{POLL}/manage/votes/{POSITION}", votes.remove, name="remove")
