"""Every channel, to every role, under every rule, at every stage: what it shows of a result."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

import pytest

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.questions import Stage
from polls.domain.questions.rules import Voters
from polls.domain.questions.visibility import Role, Sight
from polls.services.questions import lifecycle
from tests import asking, ledgers
from tests.ledgers import Voter
from tests.sights import ROWS
from tests.streams import Events
from tests.views.site import Site

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from polls.domain.ballots.selections import Selection
    from polls.domain.methods import Method
    from polls.settings import Settings
    from tests.conftest import ClientFor
    from tests.sights import Row

TOKEN = "B" * 22
WHOLE = ["4", "2", "1"]
STEPPED = ["3", "2", "0"]
REASONS = {
    Sight.ONCE_VOTED: "The result appears once you have voted.",
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


async def frame(site: Site, key: str, cookie: str) -> Seen:
    return await _seen(site, f"/poll/{key}/embed", cookie)


async def events_of_frame(site: Site, key: str, cookie: str) -> Seen:
    return await _streamed(site, f"/poll/{key}/events?embed=1", cookie)


async def screen_in_a_frame(site: Site, key: str, cookie: str) -> Seen:
    framed = {"Sec-Fetch-Dest": "iframe"}
    return await _seen(site, f"/poll/{key}/screen?numbers=1", cookie, **framed)


async def csv_file(site: Site, key: str, cookie: str) -> Seen:
    answer = await site.get(f"/poll/{key}/results.csv", Cookie=cookie)
    if answer.status != 200:
        return answer.status
    return [row[1] for row in list(csv.reader(answer.text.splitlines()))[1:]]


async def json_file(site: Site, key: str, cookie: str) -> Seen:
    answer = await site.get(f"/poll/{key}/results.json", Cookie=cookie)
    if answer.status != 200:
        return answer.status
    return [str(choice["votes"]) for choice in json.loads(answer.text)["choices"]]


async def ballots(site: Site, key: str, cookie: str) -> Seen:
    return (await site.get(f"/poll/{key}/ballots.csv", Cookie=cookie)).status


async def grouped_ballots(site: Site, key: str, cookie: str) -> Seen:
    return (await site.get(f"/poll/{key}/ballots.grouped.csv", Cookie=cookie)).status


async def picture(site: Site, key: str, cookie: str) -> Seen:
    path = f"/poll/{key}/preview.png"
    async with site.client.head(path, headers={"Cookie": cookie}) as response:
        return response.status


Channel: TypeAlias = "Callable[[Site, str, str], Awaitable[Seen]]"

CHANNELS: tuple[Channel, ...] = (
    page,
    screen,
    events,
    events_of_screen,
    frame,
    events_of_frame,
    screen_in_a_frame,
    csv_file,
    json_file,
    ballots,
    grouped_ballots,
    picture,
)
FOR_A_ROOM = {screen, events_of_screen}
ELSEWHERE = {frame, events_of_frame, screen_in_a_frame}
"""On another site's page, where whoever looks is a stranger."""
DATA = {csv_file, json_file}
"""Channels that refuse, where a page gives the reason."""

SEEN = ("results", "screen?numbers=1", "embed", "results.csv", "results.json")
HOW_MANY = re.compile(r'<p class="(?:facts|note)">.*?</p>', re.DOTALL)
"""How many have voted, which all may know, and of how many the numbers are."""

DATES = ("2026-12-24", "2026-12-24 18:00", "2026-12-25")
BALLOTS: dict[Style, tuple[Selection, Selection]] = {
    Style.MARKS: ((1,), (2,)),
    Style.RANKING: ((1, 2), (3, 2, 1)),
    Style.SCORES: (((1, 2), (2, 1)), ((2, 0), (3, 1))),
}
"""A ballot that five have cast, and one that tells its voter."""


@pytest.fixture
async def site(settings: Settings, client_for: ClientFor) -> Site:
    """A site whose questions others may show in a frame."""
    return Site(await client_for(settings.model_copy(update={"embed_origins": ("*",)})))


@pytest.mark.parametrize("voters", Voters)
async def test_channels_show_to_each_role_what_the_table_says(site: Site, voters: Voters) -> None:
    for row in ROWS:
        key, secret = await _question(site, voters, row)
        cookies = {
            Role.SOMEBODY: "",
            Role.VOTER: f"voter={TOKEN}; ballot={TOKEN}",
            Role.ORGANISER: f"voter={TOKEN}; ballot={TOKEN}; organiser={secret}",
        }
        for role, cookie in cookies.items():
            seen = {channel.__name__: await channel(site, key, cookie) for channel in CHANNELS}
            expected = {each.__name__: _expected(each, row, voters, role) for each in CHANNELS}
            assert seen == expected, (row, role)


def _expected(channel: Channel, row: Row, voters: Voters, role: Role) -> Seen:
    has_begun = row.stage in {Stage.OPEN, Stage.ENDING, Stage.CLOSED}
    if channel in ELSEWHERE:
        role = Role.SOMEBODY
    if channel in {ballots, grouped_ballots}:
        may_be_taken = voters is Voters.NAMED or row.stage in {Stage.DRAFT, Stage.CLOSED}
        return 200 if role is Role.ORGANISER and may_be_taken else 403
    if channel is picture:
        return 200 if has_begun else 409
    if not has_begun and role is not Role.ORGANISER:
        return 409
    is_for_a_room = role is Role.VOTER and channel in FOR_A_ROOM
    sight = row.seen[Role.SOMEBODY if is_for_a_room else role]
    if sight is not Sight.WHOLE:
        return 403 if channel in DATA else REASONS[sight]
    is_in_steps = voters is Voters.INVITED and row.stage in {
        Stage.SCHEDULED,
        Stage.OPEN,
        Stage.ENDING,
    }
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
    if row.stage is Stage.ENDING:
        await lifecycle.stop(site.database, asked.key, OPERATOR)
    if row.stage is Stage.CLOSED:
        await asking.close(site.database, asked.key)
    return asked.key, asked.secret


async def _seen(site: Site, path: str, cookie: str, **headers: str) -> Seen:
    answer = await site.get(path, Cookie=cookie, **headers)
    if answer.status != 200:
        return answer.status
    return [row[1] for row in answer.page.rows] or answer.page.answer


async def _streamed(site: Site, path: str, cookie: str) -> Seen:
    async with site.client.get(path, headers={"Cookie": cookie}) as response:
        if response.status != 200:
            return response.status
        tally = (await Events(response.content).tally()).page
    return [row[1] for row in tally.rows] or tally.answer


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
async def test_no_step_of_a_count_tells_a_ballot_that_is_not_released(
    site: Site,
    method: Method,
) -> None:
    asked = await asking.asked(
        site.database,
        choices=DATES if method.has_dates else ["Tea", "Coffee", "Juice"],
        method=method.name,
        voters=Voters.INVITED,
        max_choices=1 if method.has_one_mark else None,
    )
    usual, rare = BALLOTS[method.ballot]
    await ledgers.append(site.database, asked.key, *[usual] * 5)
    await ledgers.change(site.database, asked.key, released_count=5)
    cookie = f"organiser={asked.secret}"

    async def shown() -> dict[str, str]:
        await site.hear(asked.key)
        answers = {
            each: await site.get(f"/poll/{asked.key}/{each}", Cookie=cookie) for each in SEEN
        }
        assert {answer.status for answer in answers.values()} == {200}
        return {each: HOW_MANY.sub("", answer.text) for each, answer in answers.items()}

    before = await shown()
    await ledgers.append(site.database, asked.key, rare)
    held_back = await shown()
    await ledgers.change(site.database, asked.key, released_count=6)
    released = await shown()

    assert held_back == before
    assert [each for each in SEEN if released[each] == before[each]] == []
