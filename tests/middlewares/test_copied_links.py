from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.views.site import Site


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/poll/1.", "/poll/1"),
        ("/poll/1/", "/poll/1"),
        ("/poll/1).?utm=x&y", "/poll/1?utm=x&y"),
        ("/poll/1%E2%80%8B", "/poll/1"),
        ("/poll/1%20%E2%80%9D", "/poll/1"),
        ("/poll/1/results!", "/poll/1/results"),
        ("/123456,", "/123456"),
        ("/new/", "/new"),
        (f"/poll/1/mine/{'A' * 21}_).", f"/poll/1/mine/{'A' * 21}_"),
        ("/poll/1/code/ABCD-EFGH-JKMN-PQRS/", "/poll/1/code/ABCD-EFGH-JKMN-PQRS"),
        ("/poll/no-question.", None),
        ("/elsewhere.", None),
        ("/poll/1/vote.", None),
    ],
)
async def test_link_leads_on_without_what_was_copied_along(
    site: Site, path: str, location: str | None
) -> None:
    answer = await site.get(path)

    assert answer.status == (303 if location else 404)
    assert answer.headers.get("Location") == location


async def test_form_is_sent_nowhere_else(site: Site) -> None:
    assert (await site.post("/poll/1/vote.", "choice=1")).status == 404
