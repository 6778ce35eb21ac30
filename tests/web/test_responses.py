from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from polls.main import init_app

if TYPE_CHECKING:
    from pytest_aiohttp import AiohttpClient

    from polls.settings import Settings
    from tests.views.site import Answer, Site


@pytest.mark.parametrize("path", ["/poll/1/results", "/new"])
async def test_page_that_a_browser_has_is_not_sent_again(site: Site, path: str) -> None:
    first = await site.get(path)
    tag = first.headers["ETag"]

    statuses = {
        given: (await site.get(path, **{"If-None-Match": given})).status
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


def head(answer: Answer) -> dict[str, str]:
    """The headers but for those that differ from one answer to the next."""
    return {
        name: value for name, value in answer.headers.items() if name not in {"Date", "Set-Cookie"}
    }


@pytest.mark.parametrize("path", ["/", "/poll/1", "/poll/1/results", "/poll/1/screen"])
async def test_page_has_the_same_head_whenever_it_is_sent(site: Site, path: str) -> None:
    first, second, third = [await site.get(path) for _ in range(3)]

    assert head(first) == head(second) == head(third)
    assert "Content-Security-Policy" in head(third)
    assert first.text == second.text == third.text


async def test_page_that_is_unchanged_has_the_same_head_each_time(site: Site) -> None:
    tag = (await site.get("/poll/1/results")).headers["ETag"]

    answers = [await site.get("/poll/1/results", **{"If-None-Match": tag}) for _ in range(3)]

    assert [(answer.status, answer.text) for answer in answers] == [(304, "")] * 3
    assert head(answers[0]) == head(answers[1]) == head(answers[2])
    assert "Content-Type" not in answers[2].headers


async def test_page_that_was_sent_before_gives_everybody_a_cookie_of_their_own(site: Site) -> None:
    cookies = []
    for _ in range(4):
        site.forget()
        cookies.append((await site.get("/poll/1")).headers["Set-Cookie"])
    with_one = await site.get("/poll/1")

    assert len(set(cookies)) == 4
    assert "Set-Cookie" not in with_one.headers


async def test_page_that_was_sent_before_answers_unusual_requests_too(site: Site) -> None:
    usual = [await site.get("/poll/1/results") for _ in range(2)][-1]

    only_head = await site.request("HEAD", "/poll/1/results")
    last = await site.get("/poll/1/results", Connection="close")

    assert (only_head.status, only_head.text) == (200, "")
    assert only_head.headers["Content-Length"] == usual.headers["Content-Length"]
    assert last.headers["Connection"] == "close"
    assert last.text == usual.text


async def test_page_in_another_application_passes_its_signals(
    settings: Settings,
    aiohttp_client: AiohttpClient,
) -> None:
    numbers = iter(range(10))

    async def number(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers["X-Number"] = str(next(numbers))

    around = web.Application()
    around.on_response_prepare.append(number)
    around.add_subapp("/polls", init_app(settings))
    client = await aiohttp_client(around)

    answers = [await client.get("/polls/") for _ in range(3)]

    assert [answer.headers["X-Number"] for answer in answers] == ["0", "1", "2"]
