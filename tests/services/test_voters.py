"""Who may vote, decided in the transaction that counts: alone, in crowds, from two processes."""

from __future__ import annotations

import asyncio
import itertools
import random
import secrets
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select, update

from polls.ballotbox import BallotBox, Writer
from polls.db.schema import ballot, deleted_question, invitation, network, question
from polls.db.writer import admissions
from polls.domain.ballots.ballots import Outcome
from polls.domain.electorate import invitation_codes
from polls.domain.electorate.invitation_codes import CODE_BYTES, code_hash, new_code
from polls.domain.errors import (
    CodeNeededError,
    NotYetOpenError,
    QuestionDeletedError,
    RevokedCodeError,
    TooManyFromNetworkError,
    WrongCodeError,
)
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Voters
from polls.presentation.results.differences import sentence
from polls.services.results import recounts
from polls.services.voters import ballots
from polls.services.voters import invitations as invited
from tests import asking, voting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Sequence

    from sqlalchemy import Connection, Executable

    from polls.db.engines.database import Database

HOME, SCHOOL = "192.0.2.1", "2001:db8::/64"
SEATS = 3
USES = 50


async def by_invitation(
    database: Database, weights: Sequence[int] = (1,), **rules: Any
) -> tuple[str, list[str]]:
    """Ask a question for invited voters; return its key, and a code for each weight."""
    key = await asking.ask(database, voters=Voters.INVITED, **rules)
    codes = [new_code(secrets.token_bytes(CODE_BYTES)) for _ in weights]

    def invite(connection: Connection) -> None:
        id_ = connection.scalar(select(question.c.id).where(question.c.key == key))
        connection.execute(
            insert(invitation),
            [
                {"question_id": id_, "code_hash": code_hash(code), "weight": weight}
                for code, weight in zip(codes, weights, strict=True)
            ],
        )

    await database.write(invite)
    return key, codes


async def rows(database: Database, *columns: Any) -> list[tuple[Any, ...]]:
    def look(connection: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(*columns))]

    return await database.read(look)


async def current(database: Database) -> int:
    return (await rows(database, ballot.c.replaced_by)).count((None,))


@asynccontextmanager
async def another(database: Database) -> AsyncIterator[BallotBox]:
    """The box of a second process: on SQLite, which serves one, a second writer all the same."""
    box = BallotBox(Writer(database, announce=lambda _change: None).write)
    running = asyncio.create_task(box.run())
    yield box
    box.drain()
    await running


async def outcomes(*casts: Coroutine[Any, Any, Outcome]) -> Counter[str]:
    """Cast at once; return how often each outcome came."""
    found = await asyncio.gather(*casts, return_exceptions=True)
    return Counter(
        each.name if isinstance(each, Outcome) else type(each).__name__ for each in found
    )


# networks


async def test_cast_lets_in_as_many_from_a_network_as_may(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database, voters=Voters.NETWORK, per_network=2)

    for voter in ("bob", "charlie"):
        await voting.cast(box, key, ["1"], voter, network=HOME)
    with pytest.raises(TooManyFromNetworkError):
        await voting.cast(box, key, ["1"], "dana", network=HOME)
    await voting.cast(box, key, ["1"], "dana", network=SCHOOL)

    assert await voting.cast(box, key, ["2"], "bob", network=HOME) is Outcome.CHANGED
    assert await voting.cast(box, key, ["2"], "bob", network=SCHOOL) is Outcome.SAME
    assert await rows(database, network.c.voters) == [(1,), (2,)]
    assert (await recounts.of(database, key)).differences == ()


async def test_cast_takes_those_of_whom_no_address_is_known_for_one_network(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database, voters=Voters.NETWORK, per_network=1)

    await voting.cast(box, key, ["1"], "bob")

    with pytest.raises(TooManyFromNetworkError):
        await voting.cast(box, key, ["1"], "charlie", network=None)


async def test_cast_keeps_no_address(database: Database, box: BallotBox) -> None:
    first = await asking.ask(database, voters=Voters.NETWORK, per_network=2)
    second = await asking.ask(database, voters=Voters.NETWORK, per_network=2)
    usual = await asking.ask(database)
    for key, mark in ((first, "1"), (second, "3"), (usual, "5")):
        await voting.cast(box, key, [mark], "bob", network=HOME, name="Bob", code="C" * 16)

    tags = await rows(database, network.c.tag, network.c.question_id)

    values = [value for row in await rows(database, *ballot.c) + tags for value in row]
    # As they are: written out, the bytes 0x19 and “2” of a hash would read “192”.
    kept = b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in values).lower()
    assert len({tag for tag, _ in tags}) == len(tags) == 2
    assert b"bob" not in kept
    assert b"192" not in kept
    assert ip_address(HOME).packed not in kept


async def race_for_the_last_seats(database: Database, box: BallotBox) -> Counter[str]:
    """Let thirty voters of one network vote over two boxes; say what became of them."""
    key = await asking.ask(database, voters=Voters.NETWORK, per_network=SEATS)
    async with another(database) as other:
        return await outcomes(
            *(
                voting.cast(each, key, ["1"], f"voter {number}", network=HOME)
                for number, each in enumerate([box, other] * 15)
            ),
        )


async def test_cast_gives_the_last_seat_once(database: Database, box: BallotBox) -> None:
    found = await race_for_the_last_seats(database, box)

    assert found == {"NEW": SEATS, "TooManyFromNetworkError": 30 - SEATS}
    assert await rows(database, network.c.voters) == [(SEATS,)]


async def test_seat_race_is_lost_by_a_box_that_looks_before_it_locks(
    database: Database,
    box: BallotBox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(admissions, "networks", lambda *_: {})  # nobody, as before the race

    found = await race_for_the_last_seats(database, box)

    assert found["NEW"] > SEATS


# invitations


async def test_cast_counts_an_invitation_once(database: Database, box: BallotBox) -> None:
    key, (code, other) = await by_invitation(database, weights=[3, 1])

    found = [
        await voting.cast(box, key, [mark], browser, code=code)
        for browser, mark in (("phone", "1"), ("laptop", "1"), ("laptop", "2"))
    ]

    assert found == [Outcome.NEW, Outcome.SAME, Outcome.CHANGED]
    assert await rows(database, ballot.c.selection, ballot.c.weight) == [("[1]", 3), ("[2]", 3)]
    voted = await rows(database, invitation.c.code_hash, invitation.c.has_voted)
    assert dict(voted) == {code_hash(code): True, code_hash(other): False}
    assert (await recounts.of(database, key)).differences == ()


async def test_cast_refuses_who_was_not_invited(database: Database, box: BallotBox) -> None:
    key, (code,) = await by_invitation(database)
    other, (elsewhere,) = await by_invitation(database)
    await database.write(
        lambda connection: connection.execute(
            update(invitation)
            .where(invitation.c.code_hash == code_hash(code))
            .values(is_revoked=True),
        ),
    )

    found = await outcomes(
        voting.cast(box, key, ["1"], "bob"),
        voting.cast(box, key, ["1"], "bob", code=elsewhere),
        voting.cast(box, key, ["1"], "bob", code=code),
        voting.cast(box, other, ["3"], "bob", code=elsewhere),
    )

    assert found == {
        CodeNeededError.__name__: 1,
        WrongCodeError.__name__: 1,
        RevokedCodeError.__name__: 1,
        "NEW": 1,
    }
    assert await rows(database, ballot.c.selection) == [("[3]",)]


async def test_ballot_and_invitation_have_nothing_in_common(
    database: Database,
    box: BallotBox,
) -> None:
    key, (code,) = await by_invitation(database)

    await voting.cast(box, key, ["1"], "bob", code=code)

    (cast,) = await rows(database, ballot.c.key_hash, ballot.c.nonce, ballot.c.selection)
    (used,) = await rows(database, *invitation.c)
    assert not {value for value in cast if isinstance(value, bytes)} & set(used)
    assert code not in repr((cast, used))


async def use_at_once(database: Database, box: BallotBox) -> Counter[str]:
    """Use one invitation from fifty browsers and two boxes; say what became of the votes."""
    key, (code,) = await by_invitation(database)
    async with another(database) as other:
        return await outcomes(
            *(
                voting.cast(each, key, ["1"], f"browser {number}", code=code)
                for number, each in enumerate([box, other] * (USES // 2))
            ),
        )


async def test_cast_counts_an_invitation_once_however_many_use_it(
    database: Database,
    box: BallotBox,
) -> None:
    found = await use_at_once(database, box)

    assert found == {"NEW": 1, "SAME": USES - 1}
    assert await current(database) == 1


async def test_invitation_counts_fifty_times_where_the_browser_is_the_voter(
    database: Database,
    box: BallotBox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browsers = itertools.count()
    monkeypatch.setattr(invitation_codes, "credential", lambda code: f"{code} {next(browsers)}")

    found = await use_at_once(database, box)

    assert found["NEW"] == USES


async def invitation_ids(database: Database, codes: Sequence[str]) -> list[int]:
    ids = dict(await rows(database, invitation.c.code_hash, invitation.c.id))
    return [ids[code_hash(code)] for code in codes]


async def both_used_and_revoked(database: Database) -> int:
    columns = (invitation.c.has_voted, invitation.c.is_revoked)
    return (await rows(database, *columns)).count((True, True))


async def test_voting_and_revoking_exclude_each_other(database: Database, box: BallotBox) -> None:
    key, codes = await by_invitation(database, weights=[1] * 40)

    acts: list[Coroutine[Any, Any, Any]] = []
    for code, id_ in zip(codes, await invitation_ids(database, codes), strict=True):
        acts += [
            voting.cast(box, key, ["1"], "anywhere", code=code),
            invited.revoke(database, key, [id_], OPERATOR),
        ]
    random.shuffle(acts)
    found = await outcomes(*acts)

    assert found["NEW"] + found["RevokedCodeError"] == 40
    assert found["NEW"] == found["InvitationUsedError"] == await current(database)
    assert await both_used_and_revoked(database) == 0
    assert (await recounts.of(database, key)).differences == ()


async def test_exclusion_is_lost_by_who_revokes_without_the_lock(
    database: Database,
    box: BallotBox,
) -> None:
    key, (code,) = await by_invitation(database)

    assert await rows(database, invitation.c.has_voted) == [(False,)]
    await voting.cast(box, key, ["1"], "anywhere", code=code)
    revoking = update(invitation).values(is_revoked=True)
    await database.write(lambda connection: connection.execute(revoking))

    assert await both_used_and_revoked(database) == 1


@pytest.mark.parametrize(
    ("tampering", "difference"),
    [
        pytest.param(
            update(invitation).values(has_voted=True),
            "used invitations: 3, of weight 7; ballots that count: 2, of weight 3",
            id="an invitation that nobody used",
        ),
        pytest.param(
            update(ballot).where(ballot.c.position == 1).values(weight=100),
            "used invitations: 2, of weight 3; ballots that count: 2, of weight 101",
            id="a weight changed",
        ),
        pytest.param(
            update(question).values(released_count=9),
            "ballots released: 9; ballots in the ledger: 3",
            id="more released than there is",
        ),
    ],
)
async def test_recount_compares_invitations_with_ballots(
    database: Database,
    box: BallotBox,
    tampering: Executable,
    difference: str,
) -> None:
    key, codes = await by_invitation(database, weights=[1, 2, 4])
    for code, mark in ((codes[0], "1"), (codes[1], "1"), (codes[0], "2")):
        await voting.cast(box, key, [mark], "anywhere", code=code)
    assert (await recounts.of(database, key)).differences == ()

    await database.write(lambda connection: connection.execute(tampering))

    (found,) = (await recounts.of(database, key)).differences
    assert sentence(found) == difference


# guarded tallies


async def test_cast_releases_the_tally_when_enough_have_voted(
    database: Database,
    box: BallotBox,
) -> None:
    key, codes = await by_invitation(database, weights=[1] * 7, release_step=3)
    votes = [(0, "1"), (0, "2"), (1, "1"), (0, "1"), (2, "1"), (2, "2"), (3, "1"), (4, "1")]
    released = []

    for who, mark in votes:
        await voting.cast(box, key, [mark], "anywhere", code=codes[who])
        released += await rows(database, question.c.released_count)

    assert released == [(0,), (0,), (0,), (0,), (5,), (5,), (5,), (8,)]


async def test_cast_releases_nothing_where_nobody_knows_who_has_voted(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database, release_step=2)

    for voter in ("bob", "charlie", "dana"):
        await voting.cast(box, key, ["1"], voter)

    assert await rows(database, question.c.released_count) == [(0,)]


@pytest.mark.parametrize("seed", range(3))
async def test_every_release_moves_as_many_voters_as_it_should(
    database: Database,
    box: BallotBox,
    seed: int,
) -> None:
    chance = random.Random(seed)
    key, codes = await by_invitation(database, weights=[1] * 20, release_step=4)
    releases = {0}

    for _ in range(25):
        crowd = chance.choices(codes, k=chance.randrange(1, 4))
        await outcomes(
            *(voting.cast(box, key, [chance.choice("12")], "any", code=code) for code in crowd),
        )
        ((released, length),) = await rows(
            database, question.c.released_count, question.c.ballot_count
        )
        releases.add(released)
        ledger = await rows(database, ballot.c.position, ballot.c.key_hash)
        waiting = {hash_ for position, hash_ in ledger if position >= released}
        assert len(waiting) < 4
        assert released <= length

    for earlier, later in zip(sorted(releases), sorted(releases)[1:], strict=False):
        moved = {hash_ for position, hash_ in ledger if earlier <= position < later}
        assert len(moved) >= 4
    assert len(releases) > 3


# stages and kinds


async def test_cast_takes_the_organisers_try_out_of_a_draft(
    database: Database,
    box: BallotBox,
) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    key = await asking.ask(database, is_draft=True, is_listed=False, pub_date=later)

    with pytest.raises(NotYetOpenError):
        await voting.cast(box, key, ["1"], "bob")

    assert await voting.cast(box, key, ["1"], "alice", is_trial=True) is Outcome.NEW
    assert (await recounts.of(database, key)).differences == ()


async def test_cast_says_that_a_question_was_deleted(database: Database, box: BallotBox) -> None:
    key = await asking.ask(database)
    await database.write(
        lambda connection: connection.execute(
            insert(deleted_question).values(key="gone", deleted_at=datetime.now(UTC)),
        ),
    )

    found = await outcomes(
        voting.cast(box, "gone", ["1"], "bob"),
        voting.cast(box, key, ["1"], "bob"),
        voting.cast(box, "nowhere", ["1"], "bob"),
    )

    assert found == {QuestionDeletedError.__name__: 1, "NEW": 1, "QuestionNotFoundError": 1}


async def test_cast_counts_several_marks_and_those_that_stand_alone(
    database: Database,
    box: BallotBox,
) -> None:
    blank = NewChoice(text="Blank vote", kind=Kind.BLANK)
    lines = ("Tea", "Coffee", "Water", blank)
    key = await asking.ask(database, "Which?", lines, min_choices=2, max_choices=3)

    found = await outcomes(
        voting.cast(box, key, ["3", "1"], "bob"),
        voting.cast(box, key, ["1", "3"], "charlie"),
        voting.cast(box, key, ["4"], "dana"),
        voting.cast(box, key, ["2"], "erin"),
        voting.cast(box, key, ["1", "2", "4"], "frank"),
    )

    recount = await recounts.of(database, key)
    assert found == {"NEW": 3, "InvalidSelectionError": 2}
    assert [each.votes for each in recount.question.choices] == [2, 0, 2, 1]
    assert recount.question.vote_count == 3
    assert recount.differences == ()
    assert (await rows(database, ballot.c.selection))[0] == ("[1,3]",)


async def test_standing_tells_the_name_on_record(database: Database, box: BallotBox) -> None:
    key = await asking.ask(database, voters=Voters.NAMED)
    for name in ("Bob", "Robert"):
        await voting.cast(box, key, ["1"], "bob", name=name)

    found = await ballots.standing(database, key, "bob")

    assert found is not None
    assert (found.selection, found.name) == ((1,), "Robert")
