"""“I mended a typo and the votes were gone”, “they swapped the choices”: PEERS row 13."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.services.results import recounts
from tests.views.organiser.test_manage import edit, organise
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor


@pytest.fixture
async def site(settings: Settings, client_for: ClientFor) -> Site:
    return Site(await client_for(settings))


async def counts(site: Site, key: str) -> dict[str, int]:
    recount = await recounts.of(site.database, key)
    assert recount.differences == ()
    return {choice.text: choice.votes for choice in recount.question.choices}


async def choice_ids(site: Site, key: str) -> list[int]:
    recount = await recounts.of(site.database, key)
    return [choice.id for choice in recount.question.choices]


async def test_i_only_mended_a_typo_and_the_votes_were_gone(site: Site) -> None:
    key = await organise(site, "Where shall we eet?")
    tea, _ = await choice_ids(site, key)
    await site.vote(tea, key=key)

    answer = await edit(site, key, text="Where shall we eat?", **{f"choice-{tea}": "Green tea"})

    assert answer.status == 303
    assert await counts(site, key) == {"Green tea": 1, "Coffee": 0}


async def test_they_changed_what_i_had_voted_for_and_nobody_noticed(site: Site) -> None:
    key = await organise(site, "Shall we go?")
    tea, coffee = await choice_ids(site, key)
    await site.vote(tea, key=key)

    await edit(site, key, **{f"choice-{tea}": "Coffee, cold", f"choice-{coffee}": "Tea, cold"})

    for path in ("", "/results"):
        words = (await site.get(f"/poll/{key}{path}")).page.words
        assert "first said: “Tea”" in words
        assert "first said: “Coffee”" in words
    log = (await site.get(f"/poll/{key}/manage/log")).page.words
    assert "from “Tea” to “Coffee, cold”" in log


async def test_they_removed_the_choice_that_i_had_voted_for(site: Site) -> None:
    key = await organise(site)
    await edit(site, key, added="Milk")
    tea = (await choice_ids(site, key))[0]
    await site.vote(tea, key=key)

    answer = await edit(site, key, **{f"remove-{tea}": "1"})

    assert answer.status == 422
    assert "is on at least one ballot, so it cannot be removed" in answer.page.problem
    assert await counts(site, key) == {"Tea": 1, "Coffee": 0, "Milk": 0}


async def test_i_forgot_a_choice_and_had_to_begin_anew(site: Site) -> None:
    key = await organise(site)
    tea = (await choice_ids(site, key))[0]
    await site.vote(tea, key=key)

    await edit(site, key, added="Milk")

    assert await counts(site, key) == {"Tea": 1, "Coffee": 0, "Milk": 0}
    milk = (await choice_ids(site, key))[2]
    await site.vote(milk, key=key)
    assert await counts(site, key) == {"Tea": 0, "Coffee": 0, "Milk": 1}


async def test_it_was_anonymous_when_i_voted(site: Site) -> None:
    key = await organise(site)
    tea = (await choice_ids(site, key))[0]
    await site.vote(tea, key=key)

    answer = await edit(site, key, voters="named", marks="one")

    assert answer.status == 422
    assert (
        "Someone has voted under this rule, so it can no longer be changed."
    ) in answer.page.problem
