"""“They ticked as many as they liked”: PEERS row 12."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.domain.questions.questions import Kind, NewChoice
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor

LINES = ("Mon", "Tue", "Wed", "Thu", NewChoice(text="None of these", kind=Kind.NONE))


@pytest.fixture
async def site(settings: Settings, client_for: ClientFor) -> Site:
    site = Site(await client_for(settings))
    await asking.ask(site.database, "Which days?", LINES, min_choices=2, max_choices=3)
    return site


async def test_i_could_not_limit_how_many_they_tick(site: Site) -> None:
    page = (await site.get("/poll/1")).page

    answer = await site.vote(1, 2, 3, 4)

    assert "Mark 2 to 3." in page.words
    assert answer.status == 422
    assert "You marked 4 choices; mark 2 or 3, then vote." in answer.page.words
    assert await site.votes() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("marks", "status"),
    [
        ((), 422),
        ((1,), 422),
        ((1, 1), 422),
        ((1, 2), 303),
        ((4, 1, 2), 303),
        ((5,), 303),
        ((5, 1), 422),
        ((1, 2, 5), 422),
        ((1, 99), 422),
    ],
)
async def test_the_limit_was_checked_in_the_browser_only(
    site: Site,
    marks: tuple[int, ...],
    status: int,
) -> None:
    assert (await site.vote(*marks)).status == status
    assert sum(await site.votes()) == (len(marks) if status == 303 else 0)


async def test_what_i_had_ticked_was_gone_with_the_error(site: Site) -> None:
    answer = await site.vote(1, 2, 3, 4)

    assert answer.page.marked == ["Mon", "Tue", "Wed", "Thu"]
