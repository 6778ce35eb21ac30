from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from aiohttp import DummyCookieJar

from polls.domain.questions.rules import Visibility
from polls.domain.records import notes, promises, proofs
from polls.main import init_app
from polls.services.records import making
from polls.verifying import reports
from tests import asking
from tests.services.records import kept
from tests.views.site import Site

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_aiohttp import AiohttpClient

    from polls.settings import Settings


async def test_voter_keeps_a_receipt_and_checks_the_vote_after_the_end(
    site: Site, settings: Settings
) -> None:
    await site.vote(2)
    mine = await site.get("/poll/1/mine")
    results = await site.get("/poll/1/results")

    before = await site.get(mine.page.links["Keep a receipt"])
    promise = await site.get(before.page.links["Download the receipt"])
    await asking.close(site.database, "1")
    awaited = await site.get("/poll/1/receipt")
    assert await making.make(site.database, settings, "1")
    after = await site.get((await site.get("/poll/1/mine")).page.links["Check my vote"])
    proof = await site.get(after.page.links["Download the receipt"])

    promises.read(notes.read(promise.text.encode()).text)
    assert results.page.links["Keep a receipt"] == "/poll/1/receipt"
    assert promise.headers["Content-Disposition"] == 'attachment; filename="receipt-1.promise"'
    assert b"[2]" in proofs.read(proof.text.encode()).leaf
    assert 'filename="receipt-1.tlog-proof"' in proof.headers["Content-Disposition"]
    assert "the record is being made" in awaited.text
    assert "Your ballot is in the record, and the published result counts it." in after.text
    assert "Coffee" in after.text
    assert {each.headers["Cache-Control"] for each in (before, promise, after)} == {"no-store"}


async def test_words_of_the_own_ballot_are_said_alone(site: Site) -> None:
    nobody = await site.get("/poll/1/receipt/words")
    await site.vote(2)

    results = await site.get("/poll/1/results")
    said = await site.get("/poll/1/receipt/words")

    assert nobody.status == 404
    assert 'data-own-words="/poll/1/receipt/words"' in results.text
    assert said.text in (await site.get("/poll/1/receipt")).text
    assert said.text not in results.text
    assert (len(said.text.split()), said.headers["Cache-Control"]) == (4, "no-store")
    assert said.headers["Content-Type"] == "text/plain; charset=utf-8"


async def test_voter_of_a_missing_ballot_gets_evidence_that_others_can_judge(
    site: Site, settings: Settings, tmp_path: Path
) -> None:
    await site.vote(2)
    early = await site.client.get("/poll/1/receipt/evidence.zip", allow_redirects=False)
    await asking.close(site.database, "1")
    await kept.make_without(site.database, settings, "1", 0)

    told = await site.get("/poll/1/receipt")
    answer = await site.client.get(told.page.links["Download the evidence"])
    path = tmp_path / "evidence.zip"
    path.write_bytes(await answer.read())
    report = reports.of(path)

    assert (early.status, early.headers["Location"]) == (303, "/poll/1/receipt")
    assert "Your ballot is not in the record." in told.text
    assert "Download the receipt" not in told.page.links
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="poll-1-evidence.zip"'
    )
    assert report.status == reports.WRONG
    assert "The promise is signed, and its ballot is not in the record" in report.lines[0]
    with ZipFile(path) as archive:
        assert "polls verify evidence.zip" in archive.read("README.txt").decode()


async def test_evidence_has_to_wait_until_the_result_is_published(
    site: Site, settings: Settings
) -> None:
    key = await site.ask("Tea or coffee?", ("Tea", "Coffee"), visibility=Visibility.ORGANISER)
    await site.vote((await site.question(key)).choices[0].id, key=key)
    await asking.close(site.database, key)
    await kept.make_without(site.database, settings, key, 0)

    told = await site.get(f"/poll/{key}/receipt")
    refused = await site.get(f"/poll/{key}/receipt/evidence.zip")

    assert "as soon as the organiser publishes the result" in told.text
    assert "Download the evidence" not in told.page.links
    assert "Download the receipt" in told.page.links
    assert refused.status == 403


async def test_receipt_of_a_browser_that_keeps_no_cookies_is_below_its_link(
    settings: Settings, aiohttp_client: AiohttpClient
) -> None:
    client = await aiohttp_client(init_app(settings), cookie_jar=DummyCookieJar())
    site = Site(client)
    key = await site.ask("Tea or coffee?", ("Tea", "Coffee"))
    voted = await site.vote((await site.question(key)).choices[0].id, key=key)

    recorded = await site.get(voted.location.partition("#")[0])
    receipt = await site.get(recorded.page.links["Keep a receipt"])
    file = await site.get(receipt.page.links["Download the receipt"])

    assert recorded.page.links["Keep a receipt"].startswith(f"/poll/{key}/mine/")
    assert (receipt.status, file.status) == (200, 200)
    promises.read(notes.read(file.text.encode()).text)


@pytest.mark.parametrize("path", ["receipt", "receipt/file"])
async def test_receipt_of_nobody_says_that_nothing_is_recorded(site: Site, path: str) -> None:
    answer = await site.get(f"/poll/1/{path}")

    assert answer.status == 404


async def test_question_without_receipts_offers_none(site: Site) -> None:
    key = await site.ask("Tea or coffee?", ("Tea", "Coffee"), has_receipts=False)
    await site.vote((await site.question(key)).choices[0].id, key=key)

    pages = [await site.get(f"/poll/{key}/{page}") for page in ("mine", "results")]
    receipt = await site.get(f"/poll/{key}/receipt")

    assert [page.status for page in pages] == [200, 200]
    assert [page.page.links.get("Keep a receipt") for page in pages] == [None, None]
    assert all("four words" not in page.text for page in pages)
    assert (await site.get(f"/poll/{key}/receipt/words")).status == 404
    assert (receipt.status, "get no receipts" in receipt.text) == (404, True)
