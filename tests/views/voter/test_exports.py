from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientError

from bench.filling import add_ballots
from bench.stores import SqliteStore
from polls.domain.questions.rules import Visibility
from polls.formats.files import WRITERS
from polls.typedefs import EXPORTS, EXPORTS_ASKED
from polls.web.long_files import MOST_EXPORTS, MOST_WAITING
from tests import asking, ledgers
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.services.questions.questions import Asked
    from polls.settings import Settings
    from tests.conftest import ClientFor

FILES = ("results.csv", "results.json", "ballots.csv", "ballots.json", "ballots.grouped.csv")


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
    assert answer.headers["Cache-Control"] == "no-store"


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
    assert len(offered) == (5 if is_closed else 2)


async def test_organiser_of_rankings_gets_their_formats_and_the_command(
    site: Site,
) -> None:
    asked = await asking.asked(site.database, method="schulze", max_choices=None)
    await ledgers.append(site.database, asked.key, (1, 2), (2,))
    await asking.close(site.database, asked.key)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    page = (await site.get(f"/poll/{asked.key}/manage")).text
    orders = await site.get(f"/poll/{asked.key}/ballots.preflib")

    assert [f'href="/poll/{asked.key}/ballots.{each}"' in page for each in WRITERS] == [True] * 5
    assert "polls count FILE --method schulze --seed " in page
    assert "as good as a signature" in page
    assert orders.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "-ballots.soi" in orders.headers["Content-Disposition"]
    assert orders.text.endswith("1: 1,2\n1: 2\n")


async def test_format_that_is_not_for_such_ballots_is_refused(site: Site, asked: Asked) -> None:
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    answer = await site.get(f"/poll/{asked.key}/ballots.blt")

    assert answer.status == 404
    assert "These ballots cannot be written in that format." in answer.text


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


async def test_files_asked_for_at_once_are_all_sent(site: Site, asked: Asked) -> None:
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")
    files = ["ballots.csv", "ballots.json", "ballots.grouped.csv"] * 4

    async with site.client.app[EXPORTS], site.client.app[EXPORTS]:
        sending = [asyncio.create_task(site.get(f"/poll/{asked.key}/{file}")) for file in files]
        await asyncio.sleep(0.1)
        waiting = [task for task in sending if not task.done()]
    sent = await asyncio.gather(*sending)

    assert len(waiting) == len(files)
    assert [answer.status for answer in sent] == [200] * len(files)


async def test_more_files_than_may_wait_are_asked_to_come_again(
    site: Site,
    asked: Asked,
) -> None:
    places = site.client.app[EXPORTS_ASKED]
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    async with AsyncExitStack() as stack:
        for _ in range(MOST_EXPORTS + MOST_WAITING):
            await stack.enter_async_context(places)
        refused = await site.get(f"/poll/{asked.key}/ballots.csv")

    assert (refused.status, refused.headers["Retry-After"]) == (503, "10")
    assert (await site.get(f"/poll/{asked.key}/ballots.csv")).status == 200


async def test_file_that_waited_too_long_is_to_be_asked_for_again(
    site: Site,
    asked: Asked,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("polls.web.long_files.WAIT_SECONDS", 0.05)
    exports = site.client.app[EXPORTS]
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    async with exports, exports:
        refused = await site.get(f"/poll/{asked.key}/ballots.csv")
        grouped = await site.get(f"/poll/{asked.key}/ballots.grouped.csv")
        short = await site.get("/poll/1/results.csv")

    assert (refused.status, refused.headers["Retry-After"]) == (503, "10")
    assert (grouped.status, short.status) == (503, 200)
    assert (await site.get(f"/poll/{asked.key}/ballots.csv")).status == 200


async def test_reader_who_stops_reading_is_cut_off(
    sqlite_settings: Settings,
    client_for: ClientFor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("polls.web.long_files.PIECE_SECONDS", 0.1)
    site = Site(await client_for(sqlite_settings))
    asked = await asking.asked(site.database, choices=[f"Choice {n}" for n in range(500)])
    add_ballots(SqliteStore(sqlite_settings.sqlite.path), 20_000)  # more than lies between us
    await asking.close(site.database, asked.key)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    async with site.client.get(f"/poll/{asked.key}/ballots.csv") as file:
        assert file.connection is not None
        assert file.connection.transport is not None
        file.connection.transport.pause_reading()
        async with asyncio.timeout(20):
            while site.client.app[EXPORTS]._value != MOST_EXPORTS:
                await asyncio.sleep(0.02)
        file.connection.transport.resume_reading()

        with pytest.raises(ClientError):
            await file.read()


async def test_votes_are_taken_while_a_file_is_made(site: Site) -> None:
    asked = await asking.asked(site.database)
    await ledgers.append(site.database, asked.key, *([(1,)] * 200))
    await asking.close(site.database, asked.key)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    async with site.client.get(f"/poll/{asked.key}/ballots.csv") as file:
        await file.content.readline()
        voted = await site.vote(1)
        lines = (await file.read()).splitlines()

    assert voted.status == 303
    assert len(lines) == 200


async def test_file_that_cannot_be_finished_is_cut_off(site: Site) -> None:
    asked = await asking.asked(site.database)
    await ledgers.append(site.database, asked.key, (1,), (2,))
    await ledgers.change(site.database, asked.key, ballot_count=3)
    await asking.close(site.database, asked.key)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    with pytest.raises(ClientError):
        await site.get(f"/poll/{asked.key}/ballots.csv")


async def test_result_with_very_many_pairs_waits_for_its_turn(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polls.web.long_files.WAIT_SECONDS", 0.05)
    choices = [f"Number {number}" for number in range(101)]
    key = await asking.ask(site.database, choices=choices, method="copeland", max_choices=None)
    await ledgers.append(site.database, key, (1, 2), (2,))
    turns = site.client.app[EXPORTS]

    async with turns, turns:
        refused = await site.get(f"/poll/{key}/results.json")
    made = await site.get(f"/poll/{key}/results.json")

    assert (refused.status, made.status) == (503, 200)
    assert len(json.loads(made.text)["count"]["steps"][0]["wins"]) == 101 * 100
