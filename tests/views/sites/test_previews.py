from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from polls.domain.questions.log import OPERATOR
from polls.services.questions import deletion
from tests import asking, ledgers

if TYPE_CHECKING:
    from tests.views.site import Site


async def picture(site: Site, key: str = "1") -> bytes:
    async with site.client.get(f"/poll/{key}/preview.png") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer.headers["Cache-Control"] == "public, max-age=600"
        assert answer.headers["Vary"] == "Cookie"  # which chooses the language
        return await answer.read()


async def test_preview_is_a_picture_of_the_size_that_sites_ask_for(site: Site) -> None:
    shown = Image.open(io.BytesIO(await picture(site)))

    assert (shown.format, shown.size) == ("PNG", (1200, 630))


async def test_preview_says_nothing_of_the_votes(site: Site) -> None:
    before = await picture(site)

    await ledgers.append(site.database, "1", (1,), (2,), (2,))
    await asking.close(site.database, "1")

    assert await picture(site) == before


async def test_preview_of_what_may_not_be_seen_is_none(site: Site) -> None:
    draft = await site.ask("Draft?", ["Yes", "No"], is_draft=True)
    await deletion.delete(site.database, "1", OPERATOR, "1")

    answers = [await site.get(f"/poll/{key}/preview.png") for key in (draft, "1", "99")]

    assert [answer.status for answer in answers] == [404, 410, 404]
