"""A vote that its voter takes back stays in the ledger and counts nowhere."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from polls.domain.ballots.ballots import Outcome
from polls.domain.ballots.selections import Style
from polls.domain.electorate.invitation_codes import credential
from polls.domain.electorate.turnout import Turnout
from polls.domain.errors import ArchiveError, CannotWithdrawError, TooManyFromNetworkError
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Voters
from polls.domain.questions.visibility import Role
from polls.live import Tallies
from polls.services import exports
from polls.services.exports import as_json
from polls.services.questions import changes
from polls.services.results import recounts, results
from polls.services.voters import ballots, invitations, turnout
from tests import archives, asking, voting

if TYPE_CHECKING:
    from polls.ballotbox import BallotBox
    from polls.db.engines.database import Database
    from polls.domain.ballots.ballots import Particulars
    from polls.domain.questions.questions import Question

BOB, ANNA = "browser:Bob", "browser:Anna"
RACES = 12


async def question_of(database: Database, key: str) -> Question:
    """Return the question, after a recount that found no difference."""
    recount = await recounts.of(database, key)
    assert recount.differences == ()
    return recount.question


async def votes_of(database: Database, key: str) -> list[int]:
    return [choice.votes for choice in (await question_of(database, key)).choices]


async def vote(box: BallotBox, question: Question, place: int, voter: str, **given: Any) -> Outcome:
    """Vote for the choice at a place of the ballot."""
    choice = str(question.choices[place].id)
    return await voting.cast(box, question.key, [choice], voter, **given)


async def two_votes(database: Database, box: BallotBox, **values: Any) -> Question:
    """Return a question on which Bob has voted for the first choice and Anna for the last one."""
    question = await question_of(database, await asking.ask(database, **values))
    is_named = question.rules.voters is Voters.NAMED
    await vote(box, question, 0, BOB, name="Bob" if is_named else None)
    await vote(box, question, -1, ANNA, name="Anna" if is_named else None)
    return question


@pytest.mark.parametrize("method", ["plurality", "approval", "schulze", "score"])
async def test_vote_that_is_taken_back_counts_nowhere(
    database: Database,
    box: BallotBox,
    method: str,
) -> None:
    most = 1 if method == "plurality" else None
    key = await asking.ask(database, method=method, max_choices=most)
    first, second = (choice.id for choice in (await question_of(database, key)).choices)
    style = (await question_of(database, key)).rules.style
    selections = [((first, 2), (second, 1))] * 2 if method == "score" else [(first,), (second,)]
    for selection, voter in zip(selections, (BOB, ANNA), strict=True):
        await ballots.cast(box, key, selection, voter, style=style)
    kept = Tallies()
    before = await results.of(database, kept, key, Role.SOMEBODY)

    outcome = await ballots.withdraw(box, key, BOB)

    after = await results.of(database, kept, key, Role.SOMEBODY)
    anew = await results.of(database, Tallies(), key, Role.SOMEBODY)
    question = await question_of(database, key)
    standing = await ballots.standing(database, key, BOB)
    assert outcome is Outcome.WITHDRAWN
    assert before.result
    assert after.result
    assert (before.result.total.ballots, after.result.total.ballots) == (2, 1)
    assert after.result == anew.result
    assert (question.ballot_count, question.vote_count) == (3, 1)
    assert standing
    assert standing.selection is None


async def test_vote_that_is_taken_back_is_not_a_blank_one(
    database: Database,
    box: BallotBox,
) -> None:
    blank = NewChoice(text="Blank vote", kind=Kind.BLANK)
    question = await two_votes(database, box, choices=["Tea", "Coffee", blank])

    await ballots.withdraw(box, question.key, ANNA)  # whose vote was the blank one

    shown = await results.of(database, Tallies(), question.key, Role.SOMEBODY)
    assert shown.result
    assert (shown.result.total.ballots, shown.result.blank.ballots) == (1, 0)


async def test_second_withdrawal_finds_nothing_also_after_the_end(
    database: Database,
    box: BallotBox,
) -> None:
    question = await two_votes(database, box)

    first, second = await asyncio.gather(
        *(ballots.withdraw(box, question.key, BOB) for _ in range(2)),
    )
    await asking.close(database, question.key)
    third = await ballots.withdraw(box, question.key, BOB)

    assert [first, second, third] == [Outcome.WITHDRAWN, Outcome.SAME, Outcome.SAME]
    assert (await question_of(database, question.key)).ballot_count == 3


async def test_voter_may_vote_again_and_take_that_back_too(
    database: Database,
    box: BallotBox,
) -> None:
    question = await two_votes(database, box)
    await ballots.withdraw(box, question.key, BOB)

    again = await vote(box, question, 1, BOB)
    counted = await votes_of(database, question.key)
    outcome = await ballots.withdraw(box, question.key, BOB)

    assert (again, counted, outcome) == (Outcome.NEW, [0, 2], Outcome.WITHDRAWN)
    assert await votes_of(database, question.key) == [0, 1]


@pytest.mark.parametrize("values", [{"may_change": False}, {"voters": Voters.ANYONE}])
async def test_final_vote_stays(
    database: Database,
    box: BallotBox,
    values: dict[str, Any],
) -> None:
    question = await two_votes(database, box, **values)

    with pytest.raises(CannotWithdrawError):
        await ballots.withdraw(box, question.key, BOB)

    assert await votes_of(database, question.key) == [1, 1]


async def test_withdrawals_race_with_the_end_and_with_votes(
    database: Database,
    box: BallotBox,
) -> None:
    for _ in range(RACES):
        question = await two_votes(database, box)

        withdrawn, changed, *_ = await asyncio.gather(
            ballots.withdraw(box, question.key, BOB),
            vote(box, question, 1, ANNA),
            asking.close(database, question.key),
            ballots.withdraw(box, question.key, ANNA),
            return_exceptions=True,
        )

        after = await question_of(database, question.key)
        standing = await ballots.standing(database, question.key, BOB)
        assert changed is Outcome.SAME
        assert standing
        assert (standing.selection is None) is (withdrawn is Outcome.WITHDRAWN)
        assert isinstance(withdrawn, CannotWithdrawError) or withdrawn is Outcome.WITHDRAWN
        assert after.vote_count == sum(choice.votes for choice in after.choices)


async def test_name_goes_from_the_result_and_nobody_is_said_to_have_removed_it(
    database: Database,
    box: BallotBox,
) -> None:
    question = await two_votes(database, box, voters=Voters.NAMED)

    await ballots.withdraw(box, question.key, BOB)

    shown = await results.of(database, Tallies(), question.key, Role.SOMEBODY)
    assert [each.name for each in shown.named] == ["Anna"]
    assert shown.removed == 0
    assert await changes.history(database, question) == []


async def test_invited_voter_has_not_voted_and_the_code_works_again(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database, voters=Voters.INVITED, release_step=2)
    question = await question_of(database, key)
    made = await invitations.make(database, key, 2, OPERATOR)
    for each in made:
        await vote(box, question, 0, "", code=each.code)
    kept = Tallies()
    code = made[0].code

    await ballots.withdraw(box, key, "", code=code)

    shown = await results.of(database, kept, key, Role.SOMEBODY)
    assert shown.result
    assert shown.result.total.ballots == 2, "the numbers move in steps, backwards too"
    assert await turnout.numbers(database, question) == Turnout(2, 1, 2, 1, 0)
    assert (await question_of(database, key)).vote_count == 1
    assert await vote(box, question, 1, "", code=code) is Outcome.NEW
    assert await turnout.numbers(database, question) == Turnout(2, 2, 2, 2, 0)
    found = await ballots.standing(database, key, credential(code))
    assert found
    assert found.selection == (question.choices[1].id,)


async def test_seat_of_a_network_is_free_again(database: Database, box: BallotBox) -> None:
    key = await asking.ask(database, voters=Voters.NETWORK, per_network=1)
    question = await question_of(database, key)
    home: Particulars = {"network": "192.0.2.1"}
    await vote(box, question, 0, BOB, **home)
    await ballots.withdraw(box, key, BOB, **home)

    assert await vote(box, question, 1, ANNA, **home) is Outcome.NEW
    with pytest.raises(TooManyFromNetworkError):
        await vote(box, question, 1, BOB, **home)


async def test_files_leave_the_vote_out(database: Database, box: BallotBox) -> None:
    key = await asking.ask(database, method="instant_runoff", max_choices=None)
    question = await question_of(database, key)
    for choice, voter in zip(question.choices, (BOB, ANNA), strict=True):
        await ballots.cast(box, key, (choice.id,), voter, style=Style.RANKING)
    await ballots.withdraw(box, key, BOB)
    await asking.close(database, key)

    told = await exports.ballots(database, key)
    election = await exports.election(database, Tallies(), key, "blt")

    said = orjson.loads(b"".join([piece async for piece in as_json(told)]))
    assert (len(said["ballots"]), said["votes"]) == (1, 1)
    assert election.body.splitlines()[1:3] == [b"1 2 0", b"0"]


@pytest.mark.parametrize(
    ("voters", "rules"),
    [
        (Voters.BROWSER, {}),
        (Voters.NAMED, {}),
        (Voters.NETWORK, {"per_network": 1}),
        (Voters.INVITED, {}),
    ],
)
async def test_withdrawal_goes_with_the_archive(
    database: Database,
    box: BallotBox,
    voters: Voters,
    rules: dict[str, Any],
) -> None:
    key = await asking.ask(database, voters=voters, **rules)
    question = await question_of(database, key)
    made = await invitations.make(database, key, 1, OPERATOR) if voters is Voters.INVITED else []
    given = {
        "code": made[0].code if made else None,
        "network": "192.0.2.1",
        "name": "Bob" if voters is Voters.NAMED else None,
    }
    await vote(box, question, 0, BOB, **given)
    await ballots.withdraw(box, key, BOB, code=given["code"], network="192.0.2.1")
    await asking.close(database, key)

    restored = await archives.read(
        database, await archives.written(database, key), has_new_key=True
    )

    found = await question_of(database, restored.key)
    assert (found.ballot_count, found.vote_count, found.choices[0].votes) == (2, 0, 0)


@pytest.mark.parametrize(
    ("ballots_", "rules"),
    [
        ([archives.ballot(0, 0, replaced_by=0)], {}),
        (
            [archives.ballot(0, 0, replaced_by=1), archives.ballot(0, 0, replaced_by=1)],
            {"may_change": False},
        ),
        ([archives.ballot(0, 0, replaced_by=1), archives.ballot(1, 0, replaced_by=1)], {}),
        ([archives.ballot(0, 0, replaced_by=0)], {"voters": "named"}),
    ],
    ids=["of nothing", "of a final vote", "by another voter", "without a name"],
)
async def test_archive_with_a_withdrawal_that_cannot_be_is_refused(
    database: Database,
    ballots_: list[dict[str, Any]],
    rules: dict[str, Any],
) -> None:
    with pytest.raises(ArchiveError):
        await archives.read(database, archives.archive(*ballots_, **rules))
