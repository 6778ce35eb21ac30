from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Visibility, Voters
from polls.services.questions import lifecycle
from tests.views.organiser.test_manage import now, organise, send

if TYPE_CHECKING:
    from tests.views.site import Site

TAKEN_BACK = "can take"


@pytest.mark.parametrize(
    ("visibility", "said"),
    [
        (Visibility.ALWAYS, "sees the final result"),
        (Visibility.VOTED, "also to those who have not voted"),
        (Visibility.CLOSED, "published to everyone who can open the question."),
        (Visibility.ORGANISER, "Only you see the result, until you publish it."),
    ],
)
async def test_ending_is_confirmed_knowing_who_sees_what(
    site: Site,
    visibility: Visibility,
    said: str,
) -> None:
    key = await organise(site, visibility=visibility)

    page = (await site.get(f"/poll/{key}/manage")).page

    assert said in page.words
    assert "Everyone who sees the result also sees who voted for what." not in page.words


async def test_ending_tells_that_names_are_shown(site: Site) -> None:
    shown = await organise(site, voters=Voters.NAMED, visibility=Visibility.CLOSED)
    hidden = await organise(site, voters=Voters.NAMED, visibility=Visibility.ORGANISER)

    assert "who voted for what" in (await site.get(f"/poll/{shown}/manage")).page.words
    assert "who voted for what" not in (await site.get(f"/poll/{hidden}/manage")).page.words


async def test_end_that_can_be_taken_back_shows_nothing_more(site: Site) -> None:
    key = await organise(site, visibility=Visibility.CLOSED)
    await site.vote((await now(site, key)).choices[0].id, key=key)

    await send(site, key, "stop")

    assert (await site.get(f"/poll/{key}/ballots.csv")).status == HTTPStatus.FORBIDDEN
    site.forget()
    results = await site.get(f"/poll/{key}/results")
    assert "Voting has ended" in results.page.words
    assert TAKEN_BACK in results.page.words
    assert "wins" not in results.text
    ballot = await site.get(f"/poll/{key}")
    assert TAKEN_BACK in ballot.page.words
    assert "<form" not in ballot.text

    await lifecycle.close(site.database, key, OPERATOR)
    await site.hear(key)

    assert "wins" in (await site.get(f"/poll/{key}/results")).text
    assert TAKEN_BACK not in (await site.get(f"/poll/{key}")).page.words


async def test_question_is_not_called_open_while_its_end_can_be_taken_back(site: Site) -> None:
    key = await organise(site, is_listed=True)
    await send(site, key, "stop")
    site.forget()

    front = await site.get("/")
    ballot = await site.get(f"/poll/{key}")

    states = re.findall(r'<span class="state[^>]*>(\w+)</span>', front.text)
    assert states == ["Closed", "Open"]
    assert f'href="/poll/{key}/results"' in front.text
    assert "Open" not in ballot.page.words


async def test_end_that_was_taken_back_is_told_in_the_log_alone(site: Site) -> None:
    key = await organise(site)
    await send(site, key, "stop")

    answer = await send(site, key, "resume", 1)

    assert (answer.status, answer.location) == (303, f"/poll/{key}/manage")
    for page in ("", "/results"):
        words = (await site.get(f"/poll/{key}{page}")).page.words
        assert "reopened" not in words
        assert TAKEN_BACK not in words
    assert "Take it back" not in (await site.get(f"/poll/{key}/manage")).text
    assert "was taken back within a minute" in (await site.get(f"/poll/{key}/manage/log")).text


async def test_next_step_of_an_open_question_is_to_share_it_then_to_watch(site: Site) -> None:
    key = await organise(site)

    before = (await site.get(f"/poll/{key}/manage")).page
    await site.vote((await now(site, key)).choices[0].id, key=key)
    after = (await site.get(f"/poll/{key}/manage")).page

    assert "Nobody has voted yet. Send the voters their link" in before.words
    assert "Watch the results" not in before.links
    assert "Watch the results" in after.links
