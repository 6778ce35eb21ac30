"""Whatever is done in whatever order, the tables say what a model in memory says."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from polls.ballotbox import BallotBox, Writer
from polls.db.engine import connect
from polls.domain.ballots import Outcome
from polls.services import ballots, results
from tests import asking

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator, Sequence

    from polls.db.database import Database
    from polls.settings import Settings

VOTERS = st.sampled_from(["bob", "charlie", "dana"])
MARKS = st.lists(st.integers(0, 3), max_size=2, unique=True)
"""Places on the ballot; the last one is past its end, and stands for another question's choice."""

BALLOTS = st.tuples(VOTERS, MARKS)


@dataclass
class Asked:
    """What the model knows of a question."""

    key: str
    choices: list[int]
    may_change: bool
    is_open: bool
    is_published: bool
    ballots: int = 0
    current: dict[str, int] = field(default_factory=dict)

    def cast(self, voter: str, selection: Sequence[int]) -> str:
        if not self.is_published:
            early = "QuestionNotFoundError" if self.key.isdigit() else "NotYetOpenError"
            return early if self.is_open else "QuestionClosedError"
        if list(selection) == [self.current.get(voter)]:
            return "SAME"
        if not self.is_open:
            return "QuestionClosedError"
        if len(selection) != 1 or selection[0] not in self.choices:
            return "InvalidSelectionError"
        has_voted = voter in self.current
        if has_voted and not self.may_change:
            return "AlreadyVotedError"
        self.current[voter] = selection[0]
        self.ballots += 1
        return "CHANGED" if has_voted else "NEW"


@dataclass
class World:
    """The real thing, to be used from a machine that knows no event loop."""

    runner: asyncio.Runner
    database: Database
    box: BallotBox

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def cast(self, question: Asked, crowd: Sequence[tuple[str, Sequence[int]]]) -> list[str]:
        async def all_at_once() -> list[Outcome | BaseException]:
            return await asyncio.gather(
                *(
                    ballots.cast(self.box, question.key, list(map(str, selection)), voter)
                    for voter, selection in crowd
                ),
                return_exceptions=True,
            )

        return [
            outcome.name if isinstance(outcome, Outcome) else type(outcome).__name__
            for outcome in self.do(all_at_once())
        ]


async def _box(database: Database) -> BallotBox:
    return BallotBox(Writer(database, announce=lambda _key: None).write)


@contextmanager
def started(settings: Settings) -> Iterator[World]:
    with asyncio.Runner() as runner:
        database = connect(settings)
        box = runner.run(_box(database))
        running = runner.get_loop().create_task(box.run())
        yield World(runner, database, box)
        box.drain()
        runner.run(asyncio.wait_for(running, 5))
        runner.run(database.close())


class Polls(RuleBasedStateMachine):
    world: World
    asked = Bundle("asked")

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Asked] = []

    @rule(
        target=asked,
        may_change=st.booleans(),
        is_listed=st.booleans(),
        when=st.sampled_from(["open", "open", "ends later", "ended", "appears later"]),
    )
    def ask(self, *, may_change: bool, is_listed: bool, when: str) -> Asked:
        now = datetime.now(UTC)
        hour = timedelta(hours=1)
        pub_date = now + hour if when == "appears later" else now - 2 * hour
        close_date = {"ends later": now + hour, "ended": now - hour}.get(when)
        key = self.world.do(
            asking.ask(
                self.world.database,
                "Which?",
                ["Red", "Green", "Blue"],
                pub_date=pub_date,
                close_date=close_date,
                may_change=may_change,
                is_listed=is_listed,
            ),
        )
        recount = self.world.do(results.recount(self.world.database, key))
        question = Asked(
            key,
            [choice.id for choice in recount.question.choices],
            may_change,
            is_open=when != "ended",
            is_published=when != "appears later",
        )
        self.all.append(question)
        return question

    @rule(question=asked, ballot=BALLOTS)
    def vote(self, question: Asked, ballot: tuple[str, list[int]]) -> None:
        self.crowd(question, [ballot])

    @rule(question=asked, voter=VOTERS)
    def vote_the_same_again(self, question: Asked, voter: str) -> None:
        if voter in question.current:
            assert self.world.cast(question, [(voter, [question.current[voter]])]) == ["SAME"]

    @rule(question=asked, crowd=st.lists(BALLOTS, min_size=2, max_size=8))
    def vote_at_once(self, question: Asked, crowd: list[tuple[str, list[int]]]) -> None:
        self.crowd(question, crowd)

    @rule(question=asked)
    def close(self, question: Asked) -> None:
        was_open = self.world.do(asking.close(self.world.database, question.key))

        assert was_open is question.is_open
        question.is_open = False

    @rule(ballot=BALLOTS)
    def vote_on_nothing(self, ballot: tuple[str, list[int]]) -> None:
        nowhere = Asked("nowhere", [1], may_change=True, is_open=True, is_published=True)

        assert self.world.cast(nowhere, [ballot]) == ["QuestionNotFoundError"]

    @invariant()
    def tables_equal_the_model(self) -> None:
        for question in self.all:
            recount = self.world.do(results.recount(self.world.database, question.key))
            votes = Counter(question.current.values())
            assert recount.differences == ()
            assert recount.ballots == recount.question.ballot_count == question.ballots
            assert [(choice.id, choice.votes) for choice in recount.question.choices] == [
                (id_, votes[id_]) for id_ in question.choices
            ]

    @invariant()
    def voters_find_what_they_marked(self) -> None:
        for question in self.all[-1:]:
            recount = self.world.do(results.recount(self.world.database, question.key))
            for voter in ("bob", "charlie", "dana"):
                found = self.world.do(ballots.standing(self.world.database, question.key, voter))
                marked = question.current.get(voter)
                assert found is not None
                assert found.selection == (None if marked is None else (marked,))
                assert found.change.version == recount.question.version

    def crowd(self, question: Asked, crowd: Sequence[tuple[str, Sequence[int]]]) -> None:
        marked = [
            (voter, [self._choice(question, place) for place in places]) for voter, places in crowd
        ]
        expected = [question.cast(*ballot) for ballot in marked]

        assert self.world.cast(question, marked) == expected

    def _choice(self, question: Asked, place: int) -> int:
        other = next((each for each in self.all if each is not question), None)
        stranger = other.choices[0] if other else 999_999
        return [*question.choices, stranger][place]


def test_polls_do_what_the_model_says(settings: Settings) -> None:
    with started(settings) as world:
        machine = type("Machine", (Polls,), {"world": world})

        run_state_machine_as_test(
            machine,
            settings=hypothesis_settings(
                max_examples=25,
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
