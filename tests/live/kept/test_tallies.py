from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from polls.ballotbox import BallotBox, Writer
from polls.db import questions as table
from polls.db.engines.engine import connect
from polls.db.schema import ballot, choice, question
from polls.domain.ballots.selections import Style, decode, encode
from polls.domain.errors import UnavailableError
from polls.domain.results import tallies
from polls.domain.results.results import Result
from polls.domain.results.tallies import Group
from polls.live import Tallies
from polls.live.kept import tallies as live
from polls.services import exports
from polls.services.results import counting
from polls.services.voters import ballots
from tests import asking, ledgers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polls.db.engines.database import Database
    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.questions import Question
    from polls.domain.results.tallies import Tally
    from polls.live import KeptTally
    from polls.settings import Settings

CHOICES = ("Tea", "Coffee", "Water", "Milk")
STYLES = {"schulze": Style.RANKING, "approval": Style.MARKS, "score": Style.SCORES}


class Vote(NamedTuple):
    voter: int
    places: list[int]
    weight: int


class Batch(NamedTuple):
    """Votes that are written together, in an order that chance decides."""

    votes: list[Vote]
    order: random.Random


VOTES = st.builds(
    Vote,
    st.integers(0, 5),
    st.permutations(range(4)).flatmap(lambda p: st.integers(0, 4).map(lambda n: p[:n])),
    st.sampled_from([1, 1, 1, 0, 2, 1_000]),
)
ACTS = st.one_of(
    st.builds(Batch, st.lists(VOTES, min_size=1, max_size=7), st.randoms(use_true_random=False)),
    st.sampled_from(["look", "look", "release", "wipe", "forget"]),
)


def selection(style: Style, ids: list[int]) -> Selection:
    match style:
        case Style.MARKS:
            return tuple(sorted(ids))
        case Style.RANKING:
            return tuple(ids) if len(ids) < 4 else (tuple(sorted(ids[:2])), *ids[2:])
        case Style.SCORES:
            return tuple(sorted((id_, score) for score, id_ in enumerate(ids)))


def read(connection: Connection, key: str) -> tuple[Question, list[Any]]:
    found = table.get(connection, key)
    rows = select(ballot).where(ballot.c.question_id == found.id).order_by(ballot.c.position)
    return found, list(connection.execute(rows))


def write(connection: Connection, key: str, batch: Batch) -> None:
    """Write a batch as the ballot box does: positions are shuffled, some ballots replaced."""
    found, rows = read(connection, key)
    current = {row.key_hash: row.position for row in rows if row.replaced_by is None}
    places = list(range(len(rows), len(rows) + len(batch.votes)))
    batch.order.shuffle(places)
    new: dict[int, dict[str, Any]] = {}
    for position, vote in zip(places, batch.votes, strict=True):
        chosen = selection(found.rules.style, [found.choices[place].id for place in vote.places])
        voter = bytes([vote.voter])
        earlier = current.get(voter)
        if earlier in new:
            new[earlier]["replaced_by"] = position
        elif earlier is not None:
            is_it = (ballot.c.question_id == found.id) & (ballot.c.position == earlier)
            connection.execute(update(ballot).where(is_it).values(replaced_by=position))
        current[voter] = position
        new[position] = {
            "question_id": found.id,
            "position": position,
            "selection": encode(chosen),
            "nonce": os.urandom(16),
            "key_hash": voter,
            "replaced_by": None,
            "weight": vote.weight,
        }
    connection.execute(insert(ballot), list(new.values()))
    grow(connection, key, ballot_count=len(rows) + len(new))


def grow(connection: Connection, key: str, /, **values: int) -> None:
    found = update(question).where(question.c.key == key)
    connection.execute(found.values(version=question.c.version + 1, **values))


def wipe(connection: Connection, key: str) -> None:
    found = table.get(connection, key)
    connection.execute(delete(ballot).where(ballot.c.question_id == found.id))
    grow(connection, key, ballot_count=0, released_count=0, revision=found.revision + 1)


def at(found: Question, rows: list[Any], length: int) -> Tally:
    """Return the tally that the ledger had at a length, from all its rows."""
    counting_then = [
        row
        for row in rows
        if row.position < length and (row.replaced_by is None or row.replaced_by >= length)
    ]
    return tallies.folded(found, (Group(decode(r.selection), r.weight, 1) for r in counting_then))


def kept_of(kept: Tallies, question: Question) -> KeptTally:
    found = kept.find(question)
    assert found
    return found


def same(one: Tally, other: Tally) -> bool:
    named = [{i: c for i, c in each.by_choice.items() if any(c)} for each in (one, other)]
    return (one.total, one.weights) == (other.total, other.weights) and named[0] == named[1]


@pytest.mark.parametrize("method", STYLES)
@hypothesis_settings(
    deadline=None,
    max_examples=30,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(ACTS, max_size=14))
def test_kept_tally_is_the_fold_of_the_ledger(
    method: str,
    acts: list[Batch | str],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "SLICE", 3)

    async def play() -> None:
        database, kept = connect(settings), Tallies()
        try:
            key = await asking.ask(
                database, choices=CHOICES, method=method, max_choices=None, is_listed=False
            )
            for act in [*acts, "release", "look"]:
                await _do(database, kept, key, act)
        finally:
            await database.close()

    asyncio.run(play())


async def _do(database: Database, kept: Tallies, key: str, act: Batch | str) -> None:
    if isinstance(act, Batch):
        await database.write(write, key, act)
    elif act == "wipe":
        await database.write(wipe, key)
    elif act == "forget":
        kept.changed(None)
    found, rows = await database.read(read, key)
    if act == "release":  # the length at which the result is seen grows later than the ledger
        await database.write(grow, key, released_count=found.ballot_count)
    elif act == "look":
        length = found.released_count
        result = await counting.count(database, kept, found, length, is_closed=False)
        expected = at(found, rows, length)
        assert same(kept_of(kept, found).tally, expected)
        assert result.result.total == expected.total
        votes = {line.choice.id: line.votes for line in result.result.lines}
        assert votes == {id_: expected.of(id_).ballots for id_ in votes}


async def test_result_is_that_of_its_moment_while_votes_come(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Given slices so short that ballots are replaced between two of them.
    monkeypatch.setattr(live, "SLICE", 10)
    key = await asking.ask(database, choices=CHOICES, method="schulze", max_choices=None)
    found, _ = await database.read(read, key)
    ids = [each.id for each in found.choices]
    box = BallotBox(Writer(database, announce=lambda _change: None).write)
    running = asyncio.create_task(box.run())
    seen: dict[int, tuple[int, Counter[int]]] = {}

    async def keep_voting(voter: int) -> None:
        chance = random.Random(voter)
        while len(seen) < 6:
            ranking = tuple(chance.sample(ids, chance.randint(1, 4)))
            await ballots.cast(box, key, ranking, f"{voter % 8}", style=Style.RANKING)
            await asyncio.sleep(0.02)  # or the ledger would grow faster than it is read

    async def keep_looking() -> None:
        while len(seen) < 6:
            kept = Tallies()  # so that the whole ledger is read, while it grows
            now, _ = await database.read(read, key)
            result = (
                await counting.count(database, kept, now, now.ballot_count, is_closed=False)
            ).result
            votes = Counter({line.choice.id: line.votes for line in result.lines})
            seen[now.ballot_count] = (result.total.ballots, votes)

    # When all vote and change their votes while somebody looks.
    async with asyncio.timeout(60):
        await asyncio.gather(keep_looking(), *(keep_voting(voter) for voter in range(10)))
    box.drain()
    await running

    # Then each look saw exactly the ballots that counted at its length.
    found, rows = await database.read(read, key)
    assert any(row.replaced_by is not None for row in rows)
    for length, (total, votes) in seen.items():
        expected = at(found, rows, length)
        assert total == expected.total.ballots
        assert votes == {id_: expected.of(id_).ballots for id_ in ids}


async def test_ledger_of_another_question_is_not_taken_for_the_kept_one(
    database: Database,
) -> None:
    # Given a count of a question that is then deleted, and another that gets its ids.
    asked = [await _counted_question(database, ((1, 2), (1, 2)))]
    kept, first = asked[0]
    await database.write(_forget_it, first.id)
    _, second = await _counted_question(database, ((2, 1), (2, 1)), first)

    result = await counting.count(database, kept, second, 2, is_closed=False)

    assert (second.id, second.choices) == (first.id, first.choices)
    assert [line.choice.text for line in result.result.leaders] == ["Coffee"]


async def test_ledger_that_became_shorter_is_counted_anew(database: Database) -> None:
    kept, found = await _counted_question(database, ((1,), (1,), (2,)))
    await ledgers.clear(database, found.key)

    # It is refused at the length that it has not any more, and what was kept is not believed.
    with pytest.raises(UnavailableError):
        await counting.count(database, kept, found, 3, is_closed=True)
    await ledgers.append(database, found.key, (2,))
    found, _ = await database.read(read, found.key)
    result = await counting.count(database, kept, found, 1, is_closed=True)

    assert [line.choice.text for line in result.result.leaders] == ["Coffee"]


async def test_other_kind_of_ballot_begins_another_tally(database: Database) -> None:
    kept, found = await _counted_question(database, ())
    await counting.count(database, kept, found, 0, is_closed=False)
    await ledgers.change(database, found.key, method="score", revision=1)
    await ledgers.append(database, found.key, ((1, 5), (2, 0)))
    found, rows = await database.read(read, found.key)

    result = await counting.count(database, kept, found, 1, is_closed=False)

    assert result.result.total.ballots == 1
    assert kept_of(kept, found).tally == at(found, rows, 1)


async def test_ballot_that_cannot_be_read_leaves_no_half_tally(database: Database) -> None:
    # Given a ledger of which one ballot is broken, in the part that is read later.
    kept, found = await _counted_question(database, ((1, 2), (2, 1)))
    await counting.count(database, kept, found, 2, is_closed=False)
    await ledgers.append(database, found.key, (2,), (2,))
    await database.write(_set_selection, found.id, 3, "[1,")
    found, _ = await database.read(read, found.key)

    with pytest.raises(ValueError, match="Expecting"):
        await counting.count(database, kept, found, 4, is_closed=False)
    await database.write(_set_selection, found.id, 3, "[2]")
    found, rows = await database.read(read, found.key)
    await counting.count(database, kept, found, 4, is_closed=False)

    assert same(kept_of(kept, found).tally, at(found, rows, 4))


async def test_count_goes_on_when_who_waits_gives_up(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "SLICE", 1)
    monkeypatch.setattr(live, "FEW", 0)  # so that a thread is waited for in between
    kept, found = await _counted_question(database, ((1, 2), (2, 1), (2,)))
    waiting = [
        asyncio.create_task(counting.count(database, kept, found, 3, is_closed=False))
        for _ in range(3)
    ]
    await asyncio.sleep(0)
    for task in waiting[:2]:
        task.cancel()

    result = await waiting[2]

    assert result.result.total.ballots == 3
    assert kept_of(kept, found).length == 3


async def test_election_is_read_on_when_who_waits_gives_up(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Given an organiser who leaves while a thread adds the first ballots.
    monkeypatch.setattr(live, "SLICE", 1)
    monkeypatch.setattr(live, "FEW", 0)
    _, found = await _counted_question(database, ((1, 2), (2, 1), (2,)))
    await ledgers.change(database, found.key, closed_at=datetime.now(UTC))
    kept = Tallies()
    leaving = asyncio.create_task(exports.election(database, kept, found.key, "blt"))
    while not kept.find(found):
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    leaving.cancel()

    async with asyncio.timeout(5):
        while kept_of(kept, found).readers:
            await asyncio.sleep(0)

    assert leaving.cancelled()
    assert kept_of(kept, found).length == 3


async def test_result_of_before_does_for_who_asks_at_the_same_moment(database: Database) -> None:
    # Given a result that took long, and a ballot more.
    kept, found = await _counted_question(database, ((1,),))
    made = kept_of(kept, found)._made
    made[Result] = made[Result]._replace(seconds=100, ended_at=-1_000)
    await ledgers.append(database, found.key, (2,))

    looks = [counting.count(database, kept, found, 2, is_closed=False) for _ in range(3)]
    first, *others = await asyncio.gather(*looks)

    assert (first.result.total.ballots, first.newer_at) == (2, None)
    assert [each.result.total.ballots for each in others] == [1, 1]
    assert all(each.newer_at for each in others)


async def test_late_reader_does_not_throw_back_the_tally(database: Database) -> None:
    # Given somebody who read the question before a ballot that another one has counted.
    kept, before = await _counted_question(database, ((1,),))
    await ledgers.append(database, before.key, (2,))
    now, _ = await database.read(read, before.key)
    await counting.count(database, kept, now, 2, is_closed=False)

    late = await counting.count(database, kept, before, 1, is_closed=False)

    assert late.result.total.ballots == 2
    assert kept_of(kept, now).length == 2


async def test_reopening_takes_ballots_back_that_are_not_released(database: Database) -> None:
    # Given a guarded tally, seen whole when voting had ended.
    kept, found = await _counted_question(database, ((1,), (1,), (2,)))
    await counting.count(database, kept, found, 3, is_closed=True)

    # When voting goes on, only what was released may be seen.
    await ledgers.change(database, found.key, revision=found.revision + 1)
    found, _ = await database.read(read, found.key)
    result = await counting.count(database, kept, found, 2, is_closed=False)

    assert result.result.total.ballots == 2


async def test_result_tells_no_counter_that_is_ahead_of_it(database: Database) -> None:
    kept, found = await _counted_question(database, ((1,), (1,), (2,)))
    assert [each.votes for each in found.choices] == [2, 1]

    result = await counting.count(database, kept, found, 1, is_closed=False)

    assert [line.choice.votes for line in result.result.lines] == [0, 0]


async def test_oldest_tallies_make_room(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "CAPACITY", 10)
    kept, first = await _counted_question(database, ((1, 2), (2, 1)))
    _, second = await _counted_question(database, ((1, 2), (2, 1)))
    assert kept_of(kept, first).length == 2

    for _ in range(2):  # two choices make four pairs, and there are two kinds of ballots
        await counting.count(database, kept, second, 2, is_closed=False)

    assert kept_of(kept, second).length == 2
    assert kept.find(first) is None


async def _counted_question(
    database: Database,
    rankings: tuple[Selection, ...],
    like: Question | None = None,
) -> tuple[Tallies, Question]:
    """Ask, let vote, and count; perhaps under the ids of a question that was."""
    key = await asking.ask(database, method="schulze", max_choices=None, is_listed=False)
    found, _ = await database.read(read, key)
    if like and found.id != like.id:
        await database.write(_call, found, like)
    await ledgers.append(database, key, *rankings)
    kept = Tallies()
    found, _ = await database.read(read, key)
    await counting.count(database, kept, found, len(rankings), is_closed=False)
    return kept, found


def _forget_it(connection: Connection, question_id: int) -> None:
    connection.execute(delete(ballot).where(ballot.c.question_id == question_id))
    connection.execute(delete(choice).where(choice.c.question_id == question_id))
    connection.execute(delete(question).where(question.c.id == question_id))


def _call(connection: Connection, new: Question, like: Question) -> None:
    """Give a question the ids of another, as SQLite does by itself where that was the last."""
    kinds = [(each.text, each.id) for each in like.choices]
    connection.execute(delete(choice).where(choice.c.question_id == new.id))
    connection.execute(update(question).where(question.c.id == new.id).values(id=like.id))
    connection.execute(
        insert(choice),
        [
            {"id": id_, "question_id": like.id, "choice_text": text, "ordinal": ordinal}
            for ordinal, (text, id_) in enumerate(kinds)
        ],
    )


def _set_selection(connection: Connection, question_id: int, position: int, text: str) -> None:
    is_it = (ballot.c.question_id == question_id) & (ballot.c.position == position)
    connection.execute(update(ballot).where(is_it).values(selection=text))
