"""Where it is known who has voted, nothing that an organiser does shows votes one by one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import orjson
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from polls.ballotbox import BallotBox, Writer
from polls.db.schema import invitation, question
from polls.domain.ballots.ballots import Ballot
from polls.domain.electorate.invitation_codes import code_hash, credential, new_code
from polls.domain.errors import BallotsNotShownError, QuestionClosedError, WrongStageError
from polls.domain.questions.editing import Edit
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.rules import Visibility, Voters
from polls.domain.questions.visibility import ResultNotShownError, Role, Sight
from polls.live import Tallies
from polls.services import exports
from polls.services.exports import as_json
from polls.services.questions import editing, lifecycle
from polls.services.results import results
from tests import asking, ledgers
from tests.refusals import refuses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question

GROUP = [new_code(bytes([number] * 10)) for number in range(6)]
MOST_VOTES = 15
"""As many choices there are: each vote is for another one, so a tally tells which votes it has."""

Seen: TypeAlias = "frozenset[int]"
"""The votes that a tally has, by the places of their choices."""

VOTE = st.integers(0, len(GROUP) - 1)
"""A member of the group, by place."""
ACT = st.sampled_from(
    ["close", "stop", "resume", "reopen", "publish", "hide", "shrink", "grow", "end_at"]
)
ACTS = st.lists(VOTE | ACT, max_size=MOST_VOTES)

usually = hypothesis_settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class Shown(NamedTuple):
    """What was shown at one moment, and whether more can come after it."""

    seen: Seen
    is_final: bool


@usually
@example(acts=[0, 1, 2, "stop", "resume", 3, "stop", "resume", 4, "close"])
@example(acts=[0, 1, "close", "reopen", 2, "close", "reopen", 3, "close"])
@example(acts=["close", "reopen", 0, "close", "reopen", 1, "close"])
@example(acts=[0, 1, "close", "reopen", 0, "grow", 2, "shrink", 3, "close", "reopen"])
@given(acts=ACTS)
async def test_no_two_tallies_differ_by_fewer_voters_than_a_step(
    database: Database,
    acts: Sequence[int | str],
) -> None:
    await nothing_tells_a_vote(database, acts)


async def test_question_that_is_opened_by_force_is_noticed(database: Database) -> None:
    with pytest.raises(AssertionError, match="1 voter"):
        await nothing_tells_a_vote(database, [0, 1, 2, "close", "force", 3, "close"])


async def test_question_whose_last_group_is_whole_can_be_reopened(database: Database) -> None:
    organiser = await Organiser.of_a_new_question(database)
    await organiser.do(0, 1, "close")

    await lifecycle.reopen(database, organiser.key, OPERATOR)
    await organiser.do(2)

    assert {each.seen for each in organiser.shown} == {frozenset(), frozenset({0, 1})}


async def test_question_that_showed_more_than_its_groups_stays_closed(database: Database) -> None:
    organiser = await Organiser.of_a_new_question(database)
    await organiser.do(0, 1, 2, "close")

    with refuses(WrongStageError, match="new ones could be worked out"):
        await lifecycle.reopen(database, organiser.key, OPERATOR)


async def nothing_tells_a_vote(database: Database, acts: Sequence[int | str]) -> None:
    """Look through every door after every act, and compare all that was shown, two by two."""
    organiser = await Organiser.of_a_new_question(database)
    await organiser.do(*acts)

    sights = list(dict.fromkeys(organiser.shown))
    for number, earlier in enumerate(sights):
        for later in sights[number + 1 :]:
            voters = {organiser.votes[vote] for vote in earlier.seen ^ later.seen}
            if voters and not later.is_final:
                assert len(voters) >= organiser.step, f"{len(voters)} voter between two tallies"


class Organiser:
    """Tries whatever an organiser can do with a question for a group, and looks."""

    step = 2

    def __init__(self, database: Database, key: str) -> None:
        self.key = key
        self.shown: list[Shown] = []
        self.votes: list[int] = []
        """Whose each vote is."""
        self._database = database
        self._tallies = Tallies()

    @classmethod
    async def of_a_new_question(cls, database: Database) -> Organiser:
        choices = [f"Vote {number}" for number in range(MOST_VOTES)]
        key = await asking.ask(
            database,
            choices=choices,
            voters=Voters.INVITED,
            release_step=cls.step,
        )
        await database.write(_invite, key)
        return cls(database, key)

    async def do(self, *acts: int | str) -> None:
        """Let members of the group vote, and do what an organiser may; look after each."""
        await self._look()
        for act in acts:
            try:
                await (self._vote(act) if isinstance(act, int) else self._act(act))
            except (WrongStageError, InvalidQuestionError, QuestionClosedError):
                continue
            await self._look()

    async def _vote(self, voter: int) -> None:
        asked, code = await self._question(), GROUP[voter]
        box = BallotBox(Writer(self._database, announce=lambda _change: None).write)
        running = asyncio.create_task(box.run())
        selection = (asked.choices[len(self.votes)].id,)
        try:
            await box.put(Ballot(self.key, selection, credential(code), code=code))
            self.votes.append(voter)
        finally:
            box.drain()
            await running

    async def _act(self, act: str) -> None:
        database, key = self._database, self.key
        match act:
            case "close" | "stop" | "resume" | "reopen" | "publish":
                await getattr(lifecycle, act)(database, key, OPERATOR)
            case "end_at":
                await lifecycle.end_at(database, key, OPERATOR, None)
            case "hide":
                await self._edit(visibility=Visibility.ORGANISER)
            case "shrink":
                await self._edit(release_step=self.step)
            case "grow":
                await self._edit(release_step=self.step + 1)
            case "force":
                await ledgers.change(database, key, closed_at=None, released_count=3)

    async def _edit(self, **rules: object) -> None:
        asked = await self._question()
        fields = {name: getattr(asked.rules, name) for name in asked.rules.__slots__}
        wanted = Edit(text=asked.text, description=None, rules=type(asked.rules)(**fields | rules))
        await editing.edit(self._database, self.key, OPERATOR, wanted)

    async def _look(self) -> None:
        """Note what the organiser sees: the result, and each file that is handed out."""
        database, tallies, key = self._database, self._tallies, self.key
        shown = await results.of(database, tallies, key, Role.ORGANISER)
        lines = shown.result.lines if shown.result else ()
        sights = [frozenset(n for n, each in enumerate(lines) if each.votes)]
        try:
            sheet = await exports.results(database, tallies, key, Role.ORGANISER)
            told = orjson.loads(b"".join([piece async for piece in as_json(sheet)]))
            sights.append(frozenset(n for n, each in enumerate(told["choices"]) if each["votes"]))
        except ResultNotShownError:
            assert shown.sight is Sight.BEFORE_STEP
        try:
            ballots = await exports.ballots(database, key)
            file = orjson.loads(b"".join([piece async for piece in as_json(ballots)]))
            sights.append(frozenset(each["choices"][0] - 1 for each in file["ballots"]))
            election = await exports.election(database, tallies, key, "grouped.csv")
            sights.append(frozenset(n for n in range(MOST_VOTES) if _names(election.body, n)))
        except BallotsNotShownError:
            assert not shown.is_closed
        asked = shown.question
        is_final = shown.is_closed and asked.ballot_count != asked.released_count
        self.shown += [Shown(seen, is_final) for seen in sights]

    async def _question(self) -> Question:
        return (await results.of(self._database, Tallies(), self.key, Role.ORGANISER)).question


def _names(file: bytes, vote: int) -> bool:
    """Tell whether a grouped file has a ballot for this vote's choice."""
    heading, *rows = file.decode("utf-8-sig").splitlines()
    column = heading.split(",").index(f"Vote {vote}")
    return any(row.split(",")[column] == "1" for row in rows)


def _invite(connection: Connection, key: str) -> None:
    id_ = connection.execute(select(question.c.id).where(question.c.key == key)).scalar_one()
    rows = [{"question_id": id_, "code_hash": code_hash(code)} for code in GROUP]
    connection.execute(insert(invitation), rows)
