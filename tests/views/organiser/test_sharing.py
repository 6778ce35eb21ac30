from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from PIL import Image

from polls.domain.questions.rules import Voters
from polls.services.questions import organisers
from polls.web import qr_codes
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor


@pytest.fixture
async def share(site: Site) -> str:
    """The page with the links of an unlisted question, for its organiser."""
    asked = await asking.asked(site.database, is_listed=False)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")
    return f"/poll/{asked.key}/share"


def key_of(share: str) -> str:
    return share.split("/")[2]


def code_in(picture: bytes) -> str:
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return str(found.text)


async def test_share_shows_the_voters_link_under_the_public_address(
    sqlite_settings: Settings,
    client_for: ClientFor,
) -> None:
    site = Site(
        await client_for(sqlite_settings.model_copy(update={"base_url": "http://polls.test"})),
    )
    asked = await asking.asked(site.database, is_listed=False)
    headers = {"Host": "polls.test"}
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}", **headers)

    words = (await site.get(f"/poll/{asked.key}/share", **headers)).page.words

    assert f"http://polls.test/poll/{asked.key} " in words
    assert f"http://polls.test/poll/{asked.key}/organise/{asked.secret}" in words


async def test_share_shows_the_secret_link_which_is_the_only_key(site: Site, share: str) -> None:
    answer = await site.get(share)

    link = next(word for word in answer.page.words.split() if "/organise/" in word)
    assert "This link is your only way in" in answer.page.words
    site.forget()
    refused = await site.get(share)
    for said in (answer, refused):  # the same to whoever has it and to whoever has lost it
        assert "only the operator of this site can give you a new one." in said.page.words
    assert await organisers.is_organiser(site.database, key_of(share), link.rsplit("/", 1)[1])
    assert answer.headers["Cache-Control"] == "no-store"


async def test_share_leads_to_the_invitations_where_voters_need_one(site: Site) -> None:
    asked = await asking.asked(site.database, is_listed=False, voters=Voters.INVITED)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    page = (await site.get(f"/poll/{asked.key}/share")).page

    assert page.links["Make the invitations"] == f"/poll/{asked.key}/manage/invitations"


@pytest.mark.parametrize("page", ["", "/qr.svg", "/qr.png"])
async def test_share_is_for_the_organiser_only(site: Site, share: str, page: str) -> None:
    async def status_of(path: str) -> int:
        async with site.client.get(path + page) as response:
            return response.status

    assert await status_of(share) == 200
    site.forget()
    assert await status_of(share) == 403
    assert await status_of("/poll/99/share") == 404


async def test_picture_of_the_code_leads_to_the_ballot(site: Site, share: str) -> None:
    async with site.client.get(f"{share}/qr.png") as response:
        picture = await response.read()

    assert code_in(picture) == str(site.client.make_url(f"/poll/{key_of(share)}"))
    assert Image.open(io.BytesIO(picture)).width >= 1_000
    assert response.headers["Content-Type"] == "image/png"
    name = f"poll-{key_of(share)}.png"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'


async def test_drawing_of_the_code_is_a_file_of_its_own(site: Site, share: str) -> None:
    answer = await site.get(f"{share}/qr.svg")

    address = str(site.client.make_url(f"/poll/{key_of(share)}"))
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.text.startswith("<?xml")
    assert answer.text.encode() == qr_codes.svg(address)
    assert qr_codes.svg(address) != qr_codes.svg(f"{address}/")
