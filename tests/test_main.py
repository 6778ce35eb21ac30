from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from polls.domain.ballots.ballots import Ballot, Outcome
from polls.domain.start_errors import StartError
from polls.main import init_app
from polls.services.results import recounts
from polls.services.running import databases
from polls.typedefs import BALLOT_BOX, DATABASE
from tests import asking, pages
from tests.refusals import refuses

if TYPE_CHECKING:
    from pytest_aiohttp import AiohttpClient

    from polls.settings import Settings
    from tests.conftest import Client, ClientFor
    from tests.pages import Page


async def welcome(_request: web.Request) -> web.Response:
    return web.Response(text="Welcome to the town hall")


@pytest.fixture
def polls(settings: Settings) -> web.Application:
    return init_app(settings)


@pytest.fixture
async def town_hall(polls: web.Application, aiohttp_client: AiohttpClient) -> Client:
    """Another application, which has the polls under /polls/."""
    parent = web.Application()
    parent.router.add_get("/", welcome)
    parent.router.add_post("/poll/1/vote", welcome)
    parent.add_subapp("/polls/", polls)
    client = await aiohttp_client(parent)
    await asking.ask(polls[DATABASE], "Tea or coffee?", ["Tea", "Coffee"])
    return client


async def page_at(client: Client, path: str, status: int = 200) -> Page:
    async with client.get(path) as response:
        assert response.status == status
        return pages.read(await response.text())


async def test_mounted_an_error_leads_to_the_question(town_hall: Client) -> None:
    error = await page_at(town_hall, "/polls/poll/1/vote", 405)

    assert error.links["Go to the question"] == "/polls/poll/1"


async def test_mounted_a_vote_works_from_the_list_to_the_result(
    town_hall: Client,
    polls: web.Application,
) -> None:
    index = await page_at(town_hall, "/polls/")
    ballot = await page_at(town_hall, index.links["Tea or coffee?"])
    form = {"choice": ballot.choices["Coffee"]}
    async with town_hall.post(ballot.action, data=form, allow_redirects=False) as response:
        assert response.status == 303
        location = response.headers["Location"]
    shown = await page_at(town_hall, location)

    assert location == "/polls/poll/1/results#recorded"
    assert shown.notice == "Your vote is recorded: Coffee"
    assert shown.answer == "Coffee leads with 1 of 1 vote."
    recount = await recounts.of(polls[DATABASE], "1")
    assert recount.differences == ()
    assert [choice.votes for choice in recount.question.choices] == [0, 1]


async def test_mounted_every_address_keeps_the_prefix(town_hall: Client) -> None:
    found = [
        await page_at(town_hall, "/polls/"),
        await page_at(town_hall, "/polls/poll/1"),
        await page_at(town_hall, "/polls/poll/1/results"),
        await page_at(town_hall, "/polls/nowhere", status=404),
    ]
    async with town_hall.post("/polls/poll/1/vote") as response:
        assert response.status == 422
        found.append(pages.read(await response.text()))

    for page in found:
        addresses = [*page.links.values(), *page.files, page.action]
        outside = {each for each in addresses if not each.startswith("/polls/")}
        assert outside <= {"", "#main", "#field-choice"}


async def test_mounted_addresses_of_pages_of_questions_keep_the_prefix(
    town_hall: Client,
    polls: web.Application,
) -> None:
    for number in range(11):
        await asking.ask(polls[DATABASE], f"Question {number}?", ["Yes", "No"])

    second = await page_at(town_hall, "/polls/?page=2")

    assert second.links["Newer questions"] == "/polls/?page=1"


async def test_mounted_screen_names_the_address_with_the_prefix(town_hall: Client) -> None:
    screen = await page_at(town_hall, "/polls/poll/1/screen")

    address = str(town_hall.make_url("/polls/poll/1"))
    assert screen.links.pop(address.removeprefix("http://")) == address
    addresses = [*screen.links.values(), *screen.files, screen.action]
    assert {each for each in addresses if not each.startswith("/polls/")} == {""}


async def test_mounted_static_files_are_found_and_kept(town_hall: Client) -> None:
    page = await page_at(town_hall, "/polls/")

    for address in page.files:
        async with town_hall.get(address) as response:
            assert response.status == 200
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


async def test_mounted_unknown_addresses_have_our_page(town_hall: Client) -> None:
    page = await page_at(town_hall, "/polls/nowhere", status=404)

    assert page.headings == ["Page not found"]


async def test_mounted_other_sites_are_refused(town_hall: Client, polls: web.Application) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}

    async with town_hall.post(
        "/polls/poll/1/vote",
        data={"choice": "1"},
        headers=headers,
    ) as response:
        assert response.status == 403

    assert (await recounts.of(polls[DATABASE], "1")).ballots == 0


async def test_mounted_a_form_is_limited_as_when_alone(town_hall: Client) -> None:
    async with town_hall.post(
        "/polls/poll/1/vote",
        data=b"choice=1&".ljust(70_000, b"&"),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    ) as response:
        assert response.status == 413


async def test_mounted_nothing_outside_is_touched(town_hall: Client) -> None:
    async with town_hall.get("/", headers={"Host": "town.example"}) as response:
        assert (response.status, await response.text()) == (200, "Welcome to the town hall")
        assert "Content-Security-Policy" not in response.headers
        assert "Set-Cookie" not in response.headers
    async with town_hall.get("/nowhere") as response:
        assert (response.status, await response.text()) == (404, "404: Not Found")
        assert "Content-Security-Policy" not in response.headers
    async with town_hall.post("/poll/1/vote", headers={"Sec-Fetch-Site": "cross-site"}) as response:
        assert response.status == 200


async def test_stopping_records_what_was_handed_in(
    settings: Settings,
    aiohttp_client: AiohttpClient,
) -> None:

    app = init_app(settings)
    client = await aiohttp_client(app)
    key = await asking.ask(app[DATABASE], "Tea or coffee?", ["Tea", "Coffee"])

    futures = [app[BALLOT_BOX].put(Ballot(key, (1,), f"browser:{each}")) for each in range(20)]
    await client.close()

    assert [future.result() for future in futures] == [Outcome.NEW] * 20
    async with databases.opened(settings) as database:
        assert (await recounts.of(database, key)).ballots == 20


async def test_starting_is_refused_while_another_server_has_the_file(
    sqlite_settings: Settings,
    client_for: ClientFor,
) -> None:
    await client_for(sqlite_settings)
    second = web.AppRunner(init_app(sqlite_settings))

    with refuses(StartError, match="Another Polls server is using"):
        await second.setup()

    await second.cleanup()
