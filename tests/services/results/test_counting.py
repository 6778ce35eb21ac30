from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, update

from polls.db import tallies as table
from polls.db.schema import ballot
from polls.domain.ballots.refusals import InvalidSelectionError
from polls.domain.ballots.selections import Style, encode
from polls.domain.questions.visibility import Role
from polls.domain.results import counts, tallies
from polls.domain.results.results import Lead
from polls.live import Audience, Tallies
from polls.services.results import counting, results
from polls.services.voters import ballots
from polls.typedefs import BALLOT_BOX, DATABASE
from polls.views.voter.events import tallies as tallies_of
from tests import asking, voting
from tests.refusals import refuses

if TYPE_CHECKING:
    from polls.ballotbox import BallotBox
    from polls.db.engines.database import Database
    from polls.domain.results.results import Result
    from tests.conftest import Client


async def result_of(database: Database, kept: Tallies, key: str) -> Result:
    shown = await results.of(database, kept, key, Role.ORGANISER)
    assert shown.result is not None
    return shown.result


@pytest.mark.parametrize(
    ("method", "winner"),
    [
        ("plurality", "Tea"),
        ("instant_runoff", "Coffee"),
        ("schulze", "Water"),
        ("stv", "Coffee"),
    ],
)
async def test_result_depends_on_the_method(
    database: Database,
    box: BallotBox,
    method: str,
    winner: str,
) -> None:
    most = 1 if method == "plurality" else None
    key = await asking.ask(
        database, choices=["Tea", "Coffee", "Water"], method=method, max_choices=most
    )
    style = Style.MARKS if method == "plurality" else Style.RANKING
    orders = {"Tea Water Coffee": 4, "Coffee Water Tea": 3, "Water Coffee Tea": 2}
    question = (await asking.every(database))[0]
    ids = {choice.text: str(choice.id) for choice in question.choices}
    voters = iter(range(9))
    for order, number in orders.items():
        marks = [ids[text] for text in order.split()][:most]
        for _ in range(number):
            await voting.cast(box, key, marks, f"browser:{next(voters)}", style=style)

    result = await result_of(database, Tallies(), key)

    assert result.lead is Lead.LEADS
    assert [line.choice.text for line in result.leaders] == [winner]
    assert result.counted.ballots == 9


async def test_kept_tally_is_that_of_the_ledger(database: Database, box: BallotBox) -> None:
    key = await asking.ask(
        database,
        choices=["Tea", "Coffee", "Water"],
        method="schulze",
        max_choices=None,
    )
    kept = Tallies()
    chance = random.Random(1)
    ids = [choice.id for choice in (await asking.every(database))[0].choices]
    lengths = set()
    for number in range(40):
        ranking = tuple(chance.sample(ids, chance.randint(1, 3)))
        voter = f"browser:{chance.randrange(10)}"  # so that ballots are replaced
        await ballots.cast(box, key, ranking, voter, style=Style.RANKING)
        if number % 3 == 0:
            result = await result_of(database, kept, key)
            question = (await asking.every(database))[0]
            current = await database.read(table.current, question.id)
            anew = tallies.folded(question, current)
            found = kept.find(question)
            assert found
            assert (found.tally.total, found.tally.weights) == (anew.total, anew.weights)
            assert result.total == anew.total
            lengths.add(found.length)
    assert len(lengths) > 5


async def test_kept_result_goes_with_the_ledger_that_it_is_of(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database, method="schulze", max_choices=None)
    tea, coffee, *_ = [choice.id for choice in (await asking.every(database))[0].choices]
    kept = Tallies()
    await ballots.cast(box, key, (tea,), "browser:bob", style=Style.RANKING)
    before = await result_of(database, kept, key)

    # Another history of the same length: what is in the ledger differs, and nothing else.
    await database.write(
        Connection.execute,
        update(ballot).values(selection=encode((coffee,)), nonce=b"another"),
    )
    after = await result_of(database, kept, key)

    assert [line.choice.id for line in before.leaders] == [tea]
    assert [line.choice.id for line in after.leaders] == [coffee]


async def test_count_that_takes_long_rests_until_voting_ends(
    database: Database,
    box: BallotBox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = await asking.ask(database, method="schulze", max_choices=None)
    ids = [choice.id for choice in (await asking.every(database))[0].choices]
    kept = Tallies()
    monkeypatch.setattr(counting, "LONG_SECONDS", 0)
    monkeypatch.setattr(counting, "RESTS", 1_000_000)
    monkeypatch.setattr(counting, "MANY_MARKS", 0)
    await ballots.cast(box, key, (ids[0],), "browser:bob", style=Style.RANKING)
    first = await results.of(database, kept, key, Role.ORGANISER)
    await ballots.cast(box, key, (ids[1],), "browser:charlie", style=Style.RANKING)

    resting = await results.of(database, kept, key, Role.ORGANISER)
    await asking.close(database, key)
    final = await results.of(database, kept, key, Role.ORGANISER)

    assert first.newer_at is None
    assert first.result is not None
    assert resting.result == first.result
    assert resting.newer_at is not None  # so that who watches gets the last vote, too
    assert resting.newer_at > datetime.now(UTC)
    assert final.result is not None
    assert final.result.total.ballots == 2
    assert final.newer_at is None


async def test_those_who_watch_get_the_newer_result_when_its_time_has_come(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Given a result that takes long, and a vote while it rests.
    app = client.app
    database, box = app[DATABASE], app[BALLOT_BOX]
    monkeypatch.setattr(counting, "LONG_SECONDS", 0)
    monkeypatch.setattr(counting, "RESTS", 5_000)
    key = await asking.ask(database, method="schulze", max_choices=None)
    ids = [choice.id for choice in (await asking.every(database))[0].choices]
    render, audience = tallies_of(app), Audience(key)
    await ballots.cast(box, key, (ids[0],), "browser:bob", style=Style.RANKING)
    await render(audience)
    await ballots.cast(box, key, (ids[1],), "browser:charlie", style=Style.RANKING)

    resting = await render(audience)
    assert resting.until is not None
    await asyncio.sleep((resting.until - datetime.now(UTC)).total_seconds())
    newer = await render(audience)

    assert newer.html != resting.html
    assert newer.until is None


async def test_tie_is_broken_by_the_seed_when_voting_has_ended(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database)
    ids = [choice.id for choice in (await asking.every(database))[0].choices]
    for voter, choice_id in zip("ab", ids, strict=True):
        await voting.cast(box, key, [str(choice_id)], f"browser:{voter}")

    level = await result_of(database, Tallies(), key)
    await asking.close(database, key)
    won = await result_of(database, Tallies(), key)

    assert (level.lead, len(level.leaders)) == (Lead.LEVEL, 2)
    assert (won.lead, len(won.leaders)) == (Lead.WON, 1)
    assert won.counted.is_decided_by_lot
    question = (await asking.every(database))[0]
    assert won.leaders[0].choice.id == counts.lot_order(question, is_closed=True)[0]


async def test_ballot_of_another_style_is_refused(database: Database, box: BallotBox) -> None:
    key = await asking.ask(database, method="schulze", max_choices=None)
    ids = [choice.id for choice in (await asking.every(database))[0].choices]

    with refuses(InvalidSelectionError, match="ballot has changed"):
        await voting.cast(box, key, [str(ids[0])], "browser:bob")
