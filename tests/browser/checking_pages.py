"""The page that checks records, from a folder without network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.main import init_app
from polls.settings import Settings
from polls.web.check_pages import check_page
from tests.records import altered, samples

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from playwright.async_api import FilePayload, Page

    from tests.browser.pages import Visit


def written(folder: Path, name: str, record: bytes | None) -> str:
    """Write the page into a folder, with a record in it or without, and return its address."""
    path = folder / f"{name}.html"
    path.write_bytes(check_page(init_app(Settings()), record))
    return path.as_uri()


def payload(name: str, content: bytes | str) -> FilePayload:
    """Return a file to be chosen on a page."""
    content = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "", "buffer": content}


async def checking(visit: Visit, name: str, record: bytes | None) -> Page:
    assert visit.site.settings.sqlite is not None
    folder = visit.site.settings.sqlite.path.parent
    return await visit.visitors.open(written(folder, name, record), **visit.setup)


async def check_without_a_record(visit: Visit) -> Page:
    return await checking(visit, "empty", None)


async def check_that_fits(visit: Visit) -> Page:
    page = await checking(visit, "fits", samples.sample("dates").zip)
    await page.get_by_role("heading", name="Everything fits").wait_for()
    await page.get_by_text("What was checked").click()
    return page


async def check_with_receipts(visit: Visit) -> Page:
    sample, other = samples.sample("schulze"), samples.sample("dates")
    page = await checking(visit, "receipts", sample.zip)
    await page.get_by_role("heading", name="Everything fits").wait_for()
    await page.get_by_text("All choices head-to-head").click()
    receipts = [sample.receipt(1), sample.promise(other.leaves[1]), other.receipt(1)]
    files = [payload(f"{number}.txt", each) for number, each in enumerate(receipts)]
    await page.get_by_label("Receipt", exact=True).set_input_files(files)
    await page.get_by_text("signed two different records").wait_for()
    return page


async def check_of_evidence(visit: Visit) -> Page:
    sample = samples.sample("one")
    empty = samples.made(sample.question, [])
    promise = sample.promise(sample.leaves[1])
    page = await checking(visit, "evidence", altered.evidence(empty.zip, promise))
    await page.get_by_role("heading", name="The promise was broken").wait_for()
    return page


async def check_that_found_something(visit: Visit) -> Page:
    sample = samples.sample("approval")
    files = altered.signed(sample, ballots=sample.leaves[2:-1])
    page = await checking(visit, "wrong", altered.packed(files))
    await page.get_by_role("heading", name="Something is wrong").wait_for()
    await page.get_by_text("Compare with the site's key").click()
    await page.get_by_label("Verifier key").fill("polls.example.org")
    await page.get_by_role("button", name="Check with these keys").click()
    return page


CHECKING_PAGES: tuple[Callable[[Visit], Awaitable[Page]], ...] = (
    check_without_a_record,
    check_that_fits,
    check_with_receipts,
    check_of_evidence,
    check_that_found_something,
)
