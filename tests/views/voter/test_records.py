from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from polls.domain.errors import NoRecordError
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Visibility, Voters
from polls.domain.questions.visibility import Role
from polls.domain.records import checkpoints, notes, trees, words
from polls.services.questions import lifecycle
from polls.services.records import making, publishing
from tests import asking, ledgers

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.views.site import Site


PAGES = ("record", "record.zip", "record/check.html")


async def recorded(site: Site, settings: Settings, votes: int = 3, **values: Any) -> str:
    key = await asking.ask(site.database, **values)
    await ledgers.append(site.database, key, *[(1 + n % 2,) for n in range(votes)])
    await asking.close(site.database, key)
    assert await making.make(site.database, settings, key)
    return key


async def files(site: Site, path: str) -> dict[str, bytes]:
    async with site.client.get(path) as response:
        assert response.status == 200
        with ZipFile(BytesIO(await response.read())) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("votes", [0, 3, 254, 600])
async def test_record_is_a_file_with_all_leaves(site: Site, settings: Settings, votes: int) -> None:
    key = await recorded(site, settings, votes)

    found = await files(site, f"/poll/{key}/record.zip")

    leaves = found["leaves.jsonl"].splitlines()
    checkpoint = checkpoints.read(notes.read(found["checkpoint"]).text)
    hashes = [trees.leaf_hash(leaf) for leaf in leaves]
    assert (len(leaves), trees.root(hashes)) == (checkpoint.size, checkpoint.root)
    assert found["manifest.json"] == leaves[0] + b"\n"
    assert leaves[-1].endswith(b'"result":' + found["result.json"].strip() + b"}")
    assert notes.keys(found["key.txt"].decode())
    assert "Tea or coffee?" in found["README.txt"].decode()


async def test_page_that_checks_the_record_has_it_inside(site: Site, settings: Settings) -> None:
    key = await recorded(site, settings, 3)
    whole = await files(site, f"/poll/{key}/record.zip")

    page = await site.get(f"/poll/{key}/record/check.html")

    inside = re.search(r'id="record">([^<]+)<', page.text)
    assert inside
    assert "attachment" in page.headers["Content-Disposition"]
    with ZipFile(BytesIO(b64decode(inside[1]))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == whole


async def test_record_lists_all_ballots_by_their_words_page_by_page(
    site: Site, settings: Settings
) -> None:
    key = await recorded(site, settings, votes=300)
    found = await files(site, f"/poll/{key}/record.zip")
    hashes = [trees.leaf_hash(leaf) for leaf in found["leaves.jsonl"].splitlines()[1:-1]]
    told = [" ".join(words.of(hash_, 4)) for hash_ in hashes]

    pages = [await site.get(f"/poll/{key}/record?page={n}") for n in range(1, 7)]
    beyond = await site.get(f"/poll/{key}/record?page=7")

    for number, page in enumerate(pages):
        listed = told[number * 50 : number * 50 + 50]
        assert [each for each in told if each in page.text] == listed
    assert pages[0].page.links["Next page"] == f"/poll/{key}/record?page=2#ballots"
    assert beyond.status == 404
    six = " ".join(words.of(checkpoints.read(notes.read(found["checkpoint"]).text).digest, 6))
    assert six in pages[0].text


async def test_record_is_searched_by_words(site: Site, settings: Settings) -> None:
    key = await recorded(site, settings, votes=300)
    leaves = (await files(site, f"/poll/{key}/record.zip"))["leaves.jsonl"].splitlines()
    told = words.of(trees.leaf_hash(leaves[200]), 4)

    whole = await site.get(f"/poll/{key}/record?words={'+'.join(told)}")
    first = await site.get(f"/poll/{key}/record?words={told[0].upper()}")
    unknown = await site.get(f"/poll/{key}/record?words=xyzzy")

    assert f"<mark>{' '.join(told)}</mark>" in whole.text
    assert whole.text.count("<mark>") == 1
    assert f"<mark>{' '.join(told)}</mark>" in first.text
    assert "is not among the words of ballots" in unknown.text
    assert unknown.status == 200


async def test_record_waits_until_the_result_is_published(site: Site, settings: Settings) -> None:
    key = await recorded(site, settings, visibility=Visibility.ORGANISER)
    hidden = [await site.get(f"/poll/{key}/{page}") for page in PAGES]

    await lifecycle.publish(site.database, key, OPERATOR)

    shown = await site.get(f"/poll/{key}/record")
    assert [each.status for each in hidden] == [403, 403, 403]
    assert shown.status == 200


async def test_record_of_a_guarded_vote_comes_with_its_result(
    site: Site, settings: Settings
) -> None:
    key = await site.ask("Tea or coffee?", ("Tea", "Coffee"), voters=Voters.INVITED)
    await ledgers.append(site.database, key, (1,))

    guarded = [await site.get(f"/poll/{key}/{page}") for page in ("results", "record")]
    await asking.close(site.database, key)
    assert await making.make(site.database, settings, key)
    shown = [await site.get(f"/poll/{key}/{page}") for page in ("results", "record")]

    assert "data-choice" not in guarded[0].text
    assert (guarded[1].status, [each.status for each in shown]) == (404, [200, 200])
    assert "1 ballot" in shown[1].text


async def test_question_without_a_record_says_so(site: Site) -> None:
    while_open = await site.get("/poll/1/record")
    await asking.close(site.database, "1")
    awaited = await site.get("/poll/1/record.zip")

    assert [each.status for each in (while_open, awaited)] == [404, 404]
    assert "within a minute after voting has ended" in awaited.text
    assert "load this page again in a minute" in awaited.text
    assert "missing letter" not in awaited.text
    assert awaited.page.links["See the results"] == "/poll/1/results"


async def test_earlier_records_stay_listed(site: Site, settings: Settings) -> None:
    key = await recorded(site, settings)
    await lifecycle.reopen(site.database, key, OPERATOR)
    await ledgers.append(site.database, key, (1,))
    await asking.close(site.database, key)
    assert await making.make(site.database, settings, key)

    latest = await site.get(f"/poll/{key}/record")
    earlier = await site.get(f"/poll/{key}/record?number=1")
    none = await site.get(f"/poll/{key}/record?number=3")

    assert latest.page.links["1"] == f"/poll/{key}/record?number=1"
    assert "there is a newer record" in earlier.text
    assert "record/1" in earlier.text
    leaves = [
        (await files(site, f"/poll/{key}/record.zip?number={n}"))["leaves.jsonl"].splitlines()
        for n in (1, 2)
    ]
    assert [len(each) for each in leaves] == [5, 6]
    assert none.status == 404


async def test_results_lead_to_the_record(site: Site, settings: Settings) -> None:
    before = await site.get("/poll/1/results")
    await asking.close(site.database, "1")
    await site.hear()
    await making.make(site.database, settings, "1")

    after = await site.get("/poll/1/results")

    assert "The record of this vote" not in before.page.links
    assert after.page.links["The record of this vote"] == "/poll/1/record"


async def test_record_that_is_deleted_meanwhile_is_cut(site: Site, settings: Settings) -> None:
    key = await recorded(site, settings, votes=600)
    shown = await publishing.find(site.database, key, Role.SOMEBODY)
    await ledgers.clear(site.database, key)

    pieces = publishing.archive(site.database, shown, "text")

    with pytest.raises(NoRecordError):
        await anext(pieces)
