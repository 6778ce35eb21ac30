from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.views.site import Site

    SiteWith = Callable[..., Awaitable[Site]]

SKIP = {"en": "Skip to the content", "en-XA": "Šķíƥ ŧó ŧĥé çóñŧéñŧ"}


async def test_language_is_chosen_once_for_a_browser(site_with: SiteWith) -> None:
    site = await site_with(pseudo_locale=True)

    before = await site.get("/")
    chosen = await site.get("/?page=1&lang=en-XA")
    after = await site.get("/")
    refused = await site.get("/poll/unknown")
    await site.get("/?lang=en")
    back = await site.get("/")

    assert (chosen.status, chosen.location) == (303, "?page=1")
    for answer, code in ((before, "en"), (after, "en-XA"), (refused, "en-XA"), (back, "en")):
        assert f'<html lang="{code}"' in answer.text
        assert SKIP[code] in answer.text


@pytest.mark.parametrize("choices", [2, 40])
async def test_kept_pages_are_kept_in_each_language(site_with: SiteWith, choices: int) -> None:
    site = await site_with(pseudo_locale=True)
    key = await site.ask("Which?", [f"Number {number}" for number in range(choices)])

    for code in ("en", "en-XA", "en"):
        await site.get(f"/?lang={code}")
        for path in (f"/poll/{key}", f"/poll/{key}/results", f"/poll/{key}/screen"):
            assert f'<html lang="{code}"' in (await site.get(path)).text


@pytest.mark.parametrize("wanted", ["de", "", "en-XA%00", "en-XA;en"])
async def test_language_that_there_is_not_changes_nothing(site_with: SiteWith, wanted: str) -> None:
    site = await site_with(pseudo_locale=True)

    answer = await site.get(f"/?lang={wanted}")

    assert (answer.status, "Set-Cookie" in answer.headers) == (200, False)
    assert SKIP["en"] in answer.text


async def test_site_has_no_pseudo_locale_unless_it_is_asked_for(site: Site) -> None:
    answer = await site.get("/?lang=en-XA", Cookie="lang=en-XA")

    assert (answer.status, "Set-Cookie" in answer.headers) == (200, False)
    assert SKIP["en"] in answer.text
