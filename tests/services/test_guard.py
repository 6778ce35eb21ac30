"""Where it is known who has voted, no two looks at a live tally tell a single ballot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from polls.ballotbox import BallotBox, Writer
from polls.db.schema import invitation, question
from polls.domain.ballots.ballots import Ballot
from polls.domain.electorate.invitation_codes import code_hash, credential, new_code
from polls.domain.questions.editing import Edit
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.rules import Voters
from polls.domain.questions.visibility import Role, Sight
from polls.live import Tallies
from polls.presentation.refusals import sentence
from polls.services.questions import editing, lifecycle
from polls.services.results import results
from tests import asking, ledgers

if TYPE_CHECKING:
    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Choice

GROUP = [new_code(bytes([number] * 10)) for number in range(8)]

Votes: TypeAlias = "list[tuple[int, int]]"
"""Who votes, by place in the group, and for which choice, by place on the ballot."""

VOTES = st.lists(st.tuples(st.integers(0, len(GROUP) - 1), st.integers(0, 1)), max_size=30)


@hypothesis_settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(votes=VOTES, step=st.integers(2, 5))
async def test_numbers_move_only_with_the_ballots_of_several_voters(
    database: Database,
    votes: Votes,
    step: int,
) -> None:
    await everything_moves_in_steps(database, votes, step)


async def test_a_tally_that_is_not_guarded_is_noticed(database: Database) -> None:
    votes = [(0, 0), (1, 1)]

    with pytest.raises(AssertionError, match="1 voter"):
        await everything_moves_in_steps(database, votes, 2, is_guarded=False)


async def test_all_numbers_are_shown_when_voting_has_ended(database: Database) -> None:
    key = await invited(database, 5)
    await cast(database, key, [(0, 0), (1, 1), (2, 1)])
    before = await shown(database, key)

    await asking.close(database, key)

    assert (before, await shown(database, key)) == ((0, 0, 0), (1, 2, 0))


async def test_numbers_move_in_steps_from_where_they_were_seen_at_the_end(
    database: Database,
) -> None:
    key = await invited(database, 2)
    await cast(database, key, [(0, 0), (1, 1)])
    await asking.close(database, key)
    seen = await shown(database, key)

    await lifecycle.reopen(database, key, OPERATOR)
    reopened = await shown(database, key)
    await cast(database, key, [(2, 1)])
    one_more = await shown(database, key)
    await cast(database, key, [(3, 0)])

    assert seen == reopened == one_more == (1, 1, 0)
    assert await shown(database, key) == (2, 2, 0)


async def test_what_can_be_removed_does_not_tell_what_was_voted_for(database: Database) -> None:
    key = await invited(database, 5)
    asked = (await results.of(database, Tallies(), key, Role.ORGANISER)).question
    refusals = []
    for voter, choice in enumerate(asked.choices):
        await cast(database, key, [(voter, 0)])
        with pytest.raises(InvalidQuestionError) as refusal:
            await remove(database, key, choice)
        refusals.append(sentence(refusal.value))

    assert refusals == [
        f"“{text}” cannot be removed: someone has voted." for text in ("Tea", "Coffee", "Juice")
    ]


async def remove(database: Database, key: str, choice: Choice) -> None:
    asked = (await results.of(database, Tallies(), key, Role.ORGANISER)).question
    wanted = Edit(
        text=asked.text,
        description=None,
        rules=asked.rules,
        removed=frozenset({choice.id}),
    )
    await editing.edit(database, key, OPERATOR, wanted)


async def everything_moves_in_steps(
    database: Database,
    votes: Votes,
    step: int,
    *,
    is_guarded: bool = True,
) -> None:
    """Look after each vote: between two looks that differ there must be `step` voters' ballots."""
    key = await invited(database, step)
    last, since = await shown(database, key), set()
    for vote in votes:
        await cast(database, key, [vote])
        if not is_guarded:
            length = (
                await results.of(database, Tallies(), key, Role.ORGANISER)
            ).question.ballot_count
            await ledgers.change(database, key, released_count=length)
        since.add(vote[0])
        now = await shown(database, key)
        if now != last:
            assert len(since) >= step, f"the numbers moved with {len(since)} voter"
            last, since = now, set()


async def shown(database: Database, key: str) -> tuple[int, ...]:
    """Return what the organiser, who sees most, sees; zeros as well while nothing is told."""
    seen = await results.of(database, Tallies(), key, Role.ORGANISER)
    if seen.sight is Sight.BEFORE_STEP:
        return 0, 0, 0
    assert seen.result
    assert (seen.sight is Sight.STEPPED) is not seen.is_closed
    return tuple(line.votes for line in seen.result.lines)


async def invited(database: Database, step: int) -> str:
    """Ask a question that the group may answer."""
    choices = ["Tea", "Coffee", "Juice"]
    key = await asking.ask(database, choices=choices, voters=Voters.INVITED, release_step=step)

    def invite(connection: Connection) -> None:
        id_ = connection.execute(select(question.c.id).where(question.c.key == key)).scalar_one()
        rows = [{"question_id": id_, "code_hash": code_hash(code)} for code in GROUP]
        connection.execute(insert(invitation), rows)

    await database.write(invite)
    return key


async def cast(database: Database, key: str, votes: Votes) -> None:
    """Put each ballot into the box, alone."""
    asked = (await results.of(database, Tallies(), key, Role.ORGANISER)).question
    box = BallotBox(Writer(database, announce=lambda _change: None).write)
    running = asyncio.create_task(box.run())
    for voter, place in votes:
        code = GROUP[voter]
        await box.put(Ballot(key, (asked.choices[place].id,), credential(code), code=code))
    box.drain()
    await running
