from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientError

from polls.domain.rules import Visibility
from polls.typedefs import EXPORTS
from tests import asking, ledgers

if TYPE_CHECKING:
    from polls.services.questions import Asked
    from tests.views.site import Site

FILES = ("results.csv", "results.json", "ballots.csv", "ballots.json")


@pytest.fixture
async def asked(site: Site) -> Asked:
    """A question with two votes whose result only the organiser sees; voting has ended."""
    asked = await asking.asked(
        site.database,
        "Où va-t-on “dîner”?",
        ["Là", "Ici"],
        visibility=Visibility.ORGANISER,
    )
    await ledgers.append(site.database, asked.key, (1,), (2,))
    await asking.close(site.database, asked.key)
    return asked


@pytest.mark.parametrize("file", FILES)
async def test_file_that_may_not_be_seen_is_refused(site: Site, asked: Asked, file: str) -> None:
    answer = await site.get(f"/poll/{asked.key}/{file}")

    assert answer.status == 403
    assert "Là" not in answer.text


@pytest.mark.parametrize("file", FILES)
async def test_organiser_gets_a_file_with_a_good_name(site: Site, asked: Asked, file: str) -> None:
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    answer = await site.get(f"/poll/{asked.key}/{file}")

    assert answer.status == 200
    assert "Là" in answer.text
    assert answer.headers["Content-Type"] in {"text/csv; charset=utf-8", "application/json"}
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="poll-{asked.key}-{file}"; '
        f"filename*=UTF-8''O%C3%B9-va-t-on-d%C3%AEner-{file}"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("is_closed", [False, True])
async def test_organisers_page_offers_the_files_that_there_are(
    site: Site,
    is_closed: bool,
) -> None:
    asked = await asking.asked(site.database)
    if is_closed:
        await asking.close(site.database, asked.key)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    text = (await site.get(f"/poll/{asked.key}/manage")).text

    offered = [file for file in FILES if f'href="/poll/{asked.key}/{file}"' in text]
    answers = [await site.get(f"/poll/{asked.key}/{file}") for file in FILES]
    assert offered == [
        file for file, answer in zip(FILES, answers, strict=True) if answer.status == 200
    ]
    assert len(offered) == (4 if is_closed else 2)


async def test_result_that_all_may_see_is_for_all(site: Site) -> None:
    await site.vote(1)

    answer = await site.get("/poll/1/results.json")

    assert answer.status == 200
    assert [each["votes"] for each in json.loads(answer.text)["choices"]] == [1, 0]
    assert (await site.get("/poll/1/ballots.json")).status == 403


@pytest.mark.parametrize("file", FILES)
async def test_file_of_no_question_is_not_found(site: Site, file: str) -> None:
    assert (await site.get(f"/poll/99/{file}")).status == 404


async def test_file_can_be_asked_about_without_its_content(site: Site) -> None:
    answer = await site.request("HEAD", "/poll/1/results.csv")

    assert (answer.status, answer.text) == (200, "")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


async def test_more_files_at_once_than_can_be_made_are_asked_to_come_again(site: Site) -> None:
    exports = site.client.app[EXPORTS]

    async with exports, exports:
        refused = await site.get("/poll/1/results.csv")

    assert (refused.status, refused.headers["Retry-After"]) == (503, "10")
    assert (await site.get("/poll/1/results.csv")).status == 200


async def test_votes_are_taken_while_a_file_is_made(site: Site) -> None:
    asked = await asking.asked(site.database)
    await ledgers.append(site.database, asked.key, *([(1,)] * 600))
    await asking.close(site.database, asked.key)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    async with site.client.get(f"/poll/{asked.key}/ballots.csv") as file:
        await file.content.readline()
        voted = await site.vote(1)
        lines = (await file.read()).splitlines()

    assert voted.status == 303
    assert len(lines) == 600


async def test_file_that_cannot_be_finished_is_cut_off(site: Site) -> None:
    asked = await asking.asked(site.database)
    await ledgers.append(site.database, asked.key, (1,), (2,))
    await ledgers.change(site.database, asked.key, ballot_count=3)
    await asking.close(site.database, asked.key)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    with pytest.raises(ClientError):
        await site.get(f"/poll/{asked.key}/ballots.csv")
