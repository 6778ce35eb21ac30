from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.views.site import Site


async def test_page_that_a_browser_has_is_not_sent_again(site: Site) -> None:
    first = await site.get("/poll/1/results")
    tag = first.headers["ETag"]

    statuses = {
        given: (await site.get("/poll/1/results", **{"If-None-Match": given})).status
        for given in (tag, f'"other", {tag}', f"W/{tag}", '"other"', "nonsense")
    }

    assert statuses == {
        tag: 304,
        f'"other", {tag}': 304,
        f"W/{tag}": 304,
        '"other"': 200,
        "nonsense": 200,
    }


async def test_page_has_another_tag_when_a_vote_has_come(site: Site) -> None:
    before = (await site.get("/poll/1/results")).headers["ETag"]
    await site.vote(1)
    site.forget()

    answer = await site.get("/poll/1/results", **{"If-None-Match": before})

    assert answer.status == 200
    assert answer.headers["ETag"] != before
