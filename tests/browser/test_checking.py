"""A voter checks a record at home, without a network, and a receipt of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.checking_pages import payload, written
from tests.records import samples

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Page

    from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

DROP = """
([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
}
"""
STRANGE = """
() => new Promise((resolve) => {
  const blocked = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
    blocked.push(effectiveDirective);
    if (blocked.length === 2) resolve(blocked.sort());
  });
  const script = document.createElement("script");
  script.textContent = "globalThis.strange = true";
  const image = document.createElement("img");
  image.src = "http://127.0.0.1:9/strange.png";
  document.body.append(script, image);
})
"""
NO_WEBCRYPTO = "Object.defineProperty(crypto, 'subtle', { value: undefined })"


async def verdict(page: Page) -> str:
    await page.locator("#verdict").wait_for()
    return await page.locator("#sentence").inner_text()


async def test_record_is_checked_without_a_network(visitors: Visitors, tmp_path: Path) -> None:
    sample = samples.sample("runoff")  # 259 ballots
    page = await visitors.open(written(tmp_path, "check", sample.zip), is_altered=True)
    await page.context.set_offline(True)
    await page.reload()

    assert await verdict(page) == (
        "Everything fits: the record has 259 ballots, and the published numbers are what they add "
        "up to."
    )
    words = (await page.locator("#ballot-list b").nth(3).inner_text()).split()
    await page.get_by_label("Find a ballot").fill(" ".join(words[:2]).upper())
    assert await page.locator("#ballot-list b").all_inner_texts() == [" ".join(words)]
    await page.evaluate(DROP, ["mine.tlog-proof", sample.receipt(4)])
    receipt = page.get_by_role("listitem").filter(has_text="mine.tlog-proof")
    assert await receipt.get_by_role("heading").inner_text() == (
        f"Your ballot “\u2068{' '.join(words)}\u2069” is in the record, and the published numbers"
        " count it."
    )


async def test_records_and_keys_are_chosen(visitors: Visitors, tmp_path: Path) -> None:
    page = await visitors.open(written(tmp_path, "check", None))
    choose = page.get_by_label("Record", exact=True)
    sample = samples.sample("marks")

    await choose.set_input_files([payload("notes.txt", "PKZIP was a program")])
    refused = await verdict(page)
    await choose.set_input_files([payload("record.zip", sample.zip)])
    await page.get_by_role("heading", name="Everything fits").wait_for()
    await page.get_by_text("Compare with the site's key").click()
    keys = [samples.Signer(b"\2" * 32).key.text, sample.signers[0].key.text]
    verdicts = []
    for key in keys:
        await page.get_by_label("Verifier key").fill(key)
        await page.get_by_role("button", name="Check with these keys").click()
        verdicts.append((await verdict(page)).partition(":")[0])

    assert refused == "This is not a record: it is not a ZIP file."
    assert verdicts == ["Something is wrong", "Everything fits"]
    assert await page.evaluate("document.activeElement.id") == "verdict"


async def test_signature_is_checked_without_webcrypto(visitors: Visitors, tmp_path: Path) -> None:
    sample = samples.sample("one")
    page = await visitors.open(written(tmp_path, "check", sample.zip), is_altered=True)
    await page.add_init_script(NO_WEBCRYPTO)
    await page.reload()

    found = await verdict(page)

    assert found.startswith("Everything fits: the record has 1 ballot, ")
    assert await page.evaluate("crypto.subtle === undefined")


async def test_page_runs_and_loads_nothing_else(visitors: Visitors, tmp_path: Path) -> None:
    page = await visitors.open(written(tmp_path, "check", None))

    blocked = await page.evaluate(STRANGE)

    assert blocked == ["img-src", "script-src-elem"]
    assert await page.evaluate("globalThis.strange === undefined")
    assert len(visitors.complaints()) >= len(blocked)
