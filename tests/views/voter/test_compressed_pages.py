"""Pages that are compressed, and pages that must not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from multidict import CIMultiDict
from pydantic import SecretStr

from polls.typedefs import PAGES
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor

BROWSER = "gzip, deflate, br, zstd"


async def head(site: Site, path: str, method: str = "GET", **headers: str) -> CIMultiDict[str]:
    """Return the status, as a header, and the other headers."""
    named = {"Accept-Encoding": BROWSER} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    async with site.client.request(method, path, headers=named) as response:
        return CIMultiDict({**response.headers, "Status": str(response.status)})


async def text(site: Site, path: str, accept: str) -> str:
    async with site.client.get(path, headers={"Accept-Encoding": accept}) as response:
        return await response.text()


@pytest.mark.parametrize("path", ["/", "/poll/1", "/poll/1/results", "/poll/1/screen", "/new"])
async def test_pages_for_everybody_are_compressed(site: Site, path: str) -> None:
    for accept, coding in (
        (BROWSER, "br"),
        ("gzip, zstd", "zstd"),
        ("gzip", "gzip"),
        ("identity", None),
        ("gzip;q=0", None),
    ):
        found = await head(site, path, Accept_Encoding=accept)

        assert found.get("Content-Encoding") == coding
        assert found["Vary"] == "Accept-Encoding"
        assert await text(site, path, accept) == await text(site, path, "identity")


@pytest.mark.parametrize("path", ["/poll/1", "/new"])
async def test_pages_have_another_tag_in_each_coding(site: Site, path: str) -> None:
    tags = {
        accept: (await head(site, path, Accept_Encoding=accept))["ETag"]
        for accept in ("identity", "gzip", "br", "zstd")
    }

    known = {
        (accept, held)
        for accept in tags
        for held, tag in tags.items()
        if (await head(site, path, Accept_Encoding=accept, If_None_Match=tag))["Status"] == "304"
    }

    assert len(set(tags.values())) == 4
    assert known == {(accept, accept) for accept in tags}


async def test_pages_answer_alike_however_often_they_are_asked_for(site: Site) -> None:
    """The first answer puts its head together, later ones send the same bytes."""
    for accept in ("gzip", "identity", "zstd"):
        first, second, by_head = [
            await head(site, "/poll/1/results", method, Accept_Encoding=accept)
            for method in ("GET", "GET", "HEAD")
        ]
        held = first["ETag"]
        known = [
            await head(site, "/poll/1/results", Accept_Encoding=accept, If_None_Match=held)
            for _ in range(2)
        ]

        assert {**first, "Date": ""} == {**second, "Date": ""} == {**by_head, "Date": ""}
        assert {each["Status"] for each in known} == {"304"}
        assert {(each["ETag"], each["Vary"]) for each in known} == {(held, "Accept-Encoding")}
        assert not any("Content-Encoding" in each for each in known)


async def test_pages_are_packed_once_for_many(site: Site) -> None:
    pages = site.client.app[PAGES]
    await head(site, "/poll/1/results")

    before = pages._size
    for _ in range(5):
        await head(site, "/poll/1/results")

    assert pages._size == before
    await head(site, "/poll/1/results", Accept_Encoding="gzip")
    assert pages._size > before


async def test_pages_that_say_what_one_voter_did_are_not_compressed(site: Site) -> None:
    await site.vote(1)

    for path in ("/poll/1", "/poll/1/results", "/poll/1/mine"):
        found = await head(site, path)
        assert (found["Status"], found.get("Content-Encoding")) == ("200", None)
    site.forget()
    assert (await head(site, "/poll/1/results"))["Content-Encoding"] == "br"


async def test_pages_for_organisers_are_not_compressed(site: Site) -> None:
    asked = await asking.asked(site.database)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    for page in ("manage", "share", "manage/edit", "manage/log", "results", "screen"):
        found = await head(site, f"/poll/{asked.key}/{page}")
        assert (found["Status"], found.get("Content-Encoding")) == ("200", None)


async def test_form_that_carries_the_code_of_the_site_is_not_compressed(
    sqlite_settings: Settings,
    client_for: ClientFor,
) -> None:
    changes = {"create": "link", "create_code": SecretStr("sesame")}
    site = Site(await client_for(sqlite_settings.model_copy(update=changes)))

    found = await head(site, "/new?code=sesame")

    assert (found["Status"], found.get("Content-Encoding")) == ("200", None)


async def test_forms_that_come_back_are_not_compressed(site: Site) -> None:
    found = await head(site, "/poll/1/vote", "POST")

    assert (found["Status"], found.get("Content-Encoding")) == ("422", None)
