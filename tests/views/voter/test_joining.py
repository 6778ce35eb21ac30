from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from polls.domain.questions.join_codes import shown_join_code
from polls.services.questions import joining
from polls.views.voter.joining import WRONG_JOIN_CODES_PER_HOUR
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor


@pytest.fixture
async def code(site: Site) -> str:
    """The join code of question 1."""
    return await joining.show(site.database, "1")


async def test_join_code_leads_to_the_ballot_from_field_and_address(site: Site, code: str) -> None:
    typed = await site.post("/join", f"code={quote(shown_join_code(code))}")
    followed = await site.get(f"/{code}")

    assert [answer.status for answer in (typed, followed)] == [303, 303]
    assert typed.location == followed.location == "/poll/1"
    assert followed.headers["Cache-Control"] == typed.headers["Cache-Control"] == "no-store"


async def test_wrong_join_code_and_ended_one_look_the_same(site: Site, code: str) -> None:
    other = f"{(int(code) + 1) % 1_000_000:06}"
    await asking.close(site.database, "1")

    for path, body in (("/join", "code={}"), ("/{}", "")):
        ended, wrong = [
            await (site.post(path, body.format(each)) if body else site.get(path.format(each)))
            for each in (code, other)
        ]

        assert ended.status == wrong.status == 404
        assert ended.text.replace(code, other) == wrong.text
        assert "No open question has that code." in wrong.page.words
        assert f'value="{other}"' in wrong.text


async def test_empty_join_code_is_asked_for(site: Site) -> None:
    answer = await site.post("/join", "code=+")

    assert answer.status == 422
    assert "Enter the six digits that you see on the big screen." in answer.page.words


async def test_wrong_join_codes_are_limited(
    sqlite_settings: Settings, client_for: ClientFor
) -> None:
    proxied = sqlite_settings.model_copy(update={"trusted_proxies": (ip_network("127.0.0.1"),)})
    site = Site(await client_for(proxied))
    code = await joining.show(site.database, await asking.ask(site.database))
    other = f"{(int(code) + 1) % 1_000_000:06}"
    headers = {"X-Forwarded-For": "192.0.2.1"}
    for _ in range(WRONG_JOIN_CODES_PER_HOUR):
        assert (await site.get(f"/{other}", **headers)).status == 404

    refused = [await site.get(f"/{each}", **headers) for each in (other, code)]
    elsewhere = await site.get(f"/{code}", **{"X-Forwarded-For": "192.0.2.2"})

    assert [answer.status for answer in refused] == [429, 429]
    assert 3_500 < int(refused[0].headers["Retry-After"]) <= 3_600
    assert refused[0].page.headings == ["Too many wrong codes"]
    assert elsewhere.status == 303


async def test_organiser_shows_a_join_code_and_takes_it_back(site: Site) -> None:
    asked = await asking.asked(site.database, is_listed=False)
    base = f"/poll/{asked.key}"
    await site.get(f"{base}/organise/{asked.secret}")
    assert "Show a join code" in (await site.get(f"{base}/screen")).text

    shown = await site.post(f"{base}/share/code", "to=screen")

    code = await joining.code_of(site.database, asked.key)
    assert code is not None
    assert shown.location == f"{base}/screen"
    written = shown_join_code(code)
    assert written in (await site.get(f"{base}/share")).page.words
    site_address = str(site.client.make_url("/join"))
    site.forget()
    screen = (await site.get(f"{base}/screen")).page
    assert screen.links[site_address.removeprefix("http://")] == site_address
    assert written in screen.words
    assert "Show a join code" not in screen.words
    await site.get(f"{base}/organise/{asked.secret}")
    hidden = await site.post(f"{base}/share/code/hide")
    assert hidden.location == f"{base}/share"
    assert written not in (await site.get(f"{base}/screen")).page.words


async def test_join_code_is_not_for_others_to_show(site: Site) -> None:
    key = await asking.ask(site.database, is_listed=False)

    answers = [await site.post(f"/poll/{key}/share/code{end}") for end in ("", "/hide")]

    assert [answer.status for answer in answers] == [403, 403]
    assert await joining.code_of(site.database, key) is None
    assert "join code" not in (await site.get(f"/poll/{key}/screen")).page.words


async def test_join_code_of_a_closed_question_is_refused(site: Site) -> None:
    asked = await asking.asked(site.database, is_listed=False)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")
    await asking.close(site.database, asked.key)

    answer = await site.post(f"/poll/{asked.key}/share/code")

    assert answer.status == 409
    assert "Voting on this question has ended." in answer.page.words
