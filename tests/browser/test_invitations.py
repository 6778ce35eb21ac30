"""Alice invites, prints and watches the turnout; Bob votes with the code on his slip."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import expect

from tests.browser.invitation_pages import HOUSE, LONG_NAME, organised
from tests.browser.pages import LONG_WORD
from tests.browser.test_keyboard import RING
from tests.browser.visitors import with_and_without_javascript

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.sites import Site
    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")


OUTSIDE = """
() => [...document.querySelectorAll(".slips li")].flatMap((slip) => {
  const page = slip.getBoundingClientRect();
  return [".key", ".how", ".picture"]
    .map((part) => [part, slip.querySelector(part).getBoundingClientRect()])
    .filter(([, box]) => box.top < page.top || box.bottom > page.bottom || box.right > page.right)
    .map(([part]) => part);
})
"""
"""Parts of printed slips that stick out of them."""


async def _alice(visitors: Visitors, site: Site, link: str, **setup: Any) -> Page:
    page = await visitors.open(f"{site.url}{link}", **setup)
    await page.get_by_role("link", name="Invitations", exact=True).click()
    return page


async def _make(page: Page, names: str) -> None:
    await page.get_by_label("Names or addresses").fill(names)
    await page.get_by_role("button", name="Make codes for the list").click()
    await expect(page.get_by_role("status")).to_contain_text("codes are shown only this once")


async def _file(page: Page) -> list[list[str]]:
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download the file").click()
    text = Path(await (await download.value).path()).read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@with_and_without_javascript
async def test_who_is_invited_votes_and_the_turnout_shows_it(
    visitors: Visitors,
    site: Site,
    javascript: bool,
) -> None:
    link = await organised(site)
    alice = await _alice(visitors, site, link, javascript=javascript)

    await _make(alice, HOUSE)
    slip = alice.get_by_role("listitem").filter(has_text="Bob Öztürk")
    photo = Image.open(io.BytesIO(await slip.screenshot()))
    (address,) = zxingcpp.read_barcodes(photo, try_invert=False)
    rows = await _file(alice)
    bob = await visitors.open(address.text, javascript=javascript)
    await bob.get_by_role("button", name="Open my ballot").click()
    await bob.get_by_role("radio").first.check()
    await bob.get_by_role("button", name="Vote").click()
    await alice.get_by_role("link", name="Back to the invitations").click()

    assert [row[3] for row in rows if row[0] == "Bob Öztürk"] == [address.text]
    await expect(bob.get_by_role("status")).to_contain_text("recorded")
    await expect(alice.locator(".lead")).to_have_text(re.compile("1 of 3 has voted"))
    people = alice.get_by_role("listitem")
    await expect(people.filter(has_text="Bob Öztürk")).to_contain_text("weight 1 · has voted")
    await expect(people.filter(has_text="Anna Berg")).to_contain_text("weight 3 · has not voted")
    await expect(alice.get_by_label("Bob Öztürk")).to_have_count(0)


@with_and_without_javascript
async def test_file_from_a_spreadsheet_is_taken(
    visitors: Visitors,
    site: Site,
    tmp_path: Path,
    javascript: bool,
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes("name;weight\r\nJörg;2\r\nZoë;2\r\n".encode("cp1252"))
    page = await _alice(visitors, site, await organised(site), javascript=javascript)

    await page.get_by_label("Or upload a file").set_input_files(file)
    await page.get_by_role("button", name="Make codes for the list").click()

    await expect(page.get_by_role("status")).to_contain_text("letters such as ä or é are right")
    assert [row[:2] for row in (await _file(page))[1:]] == [["Jörg", "2"], ["Zoë", "2"]]


async def test_page_of_codes_loaded_again_makes_no_more(visitors: Visitors, site: Site) -> None:
    page = await _alice(visitors, site, await organised(site))
    await _make(page, HOUSE)

    await page.reload()

    await expect(page.get_by_role("alert")).to_contain_text("was carried out the first time")
    await expect(page.locator(".lead")).to_have_text(re.compile("0 of 3 have voted"))


async def test_mistakes_keep_the_list_to_be_corrected(visitors: Visitors, site: Site) -> None:
    page = await _alice(visitors, site, await organised(site))
    names = page.get_by_label("Names or addresses")

    await names.fill("Anna;0\nBob")
    await page.get_by_role("button", name="Make codes for the list").click()

    await expect(page.get_by_role("alert")).to_contain_text("Line 1: “0” is not a valid weight")
    await expect(names).to_have_value("Anna;0\nBob")
    await expect(names).to_have_attribute("aria-invalid", "true")
    await _make(page, "Anna;1\nBob")


async def test_keyboard_is_enough_to_invite_and_to_revoke(visitors: Visitors, site: Site) -> None:
    page = await _alice(visitors, site, await organised(site))

    await _to(page, "Names or addresses, one per line")
    await page.keyboard.type("Anna\nBob")
    await _enter(page, "Make codes for the list")
    await _enter(page, "Back to the invitations")
    await _to(page, "Bob")
    await page.keyboard.press("Space")
    await _enter(page, "Revoke their codes")

    await expect(page.get_by_role("status")).to_have_text(re.compile("1 code revoked"))
    await expect(page.get_by_role("checkbox", name="Bob")).to_have_count(0)
    await expect(page.get_by_role("checkbox", name="Anna")).to_have_count(1)


async def test_print_button_is_there_for_scripts_only(visitors: Visitors, site: Site) -> None:
    for javascript, count in ((True, 1), (False, 0)):
        page = await _alice(visitors, site, await organised(site), javascript=javascript)
        await _make(page, "Anna")

        await expect(page.get_by_role("button", name="Print the slips")).to_have_count(count)

    page = await _alice(visitors, site, await organised(site))
    await _make(page, "Anna")
    await page.evaluate("window.print = () => { document.title = 'printing' }")
    await page.get_by_role("button", name="Print the slips").click()
    assert await page.title() == "printing"


@pytest.mark.parametrize(("paper", "width"), [("A4", 794), ("Letter", 816)])
async def test_ten_slips_stand_whole_on_a_sheet(
    visitors: Visitors,
    site: Site,
    paper: str,
    width: int,
) -> None:
    page = await _alice(visitors, site, await organised(site, text=LONG_WORD), width=width)
    people = [f"{number} {LONG_NAME};1000" for number in range(30)]
    await _make(page, "\n".join(people))

    printed = await page.pdf(format=paper)
    await page.set_viewport_size({"width": width - 76, "height": 1_000})  # without the margins
    await page.emulate_media(media="print")

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 3
    assert await page.evaluate(OUTSIDE) == []
    await expect(page.get_by_role("link")).to_have_count(0)
    heights = await page.evaluate(
        "[...document.querySelectorAll('.slips li')].map((li) => li.offsetHeight)",
    )
    assert len(set(heights)) == 1
    await page.locator(".slips li .key").first.evaluate("(key) => { key.style.marginTop = '9cm' }")
    assert ".key" in await page.evaluate(OUTSIDE)


async def _to(page: Page, name: str) -> None:
    """Press Tab until what has this name has the focus; each stop is to be seen."""
    for _ in range(40):
        await page.keyboard.press("Tab")
        assert await page.evaluate(RING) >= 2
        focused = await page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()",
        )
        if focused == name:
            return
    pytest.fail(f"Tab does not lead to “{name}”")


async def _enter(page: Page, name: str) -> None:
    await _to(page, name)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
