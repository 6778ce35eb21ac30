"""Style sheets, scripts and pictures, as browsers and proxies ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from multidict import CIMultiDict

from polls.assets import assets
from polls.verifying import packing
from tests import asking

if TYPE_CHECKING:
    from tests.views.site import Site

SHEET = "/static/voter.css"
AS_IT_IS = {"Accept-Encoding": "identity"}


async def raw(
    site: Site, path: str, method: str = "GET", **headers: str
) -> tuple[int, CIMultiDict[str], bytes]:
    """Return status, headers and the body as it was on its way."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    site.client.session._auto_decompress = False
    async with site.client.request(method, path, headers=named) as response:
        return response.status, CIMultiDict(response.headers), await response.read()


async def test_files_come_in_the_coding_that_the_browser_prefers(empty_site: Site) -> None:
    found = {}
    for accept in ("gzip, deflate, br, zstd", "gzip, deflate", "zstd", "identity", "br;q=0, *;q=0"):
        _, headers, body = await raw(empty_site, SHEET, Accept_Encoding=accept)
        found[accept] = headers.get("Content-Encoding")
        assert headers["Vary"] == "Accept-Encoding"
        assert headers["Content-Length"] == str(len(body))
        assert (body == assets()["voter.css"].body) == (found[accept] is None)

    assert found == {
        "gzip, deflate, br, zstd": "br",
        "gzip, deflate": "gzip",
        "zstd": "zstd",
        "identity": None,
        "br;q=0, *;q=0": None,
    }


async def test_files_have_another_tag_in_each_coding(empty_site: Site) -> None:
    _, plain, _ = await raw(empty_site, SHEET, **AS_IT_IS)
    _, coded, _ = await raw(empty_site, SHEET, Accept_Encoding="gzip")

    kept = {
        (accept, tag): (await raw(empty_site, SHEET, Accept_Encoding=accept, If_None_Match=tag))[0]
        for accept in ("identity", "gzip")
        for tag in (plain["ETag"], coded["ETag"], "*", f'"x", W/{coded["ETag"]}', '"x"')
    }

    assert plain["ETag"] != coded["ETag"]
    assert {key for key, status in kept.items() if status == 304} == {
        ("identity", plain["ETag"]),
        ("identity", "*"),
        ("gzip", coded["ETag"]),
        ("gzip", "*"),
        ("gzip", f'"x", W/{coded["ETag"]}'),
    }


async def test_answer_that_nothing_changed_says_what_the_file_would(empty_site: Site) -> None:
    address = f"{SHEET}?v={assets()['voter.css'].tag}"
    _, whole, _ = await raw(empty_site, address, Accept_Encoding="br")

    status, headers, body = await raw(
        empty_site, address, Accept_Encoding="br", If_None_Match=whole["ETag"]
    )

    assert (status, body) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control"):
        assert headers[name] == whole[name]


async def test_head_of_a_file_is_that_of_the_file(empty_site: Site) -> None:
    _, whole, _ = await raw(empty_site, SHEET, Accept_Encoding="gzip")

    status, headers, body = await raw(
        empty_site, SHEET, "HEAD", Accept_Encoding="gzip", Range="bytes=0-1"
    )

    assert (status, body) == (200, b"")
    assert {**headers, "Date": ""} == {**whole, "Date": ""}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=10-", slice(10, None)),
        ("bytes=-5", slice(-5, None)),
        ("bytes=10-99999999", slice(10, None)),
        ("bytes=-99999999", slice(None)),
    ],
)
async def test_part_of_a_file_is_that_of_the_coding(
    empty_site: Site,
    asked: str,
    expected: slice,
) -> None:
    for accept in ("identity", "gzip"):
        _, _, whole = await raw(empty_site, SHEET, Accept_Encoding=accept)

        status, headers, body = await raw(empty_site, SHEET, Accept_Encoding=accept, Range=asked)

        first, end, _ = expected.indices(len(whole))
        assert (status, body) == (206, whole[expected])
        assert headers["Content-Range"] == f"bytes {first}-{end - 1}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=9999999-", "bytes=5-2", "lines=1-2", "bytes=0-1,3-4"])
async def test_part_that_a_file_does_not_have_is_refused(empty_site: Site, asked: str) -> None:
    status, headers, _ = await raw(empty_site, SHEET, Range=asked, **AS_IT_IS)

    assert status == 416
    assert headers["Content-Range"] == f"bytes */{len(assets()['voter.css'].body)}"


async def test_part_of_another_version_is_the_whole_file(empty_site: Site) -> None:
    _, plain, whole = await raw(empty_site, SHEET, **AS_IT_IS)

    same = await raw(empty_site, SHEET, Range="bytes=0-1", If_Range=plain["ETag"], **AS_IT_IS)
    other = await raw(empty_site, SHEET, Range="bytes=0-1", If_Range='"other"', **AS_IT_IS)

    assert (same[0], same[2]) == (206, whole[:2])
    assert (other[0], other[2]) == (200, whole)


async def test_pictures_are_sent_as_they_are(empty_site: Site) -> None:
    _, headers, _ = await raw(empty_site, "/static/img/icon-192.png", Accept_Encoding="gzip")

    assert headers["Content-Type"] == "image/png"
    assert not {"Content-Encoding", "Vary"} & set(headers)


async def test_icon_is_where_programs_look_for_it(empty_site: Site) -> None:
    status, headers, body = await raw(empty_site, "/favicon.ico")

    assert (status, headers["Content-Type"]) == (200, "image/x-icon")
    assert headers["Cache-Control"] == "public, max-age=86400"
    assert body.startswith(b"\0\0\1\0")


async def test_manifest_of_the_site_says_what_it_is(empty_site: Site) -> None:
    _, headers, _ = await raw(empty_site, "/static/site.webmanifest")

    assert headers["Content-Type"] == "application/manifest+json"


async def test_robots_are_kept_from_what_only_people_use(empty_site: Site) -> None:
    answer = await empty_site.get("/robots.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /poll/*/manage" in lines
    # A page that is not to be listed says so itself, and must be read for that.
    assert not {"Disallow: /", "Disallow: /poll/", "Disallow: /static/"} & set(lines)


async def test_search_engines_list_only_what_is_listed(site: Site) -> None:
    unlisted = await site.ask("Who?", ["Tea", "Coffee"], is_listed=False)
    organised = await asking.asked(site.database)
    await site.get(f"/poll/{organised.key}/organise/{organised.secret}")

    found = {
        path: (await raw(site, path))[1].get("X-Robots-Tag")
        for path in (
            "/",
            "/new",
            "/poll/1",
            "/poll/1/results",
            f"/poll/{organised.key}/manage",
            "/poll/1/mine",
            f"/poll/{unlisted}",
            f"/poll/{unlisted}/results",
            f"/poll/{unlisted}/screen",
            f"/poll/{unlisted}/preview.png",
            f"/poll/{unlisted}/results.json",
        )
    }

    assert {path for path, value in found.items() if value is None} == {
        "/",
        "/new",
        "/poll/1",
        "/poll/1/results",
    }
    assert set(found.values()) == {None, "noindex"}


async def test_program_that_checks_records_can_be_had(empty_site: Site) -> None:
    status, headers, body = await raw(empty_site, "/verify.pyz")

    assert (status, body) == (200, packing.packed())
    assert headers["Content-Disposition"] == 'attachment; filename="polls-verify.pyz"'
    again, *_ = await raw(empty_site, "/verify.pyz", **{"If-None-Match": headers["ETag"]})
    assert again == 304
