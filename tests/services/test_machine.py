"""Whatever is done in whatever order, the tables say what a model in memory says."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
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
from sqlalchemy import select

from polls.ballotbox import BallotBox, Writer
from polls.db.engines.engine import connect
from polls.db.schema import invitation
from polls.domain.ballots.ballots import Outcome
from polls.domain.electorate.invitation_codes import code_hash, credential
from polls.domain.errors import CannotInviteError, InvitationUsedError
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Rules, Voters
from polls.services.results import recounts
from polls.services.voters import ballots, invitations, turnout
from tests import asking, voting

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator, Sequence

    from polls.db.engines.database import Database
    from polls.domain.ballots.ballots import Particulars
    from polls.settings import Settings

VOTERS = st.sampled_from(["bob", "charlie", "dana", "erin"])
NETWORKS = {"bob": "192.0.2.1", "charlie": "192.0.2.1", "dana": "192.0.2.2"}
"""Nobody knows where Erin votes from."""

CODES = {"bob": 0, "charlie": 0, "dana": 1}
"""Which of a question's codes they have, where voters are invited; Bob and Charlie share one."""

NAMES = st.sampled_from(["Sam", " Sam ", "Alex", None])
MARKS = st.lists(st.integers(0, 3), max_size=3, unique=True)
"""Places on the ballot; the last one is past its end, and stands for another question's choice."""


class Cast(NamedTuple):
    voter: str
    marks: tuple[int, ...]
    name: str | None = None
    is_withdrawal: bool = False

    @property
    def selection(self) -> tuple[int, ...]:
        return tuple(sorted(self.marks))


WITHDRAWALS = st.builds(Cast, VOTERS, st.just(()), st.none(), st.just(value=True))
BALLOTS = st.builds(Cast, VOTERS, MARKS.map(tuple), NAMES) | WITHDRAWALS


@dataclass
class Asked:
    """What the model knows of a question."""

    key: str
    choices: list[int]
    rules: Rules
    is_open: bool
    is_published: bool
    codes: list[str] = field(default_factory=list)
    revoked: set[int] = field(default_factory=set)
    ballots: int = 0
    current: dict[str, tuple[tuple[int, ...], str | None]] = field(default_factory=dict)
    networks: Counter[str | None] = field(default_factory=Counter)

    def holder(self, voter: str) -> str:
        """Return who votes: the browser, or the invitation that it has."""
        is_invited = self.rules.voters is Voters.INVITED
        return f"code {CODES[voter]}" if is_invited and voter in CODES else voter

    def code(self, voter: str) -> str | None:
        return self.codes[CODES[voter]] if self.codes and voter in CODES else None

    def cast(self, ballot: Cast) -> str:
        if ballot.is_withdrawal:
            return self.withdraw(ballot.voter)
        is_named = self.rules.voters is Voters.NAMED
        name = (ballot.name or "").strip() if is_named else None
        holder = self.holder(ballot.voter)
        earlier = self.current.get(holder)
        if not self.is_published:
            early = "QuestionNotFoundError" if self.key.isdigit() else "NotYetOpenError"
            return early if self.is_open else "QuestionClosedError"
        if earlier == (ballot.selection, name):
            return "SAME"
        refusal = self._refusal(ballot, name, has_voted=earlier is not None)
        if refusal:
            return refusal
        if earlier is None:
            self.networks[NETWORKS.get(ballot.voter)] += 1
        self.current[holder] = (ballot.selection, name)
        self.ballots += 1
        return "NEW" if earlier is None else "CHANGED"

    def withdraw(self, voter: str) -> str:
        holder = self.holder(voter)
        if not self.is_published:
            early = "QuestionNotFoundError" if self.key.isdigit() else "NotYetOpenError"
            return early if self.is_open else "SAME"
        if holder not in self.current:
            return "SAME"
        if not self.is_open or not self.rules.may_change or self.rules.voters is Voters.ANYONE:
            return "CannotWithdrawError"
        self.networks[NETWORKS.get(voter)] -= 1
        del self.current[holder]
        self.ballots += 1
        return "WITHDRAWN"

    def _refusal(self, ballot: Cast, name: str | None, *, has_voted: bool) -> str | None:
        marks, policy = ballot.selection, self.rules.voters
        most = self.rules.max_choices or len(self.choices)
        is_full = self.networks[NETWORKS.get(ballot.voter)] >= (self.rules.per_network or 0)
        is_invited = policy is Voters.INVITED
        refusals = {
            "QuestionClosedError": not self.is_open,
            "CodeNeededError": is_invited and ballot.voter not in CODES,
            "RevokedCodeError": is_invited and CODES.get(ballot.voter) in self.revoked,
            "InvalidSelectionError": not 1 <= len(marks) <= most or set(marks) - set(self.choices),
            "InvalidNameError": name == "",
            "AlreadyVotedError": has_voted and not self.rules.may_change,
            "TooManyFromNetworkError": policy is Voters.NETWORK and is_full and not has_voted,
        }
        return next((name for name, is_broken in refusals.items() if is_broken), None)


@dataclass
class World:
    """The real thing, to be used from a machine that knows no event loop."""

    runner: asyncio.Runner
    database: Database
    box: BallotBox

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def cast(self, question: Asked, crowd: Sequence[Cast]) -> list[str]:
        async def all_at_once() -> list[Outcome | BaseException]:
            return await asyncio.gather(
                *(self.act(question, each) for each in crowd),
                return_exceptions=True,
            )

        return [
            outcome.name if isinstance(outcome, Outcome) else type(outcome).__name__
            for outcome in self.do(all_at_once())
        ]

    async def act(self, question: Asked, ballot: Cast) -> Outcome:
        given: Particulars = {
            "network": NETWORKS.get(ballot.voter),
            "code": question.code(ballot.voter),
        }
        if ballot.is_withdrawal:
            return await ballots.withdraw(self.box, question.key, ballot.voter, **given)
        given["name"] = ballot.name
        marks = list(map(str, ballot.marks))
        return await voting.cast(self.box, question.key, marks, ballot.voter, **given)

    def invite(self, key: str) -> list[str]:
        return [each.code for each in self.do(invitations.make(self.database, key, 2, OPERATOR))]


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
        rules=st.builds(
            Rules,
            method=st.just("approval"),
            may_change=st.booleans(),
            max_choices=st.sampled_from([1, 2, None]),
            voters=st.sampled_from(Voters),
            per_network=st.just(1),
            release_step=st.just(2),
        ),
        is_listed=st.booleans(),
        when=st.sampled_from(["open", "open", "ends later", "ended", "appears later"]),
    )
    def ask(self, *, rules: Rules, is_listed: bool, when: str) -> Asked:
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
                is_listed=is_listed,
                **asdict(rules),
            ),
        )
        recount = self.world.do(recounts.of(self.world.database, key))
        question = Asked(
            key,
            [choice.id for choice in recount.question.choices],
            rules,
            is_open=when != "ended",
            is_published=when != "appears later",
        )
        if rules.voters is Voters.INVITED and question.is_open:
            question.codes = self.world.invite(key)
        self.all.append(question)
        return question

    @rule(question=asked, ballot=BALLOTS)
    def vote(self, question: Asked, ballot: Cast) -> None:
        self.crowd(question, [ballot])

    @rule(question=asked, voter=VOTERS)
    def vote_the_same_again(self, question: Asked, voter: str) -> None:
        marked = question.current.get(question.holder(voter))
        if marked:
            assert self.world.cast(question, [Cast(voter, *marked)]) == ["SAME"]

    @rule(question=asked, voter=VOTERS)
    def take_a_vote_back(self, question: Asked, voter: str) -> None:
        self.crowd(question, [Cast(voter, (), is_withdrawal=True)])

    @rule(question=asked, crowd=st.lists(BALLOTS, min_size=2, max_size=8))
    def vote_at_once(self, question: Asked, crowd: list[Cast]) -> None:
        self.crowd(question, crowd)

    @rule(question=asked)
    def close(self, question: Asked) -> None:
        was_open = self.world.do(asking.close(self.world.database, question.key))

        assert was_open is question.is_open
        question.is_open = False

    @rule(question=asked, number=st.integers(0, 1))
    def revoke(self, question: Asked, number: int) -> None:
        if not question.codes:
            return
        revoking = invitations.revoke(
            self.world.database,
            question.key,
            [self._invitation_id(question.codes[number])],
            OPERATOR,
        )
        if not question.is_open:
            with pytest.raises(CannotInviteError):
                self.world.do(revoking)
        elif number in question.revoked or f"code {number}" in question.current:
            with pytest.raises(InvitationUsedError):
                self.world.do(revoking)
        else:
            assert self.world.do(revoking) == 1
            question.revoked.add(number)

    @rule(ballot=BALLOTS)
    def vote_on_nothing(self, ballot: Cast) -> None:
        nowhere = Asked("nowhere", [1], Rules(), is_open=True, is_published=True)

        assert self.world.cast(nowhere, [ballot]) == ["QuestionNotFoundError"]

    @invariant()
    def tables_equal_the_model(self) -> None:
        for question in self.all:
            recount = self.world.do(recounts.of(self.world.database, question.key))
            if question.codes:
                numbers = self.world.do(turnout.numbers(self.world.database, recount.question))
                assert numbers.voted == len(question.current)
            votes = Counter(mark for marks, _ in question.current.values() for mark in marks)
            assert recount.differences == ()
            assert recount.ballots == recount.question.ballot_count == question.ballots
            assert recount.question.vote_count == len(question.current)
            assert [(choice.id, choice.votes) for choice in recount.question.choices] == [
                (id_, votes[id_]) for id_ in question.choices
            ]

    @invariant()
    def voters_find_what_they_marked(self) -> None:
        for question in self.all[-1:]:
            recount = self.world.do(recounts.of(self.world.database, question.key))
            for voter in ("bob", "charlie", "dana", "erin"):
                code = question.code(voter)
                found = self.world.do(
                    ballots.standing(
                        self.world.database,
                        question.key,
                        credential(code) if code else voter,
                    ),
                )
                marked = question.current.get(question.holder(voter), (None, None))
                assert found is not None
                assert (found.selection, found.name) == marked
                assert found.change.version == recount.question.version

    def crowd(self, question: Asked, crowd: Sequence[Cast]) -> None:
        marked = [
            each._replace(marks=tuple(self._choice(question, place) for place in each.marks))
            for each in crowd
        ]
        expected = [question.cast(each) for each in marked]

        assert self.world.cast(question, marked) == expected

    def _invitation_id(self, code: str) -> int:
        query = select(invitation.c.id).where(invitation.c.code_hash == code_hash(code))
        found = self.world.do(self.world.database.read(lambda each: each.scalar(query)))
        assert isinstance(found, int)
        return found

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
