from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import segno

from polls.domain.questions.rules import Visibility
from polls.web import qr_codes
from tests import asking, ledgers
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor
    from tests.views.site import Answer


async def test_screen_shows_how_many_voted_and_where_to_vote(site: Site) -> None:
    await site.vote(2)

    answer = await site.get("/poll/1/screen")

    page = answer.page
    address = str(site.client.make_url("/poll/1"))
    assert answer.status == 200
    assert page.title == "Big screen: Tea or coffee? · Polls"
    assert page.headings == ["Tea or coffee?", "Result so far", "Vote here"]
    assert "1 vote Open" in page.words
    assert page.links[address.removeprefix("http://")] == address
    assert page.links["Results page"] == "/poll/1/results"
    assert f'aria-label="QR code: {address}"' in answer.text
    assert qr_codes.of(address) in answer.text


async def test_screen_hides_the_numbers_first(site: Site) -> None:
    first = await site.get("/poll/1/screen")
    others = [await site.get(f"/poll/1/screen?numbers={value}") for value in ("", "0", "yes")]
    revealed = await site.get("/poll/1/screen?numbers=1")

    assert [_is_revealed(answer) for answer in (first, *others, revealed)] == [False] * 4 + [True]


async def test_screen_has_a_form_that_leads_to_the_numbers_and_back(site: Site) -> None:
    hidden = await site.get("/poll/1/screen")
    shown = await site.get("/poll/1/screen?numbers=1")

    assert hidden.page.action == shown.page.action == "/poll/1/screen"
    assert 'name="numbers" value="1"' in hidden.text
    assert 'name="numbers"' not in shown.text


async def test_screen_shows_ten_choices_at_a_time(site: Site) -> None:
    key = await site.ask("Which?", [f"Number {number}" for number in range(12)])

    shown = {
        page: _rows(await site.get(f"/poll/{key}/screen?numbers=1&page={page}"))
        for page in ("1", "2", "3", "0", "x", "٢")
    }

    first, last = [*range(10)], [10, 11]
    assert shown == {"1": first, "2": last, "3": last, "0": first, "x": first, "٢": last}


async def test_order_of_the_choices_tells_the_result_with_its_numbers_alone(
    site: Site,
) -> None:
    key = await site.ask("Tea or coffee?", ["Tea", "Coffee"])
    await ledgers.append(site.database, key, (2,))
    await asking.close(site.database, key)

    hidden = await site.get(f"/poll/{key}/screen")
    shown = await site.get(f"/poll/{key}/screen?numbers=1")

    assert [row[0] for row in hidden.page.rows] == ["Tea", "Coffee"]
    assert [row[0] for row in shown.page.rows] == ["Coffee", "Tea"]


async def test_screen_shows_the_choices_while_the_result_is_withheld(site: Site) -> None:
    key = await asking.ask(
        site.database,
        "Which?",
        [f"Number {number}" for number in range(12)],
        visibility=Visibility.CLOSED,
    )

    answer = await site.get(f"/poll/{key}/screen?page=2")

    assert "The result appears when the organiser ends voting." in answer.page.words
    listed = re.findall(r"<li[^>]*?(hidden)?>\s*<bdi>Number (\d+)</bdi>", answer.text)
    assert listed == [("hidden", str(n)) for n in range(10)] + [("", "10"), ("", "11")]
    assert "<table" not in answer.text


async def test_screen_of_a_closed_question_asks_for_no_votes(site: Site) -> None:
    await site.vote(2)
    await asking.close(site.database, "1")

    page = (await site.get("/poll/1/screen")).page

    assert page.headings == ["Tea or coffee?", "Result"]
    assert page.answer == "Coffee won with 1 of 1 vote."
    assert "/poll/1" not in "".join(page.links)


@pytest.mark.parametrize("base_url", ["https://polls.example.org", "http://polls.example.org:8080"])
async def test_screen_names_the_public_address(
    settings: Settings,
    client_for: ClientFor,
    base_url: str,
) -> None:
    site = Site(await client_for(settings.model_copy(update={"base_url": base_url})))
    key = await site.ask("Tea or coffee?", ["Tea", "Coffee"], is_listed=False)

    answer = await site.get(f"/poll/{key}/screen", Host="localhost")

    short = f"{base_url.partition('://')[2]}/poll/{key}"
    assert answer.page.links[short] == f"{base_url}/poll/{key}"
    assert qr_codes.of(f"{base_url}/poll/{key}") in answer.text


async def test_screen_names_the_address_that_it_was_asked_under(site: Site) -> None:
    for host in ("localhost:8080", "192.0.2.7"):
        page = (await site.get("/poll/1/screen", Host=host)).page

        assert page.links[f"{host}/poll/1"] == f"http://{host}/poll/1"


async def test_screen_is_the_same_for_all(site: Site) -> None:
    before = await site.get("/poll/1/screen")
    await site.vote(1)
    voter = await site.get("/poll/1/screen")
    again = await site.get("/poll/1/screen", **{"If-None-Match": voter.headers["ETag"]})
    site.forget()
    other = await site.get("/poll/1/screen")

    assert before.text != voter.text == other.text
    assert again.status == 304


async def test_screen_of_an_unknown_question_is_not_found(site: Site) -> None:
    assert (await site.get("/poll/99/screen")).status == 404


def test_qr_code_has_the_modules_of_its_address() -> None:
    address = "https://polls.example.org/poll/1"

    drawn = _modules(qr_codes.of(address))

    expected = segno.make_qr(address, error="l").matrix
    assert drawn == [[bool(module) for module in row] for row in expected]


def test_qr_code_is_dark_on_light_with_its_quiet_zone() -> None:
    svg = qr_codes.of("https://polls.example.org/poll/1")

    size = len(_modules(svg)) + 2 * qr_codes.QUIET_ZONE
    assert f'viewBox="0 0 {size} {size}"' in svg
    assert f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>' in svg
    assert svg.count('stroke="#000"') == svg.count("stroke=") == 1


def _rows(answer: Answer) -> list[int]:
    row = r'<tr data-choice="\d+"\s*(?:class="leading")?\s*>\s*<th scope="row">\s*<bdi>Number (\d+)'
    return [int(number) for number in re.findall(row, answer.text)]


def _is_revealed(answer: Answer) -> bool:
    return 'class="screen revealed"' in answer.text


def _modules(svg: str) -> list[list[bool]]:
    """Follow the pen: “M4 4.5h7m3 0h1m-25 1h1” draws runs of dark modules."""
    (path,) = re.findall(r'stroke="#000" d="M4 4.5([^"]*)"', svg)
    x, y = 0, 0
    dark = set()
    for pen, by, down in re.findall(r"([hm])(-?\d+)(?: (\d+))?", path):
        if pen == "h":
            dark |= {(x + step, y) for step in range(int(by))}
        x, y = x + int(by), y + int(down or 0)
    size = max(y for _, y in dark) + 1
    return [[(x, y) in dark for x in range(size)] for y in range(size)]
