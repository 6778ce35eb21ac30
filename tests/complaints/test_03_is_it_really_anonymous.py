"""“It says anonymous, and the organiser could tell who I was”, as users of other programs say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, select

from polls.db.schema import metadata
from polls.domain.questions.rules import Visibility, Voters
from tests import asking, ledgers
from tests.ledgers import Voter
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.db.engines.database import Database
    from tests.conftest import Client

BOB = "Bob" + "B" * 19
SECRET = "Your vote is secret: the organiser can see that you have voted, but not how."


@pytest.fixture
def site(client: Client) -> Site:
    return Site(client)


async def everything_stored(database: Database) -> list[dict[str, Any]]:
    """Return every row of every table."""

    def look(connection: Connection) -> list[dict[str, Any]]:
        rows = []
        for table in metadata.sorted_tables:
            found = connection.execute(select(table)).mappings()
            rows += [{"table": table.name, **row} for row in found]
        return rows

    return await database.read(look)


@pytest.mark.parametrize(
    ("rules", "consequences"),
    [
        ({}, "Your vote is anonymous."),
        ({"voters": Voters.INVITED}, SECRET),
        ({"voters": Voters.NAMED}, "Everyone sees your name with your vote."),
        ({"visibility": Visibility.VOTED}, "Results appear once you have voted."),
        ({"visibility": Visibility.CLOSED}, "Results appear once voting has ended;"),
        ({"may_change": False}, "You cannot change your vote afterwards."),
    ],
)
async def test_nobody_told_me_who_would_see_my_vote(
    site: Site,
    rules: dict[str, Any],
    consequences: str,
) -> None:
    key = await asking.ask(site.database, **rules)
    code = {"Cookie": "ballot=0123456789ABCDEF"} if "voters" in rules else {}

    words = (await site.get(f"/poll/{key}", **code)).page.words

    assert consequences in words


async def test_the_database_told_who_i_was(site: Site) -> None:
    key = await asking.ask(site.database, voters=Voters.NETWORK, per_network=3)
    await site.vote(1, key=key, Cookie=f"voter={BOB}")
    assert (await site.votes(key)) == [1, 0]

    stored = await everything_stored(site.database)

    (ballot,) = [row for row in stored if row["table"] == "ballot"]
    assert BOB not in repr(stored)
    assert "127.0.0.1" not in repr(stored)
    assert ballot.keys() == {
        "table",
        "question_id",
        "position",
        "selection",
        "nonce",
        "key_hash",
        "replaced_by",
        "weight",
        "name",
    }
    assert (ballot["name"], ballot["weight"]) == (None, 1)


async def test_the_organiser_watched_the_numbers_while_i_voted(site: Site) -> None:
    asked = await asking.asked(site.database, voters=Voters.INVITED)
    await ledgers.append(site.database, asked.key, (1,), (1,), (2,), (1,), (2,))
    await ledgers.change(site.database, asked.key, released_count=5)
    organiser = {"Cookie": f"organiser={asked.secret}"}
    before = (await site.get(f"/poll/{asked.key}/results", **organiser)).page

    await ledgers.append(site.database, asked.key, (2,), by=Voter("Bob's"))
    await site.hear(asked.key)
    after = (await site.get(f"/poll/{asked.key}/results", **organiser)).page

    assert "5 votes Open" in before.words
    assert "6 votes Open" in after.words
    assert (after.answer, after.rows) == (before.answer, before.rows)


async def test_my_name_was_shown_to_people_who_could_not_see_the_result(site: Site) -> None:
    key = await asking.ask(site.database, voters=Voters.NAMED, visibility=Visibility.CLOSED)
    await ledgers.append(site.database, key, (1,), by=Voter(name="Bob"))

    pages = [await site.get(f"/poll/{key}{path}") for path in ("", "/results", "/screen")]
    await asking.close(site.database, key)
    shown = await site.get(f"/poll/{key}/results")

    assert [answer.status for answer in pages] == [200, 200, 200]
    assert not any("Bob" in answer.text for answer in pages)
    assert "Bob Tea" in shown.page.words


async def test_my_dates_were_shown_to_people_who_could_not_see_the_result(site: Site) -> None:
    key = await asking.ask(
        site.database,
        choices=["2026-12-24", "2026-12-25"],
        method="availability",
        max_choices=None,
        voters=Voters.NAMED,
        visibility=Visibility.CLOSED,
    )
    await ledgers.append(site.database, key, ((1, 2), (2, 0)), by=Voter(name="Bob"))
    paths = ("", "/results", "/screen?numbers=1", "/results.json", "/results.csv", "/ballots.json")

    pages = [await site.get(f"/poll/{key}{path}") for path in paths]
    await asking.close(site.database, key)
    shown = await site.get(f"/poll/{key}/results")

    assert [answer.status for answer in pages] == [200, 200, 200, 403, 403, 403]
    assert not any("Bob" in answer.text for answer in pages)
    assert "Bob" in shown.text


async def test_they_found_my_ballot_by_the_order_they_had_told_me(site: Site) -> None:
    asked = await asking.asked(
        site.database,
        choices=["Tea", "Coffee", "Juice"],
        method="instant_runoff",
        max_choices=None,
    )
    await ledgers.append(site.database, asked.key, (1, 2), (1, 2), (3, 2, 1))
    organiser = {"Cookie": f"organiser={asked.secret}"}
    files = ("ballots.csv", "ballots.json", "ballots.blt", "ballots.grouped.csv")

    open_ = [await site.get(f"/poll/{asked.key}/{each}", **organiser) for each in files]
    await asking.close(site.database, asked.key)
    mine = [await site.get(f"/poll/{asked.key}/{each}") for each in files]
    theirs = [await site.get(f"/poll/{asked.key}/{each}", **organiser) for each in files]
    warning = (await site.get(f"/poll/{asked.key}/manage", **organiser)).page.words

    assert {answer.status for answer in (*open_, *mine)} == {403}
    assert {answer.status for answer in theirs} == {200}
    assert "can be as good as a signature" in warning
    assert "Do not give this file to anyone who could reward or punish a vote." in warning
