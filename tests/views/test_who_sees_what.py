"""Every channel, to every role, under every rule, at every stage: what it shows of a result."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

import pytest

from polls.domain.questions import Stage
from polls.domain.rules import Voters
from polls.domain.visibility import Role, Sight
from tests import asking, ledgers
from tests.ledgers import Voter
from tests.sights import ROWS
from tests.streams import Events

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.sights import Row
    from tests.views.site import Site

TOKEN = "B" * 22
WHOLE = ["4", "2", "1"]
STEPPED = ["3", "2", "0"]
REASONS = {
    Sight.ONCE_VOTED: "The result appears when you have voted.",
    Sight.ONCE_CLOSED: "The result appears when the organiser ends voting.",
    Sight.ONCE_PUBLISHED: "The result appears when the organiser publishes it.",
}

Seen: TypeAlias = "list[str] | str | int"
"""The numbers, the sentence in their place, or the status of an error."""


async def page(site: Site, key: str, cookie: str) -> Seen:
    return await _seen(site, f"/poll/{key}/results", cookie)


async def screen(site: Site, key: str, cookie: str) -> Seen:
    return await _seen(site, f"/poll/{key}/screen?numbers=1", cookie)


async def events(site: Site, key: str, cookie: str) -> Seen:
    return await _streamed(site, f"/poll/{key}/events", cookie)


async def events_of_screen(site: Site, key: str, cookie: str) -> Seen:
    return await _streamed(site, f"/poll/{key}/events?screen=1", cookie)


CHANNELS: tuple[Callable[[Site, str, str], Awaitable[Seen]], ...] = (
    page,
    screen,
    events,
    events_of_screen,
)
FOR_A_ROOM = {screen, events_of_screen}


@pytest.mark.parametrize("voters", Voters)
async def test_channels_show_to_each_role_what_the_table_says(
    empty_site: Site,
    voters: Voters,
) -> None:
    for row in ROWS:
        key, secret = await _question(empty_site, voters, row)
        cookies = {
            Role.SOMEBODY: "",
            Role.VOTER: f"voter={TOKEN}; ballot={TOKEN}",
            Role.ORGANISER: f"voter={TOKEN}; ballot={TOKEN}; organiser={secret}",
        }
        for role, cookie in cookies.items():
            seen = {
                channel.__name__: await channel(empty_site, key, cookie) for channel in CHANNELS
            }
            expected = {
                channel.__name__: _expected(
                    row,
                    voters,
                    Role.SOMEBODY if role is Role.VOTER and channel in FOR_A_ROOM else role,
                )
                for channel in CHANNELS
            }
            assert seen == expected, (row, role)


def _expected(row: Row, voters: Voters, role: Role) -> Seen:
    if row.stage in {Stage.DRAFT, Stage.SCHEDULED} and role is not Role.ORGANISER:
        return 409
    sight = row.seen[role]
    if sight is not Sight.WHOLE:
        return REASONS[sight]
    is_in_steps = voters is Voters.INVITED and row.stage in {Stage.SCHEDULED, Stage.OPEN}
    return STEPPED if is_in_steps else WHOLE


async def _question(site: Site, voters: Voters, row: Row) -> tuple[str, str]:
    """Ask a question that seven have answered; of their ballots five are released."""
    later = datetime.now(UTC) + timedelta(days=1)
    asked = await asking.asked(
        site.database,
        choices=["Tea", "Coffee", "Juice"],
        voters=voters,
        visibility=row.visibility,
        per_network=5 if voters is Voters.NETWORK else None,
        is_draft=row.stage is Stage.DRAFT,
        pub_date=later if row.stage is Stage.SCHEDULED else None,
        is_listed=False,
    )
    name = "Bob" if voters is Voters.NAMED else None
    await ledgers.append(site.database, asked.key, (1,), by=Voter(f"browser:{TOKEN}", name))
    ballots = [(mark,) for mark in (1, 1, 2, 2, 1, 3)]
    await ledgers.append(site.database, asked.key, *ballots, by=Voter(name=name))
    published_at = datetime.now(UTC) if row.is_published else None
    await ledgers.change(site.database, asked.key, released_count=5, published_at=published_at)
    if row.stage is Stage.CLOSED:
        await asking.close(site.database, asked.key)
    return asked.key, asked.secret


async def _seen(site: Site, path: str, cookie: str) -> Seen:
    answer = await site.get(path, Cookie=cookie)
    if answer.status != 200:
        return answer.status
    return [row[1] for row in answer.page.rows] or answer.page.answer


async def _streamed(site: Site, path: str, cookie: str) -> Seen:
    async with site.client.get(path, headers={"Cookie": cookie}) as response:
        if response.status != 200:
            return response.status
        tally = (await Events(response.content).tally()).page
    return [row[1] for row in tally.rows] or tally.answer
