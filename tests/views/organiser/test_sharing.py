from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

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


async def test_mails_carry_the_whole_links_in_lines_of_their_own(site: Site) -> None:
    text = "Tea & coffee? 100 % „Kaffee“ 😀"
    asked = await asking.asked(site.database, text, is_listed=False)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    links = (await site.get(f"/poll/{asked.key}/share")).page.links

    for name, subject, end in (
        ("Send by mail", text, f"/poll/{asked.key}"),
        ("Mail it to myself", f"Organiser's link: {text}", f"/organise/{asked.secret}"),
    ):
        mail = urlsplit(links[name])
        fields = dict(part.split("=", 1) for part in mail.query.split("&"))
        assert (mail.scheme, mail.path, set(fields)) == ("mailto", "", {"subject", "body"})
        assert unquote(fields["subject"]) == subject
        lines = unquote(fields["body"]).split("\r\n")
        assert lines[2].endswith(end)
        assert lines[2].startswith("http")
        assert "+" not in mail.query, "which mail programs do not read as a space"


async def test_mails_about_the_longest_question_stay_short_enough(site: Site) -> None:
    asked = await asking.asked(site.database, "字" * 200, is_listed=False)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    links = (await site.get(f"/poll/{asked.key}/share")).page.links

    assert max(map(len, links.values())) < 2_000


async def test_links_are_saved_as_a_file_by_the_organiser_alone(site: Site, share: str) -> None:
    answer = await site.get(f"{share}/links.txt")

    link = next(line for line in answer.text.splitlines() if "/organise/" in line)
    secret = link.rsplit("/", 1)[1]
    assert await organisers.is_organiser(site.database, key_of(share), secret)
    assert f"/poll/{key_of(share)}\n" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    name = f"poll-{key_of(share)}.txt"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    site.forget()
    assert (await site.get(f"{share}/links.txt")).status == 403


async def test_code_for_other_sites_is_offered_where_they_may_show_questions(
    settings: Settings,
    client_for: ClientFor,
) -> None:
    embedding = Site(await client_for(settings.model_copy(update={"embed_origins": ("*",)})))
    asked = await asking.asked(embedding.database, "<b>?", is_listed=False)
    await embedding.get(f"/poll/{asked.key}/organise/{asked.secret}")

    after = await embedding.get(f"/poll/{asked.key}/share")

    assert f'/poll/{asked.key}/embed" title="&lt;b&gt;?"' in after.page.words
    assert "frame-src 'self'" in after.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in after.headers["Content-Security-Policy"]


async def test_code_for_other_sites_is_not_offered_where_they_may_not(
    site: Site,
    share: str,
) -> None:
    answer = await site.get(share)

    assert "On another website" not in answer.text
    assert "frame-src" not in answer.headers["Content-Security-Policy"]


async def test_key_of_a_link_is_never_broken_over_lines(site: Site, share: str) -> None:
    page = (await site.get(share)).text

    assert f'<span class="unbroken">{key_of(share)}</span>' in page
    assert page.count('<wbr>/<span class="unbroken">organise</span>') == 1
