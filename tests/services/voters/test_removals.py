"""A vote under a name that the organiser removes stays in the ledger and counts nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest

from polls.domain.ballots.ballots import Outcome
from polls.domain.errors import ArchiveError, EditedMeanwhileError, WrongStageError
from polls.domain.questions.log import OPERATOR, Actor, By
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.rules import Voters
from polls.domain.questions.visibility import Role
from polls.live import Tallies
from polls.presentation.refusals import sentence
from polls.services import exports
from polls.services.exports import as_json
from polls.services.questions import changes
from polls.services.results import recounts, results
from polls.services.voters import ballots, removals
from tests import archives, asking, ledgers, voting
from tests.ledgers import Voter
from tests.refusals import refuses

if TYPE_CHECKING:
    from polls.ballotbox import BallotBox
    from polls.db.engines.database import Database

TWO_BOBS = (("browser:Bob", "Bob"), ("browser:Rob", "bob "), ("browser:Anna", "Anna"))


@pytest.fixture
async def key(database: Database, box: BallotBox) -> str:
    """A question on which two have voted under one name: Tea, Tea and Coffee."""
    key = await asking.ask(database, voters=Voters.NAMED)
    for (credential, name), mark in zip(TWO_BOBS, "112", strict=True):
        await voting.cast(box, key, [mark], credential, name=name)
    return key


async def places(database: Database, key: str) -> list[tuple[str, bool]]:
    """Return the names of the votes, and whether each is used more than once."""
    question = (await recounts.of(database, key)).question
    found = await removals.votes(database, question)
    return [(each.name, each.is_shared) for each in found.shown]


async def first_of(database: Database, key: str) -> int:
    question = (await recounts.of(database, key)).question
    return (await removals.votes(database, question, "bob")).shown[0].position


async def test_votes_with_one_name_come_first(database: Database, key: str) -> None:
    assert await places(database, key) == [("Bob", True), ("bob", True), ("Anna", False)]


async def test_vote_that_was_removed_counts_nowhere(database: Database, key: str) -> None:
    kept = Tallies()
    before = await results.of(database, kept, key, Role.ORGANISER)

    await removals.remove(database, key, OPERATOR, await first_of(database, key))

    after = await results.of(database, kept, key, Role.SOMEBODY)
    recount = await recounts.of(database, key)
    file = await exports.ballots(database, key)
    told = orjson.loads(b"".join([piece async for piece in as_json(file)]))
    assert before.result
    assert after.result
    assert [line.votes for line in before.result.lines] == [2, 1]
    assert [line.votes for line in after.result.lines] == [1, 1]
    assert (before.removed, after.removed) == (0, 1)
    assert len(after.named) == len(told["ballots"]) == told["votes"] == 2
    assert recount.differences == ()
    assert (recount.question.vote_count, recount.question.ballot_count) == (2, 4)
    assert await places(database, key) == [("Anna", False), ("bob", False)]


@pytest.mark.parametrize("method", ["approval", "schulze", "score"])
async def test_kept_tally_loses_the_vote(database: Database, method: str) -> None:
    key = await asking.ask(database, voters=Voters.NAMED, method=method, max_choices=None)
    selections = [((1, 2), (2, 1))] * 2 if method == "score" else [(1,), (2,)]
    for selection, name in zip(selections, ("Bob", "Anna"), strict=True):
        await ledgers.append(database, key, selection, by=Voter(name=name))
    kept = Tallies()
    before = await results.of(database, kept, key, Role.ORGANISER)

    await removals.remove(database, key, OPERATOR, 0)

    after = await results.of(database, kept, key, Role.ORGANISER)
    anew = await results.of(database, Tallies(), key, Role.ORGANISER)
    assert before.result
    assert after.result
    assert (before.result.total.ballots, after.result.total.ballots) == (2, 1)
    assert after.result == anew.result
    assert (await recounts.of(database, key)).differences == ()


async def test_removal_is_in_the_log(database: Database, key: str) -> None:
    position = await first_of(database, key)

    await removals.remove(database, key, OPERATOR, position)

    (entry,) = await changes.history(database, (await recounts.of(database, key)).question)
    assert (entry.act, entry.detail) == ("removed", {"name": "Bob", "ballot": position})


@pytest.mark.parametrize("may_change", [True, False])
async def test_voter_whose_vote_was_removed_may_vote_again(
    database: Database,
    box: BallotBox,
    *,
    may_change: bool,
) -> None:
    key = await asking.ask(database, voters=Voters.NAMED, may_change=may_change)
    await voting.cast(box, key, ["1"], "browser:Bob", name="Bob")
    await removals.remove(database, key, OPERATOR, 0)
    standing = await ballots.standing(database, key, "browser:Bob")

    again = await voting.cast(box, key, ["2"], "browser:Bob", name="Bob")

    recount = await recounts.of(database, key)
    assert standing
    assert standing.selection is None
    assert again is Outcome.NEW
    assert [each.votes for each in recount.question.choices] == [0, 1]
    assert recount.differences == ()


async def test_vote_that_was_changed_meanwhile_is_not_removed(
    database: Database,
    box: BallotBox,
    key: str,
) -> None:
    position = await first_of(database, key)
    await voting.cast(box, key, ["2"], "browser:Bob", name="Bob")

    with refuses(InvalidQuestionError, match="changed or removed in the meantime"):
        await removals.remove(database, key, OPERATOR, position)

    assert (await recounts.of(database, key)).question.vote_count == 3


async def test_vote_without_a_name_is_not_removed(database: Database) -> None:
    key = await asking.ask(database)
    await ledgers.append(database, key, (1,))

    with pytest.raises(InvalidQuestionError):
        await removals.remove(database, key, OPERATOR, 0)


async def test_vote_is_not_removed_when_voting_has_ended(database: Database, key: str) -> None:
    looked = By(Actor.ORGANISER, (await recounts.of(database, key)).question.revision)
    await asking.close(database, key)

    for by in (OPERATOR, looked):
        with pytest.raises(WrongStageError) as refusal:
            await removals.remove(database, key, by, 0)

        assert sentence(refusal.value) == (
            "Voting has ended, so this vote was not removed. Votes can be removed only while "
            "voting is open: reopen it first."
        )


async def test_vote_is_not_removed_by_who_looked_before_a_change(
    database: Database, key: str
) -> None:
    looked = By(Actor.ORGANISER, (await recounts.of(database, key)).question.revision)
    await removals.remove(database, key, looked, 0)

    with pytest.raises(EditedMeanwhileError):
        await removals.remove(database, key, looked, 1)


@pytest.mark.parametrize("may_change", [True, False])
async def test_removed_vote_goes_with_the_archive(
    database: Database,
    *,
    may_change: bool,
) -> None:
    key = await asking.ask(database, voters=Voters.NAMED, may_change=may_change)
    for mark, name in (((1,), "Bob"), ((2,), "Anna")):
        await ledgers.append(database, key, mark, by=Voter(name=name))
    await removals.remove(database, key, OPERATOR, 0)
    await asking.close(database, key)
    written = await archives.written(database, key)

    restored = await archives.read(database, written, has_new_key=True)

    again = await results.of(database, Tallies(), restored.key, Role.SOMEBODY)
    recount = await recounts.of(database, restored.key)
    assert again.removed == 1
    assert [each.name for each in again.named] == ["Anna"]
    assert recount.differences == ()
    assert (recount.question.ballot_count, recount.question.vote_count) == (3, 1)


async def test_archive_with_a_removal_of_nothing_is_refused(database: Database) -> None:
    bob = archives.ballot(0, 0, name="Bob", replaced_by=0)

    with pytest.raises(ArchiveError):
        await archives.read(database, archives.archive(bob, voters="named"))
