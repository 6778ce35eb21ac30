from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from polls.db import questions as table
from polls.db.schema import metadata
from polls.domain.electorate.invitation_codes import credential, shown_code
from polls.domain.electorate.invitees import MOST_AT_ONCE, MOST_INVITATIONS, Invitee
from polls.domain.electorate.list_problems import InvalidListError
from polls.domain.electorate.turnout import Show, Turnout
from polls.domain.errors import (
    CannotInviteError,
    EditedMeanwhileError,
    InvitationUsedError,
    PollsError,
    RevokedCodeError,
    TooManyInvitationsError,
    TooManyReplacedError,
    WrongCodeError,
)
from polls.domain.questions.log import Actor, By
from polls.domain.questions.rules import Voters
from polls.presentation.refusals import sentence
from polls.services.questions import changes, lifecycle
from polls.services.voters import invitations, turnout
from tests import asking, voting
from tests.refusals import refuses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from polls.ballotbox import BallotBox
    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question
    from polls.services.voters.invitations import Made
    from polls.services.voters.turnout import Overview

ANYTIME = By(Actor.ORGANISER)
HOUSE = (Invitee("Anna", 3, 1), Invitee("Bob", 1, 2), Invitee("Charlie", 1, 3))


@pytest.fixture
async def key(database: Database) -> str:
    """A question for those who are invited."""
    return await asking.ask(database, voters=Voters.INVITED)


async def found(database: Database, key: str) -> Question:
    question = await database.read(table.find, key)
    assert question is not None
    return question


async def seen(database: Database, key: str, show: Show = Show.INVITED, **more: Any) -> Overview:
    return await turnout.overview(database, await found(database, key), show, **more)


async def names(database: Database, key: str, show: Show, **more: Any) -> list[str]:
    return [each.label for each in (await seen(database, key, show, **more)).invitations]


async def vote(box: BallotBox, database: Database, key: str, made: Made) -> None:
    choice = (await found(database, key)).choices[0].id
    await voting.cast(box, key, [str(choice)], credential(made.code), code=made.code)


async def ids(database: Database, key: str, *labels: str) -> list[int]:
    shown = (await seen(database, key)).invitations
    return [each.id for each in shown if each.label in labels]


async def test_list_gets_codes_that_open_the_question(
    database: Database,
    box: BallotBox,
    key: str,
) -> None:
    made = await invitations.invite(database, key, HOUSE, ANYTIME)

    assert [(each.label, each.weight) for each in made] == [("Anna", 3), ("Bob", 1), ("Charlie", 1)]
    assert len({each.code for each in made}) == 3
    for each in made:
        await vote(box, database, key, each)
    assert (await seen(database, key)).turnout == Turnout(3, 3, 5, 5, 0)


async def test_codes_without_names_are_numbered_on(database: Database, key: str) -> None:
    await invitations.make(database, key, 2, ANYTIME)
    await invitations.make(database, key, 1, ANYTIME)

    assert await names(database, key, Show.INVITED) == ["No. 1", "No. 2", "No. 3"]


async def test_turnout_says_who_has_voted(database: Database, box: BallotBox, key: str) -> None:
    anna, *_ = await invitations.invite(database, key, HOUSE, ANYTIME)

    await vote(box, database, key, anna)

    assert (await seen(database, key)).turnout == Turnout(3, 1, 5, 3, 0)
    assert await names(database, key, Show.VOTED) == ["Anna"]
    assert await names(database, key, Show.WAITING) == ["Bob", "Charlie"]
    rows = await turnout.waiting(database, await found(database, key))
    assert rows == [("name", "weight"), ("Bob", 1), ("Charlie", 1)]


async def test_revoked_code_opens_nothing(database: Database, box: BallotBox, key: str) -> None:
    anna, bob, _ = await invitations.invite(database, key, HOUSE, ANYTIME)

    revoked = await invitations.revoke(database, key, await ids(database, key, "Anna"), ANYTIME)

    assert revoked == 1
    with pytest.raises(RevokedCodeError):
        await vote(box, database, key, anna)
    await vote(box, database, key, bob)
    assert (await seen(database, key)).turnout == Turnout(2, 1, 2, 1, 1)
    assert await names(database, key, Show.REVOKED) == ["Anna"]


async def test_used_code_is_not_revoked(database: Database, box: BallotBox, key: str) -> None:
    anna, *_ = await invitations.invite(database, key, HOUSE, ANYTIME)
    await vote(box, database, key, anna)
    before = await found(database, key)

    with pytest.raises(InvitationUsedError):
        await invitations.revoke(database, key, await ids(database, key, "Anna"), ANYTIME)
    with pytest.raises(InvitationUsedError):
        await invitations.reissue(database, key, await ids(database, key, "Anna"), ANYTIME)
    revoked = await invitations.revoke(
        database,
        key,
        await ids(database, key, "Anna", "Bob"),
        ANYTIME,
    )

    assert before.revision + 1 == (await found(database, key)).revision
    assert revoked == 1
    assert await names(database, key, Show.INVITED) == ["Anna", "Charlie"]


async def test_new_code_ends_the_one_before(database: Database, box: BallotBox, key: str) -> None:
    old, *_ = await invitations.invite(database, key, HOUSE, ANYTIME)

    (new,) = await invitations.reissue(database, key, await ids(database, key, "Anna"), ANYTIME)

    assert (new.label, new.weight) == ("Anna", 3)
    with pytest.raises(RevokedCodeError):
        await vote(box, database, key, old)
    await vote(box, database, key, new)
    assert (await seen(database, key)).turnout == Turnout(3, 1, 5, 3, 1)


async def test_all_who_have_not_voted_get_new_codes(
    database: Database,
    box: BallotBox,
    key: str,
) -> None:
    anna, *_ = await invitations.invite(database, key, HOUSE, ANYTIME)
    await vote(box, database, key, anna)

    new = await invitations.reissue(database, key, None, ANYTIME)

    assert [each.label for each in new] == ["Bob", "Charlie"]
    with refuses(InvitationUsedError, match="no unused code"):
        await invitations.reissue(
            database, await asking.ask(database, voters=Voters.INVITED), None, ANYTIME
        )


async def test_vote_and_revocation_cannot_both_win(
    database: Database,
    box: BallotBox,
    key: str,
) -> None:
    made = await invitations.make(database, key, 20, ANYTIME)
    shown = (await seen(database, key)).invitations
    by_label = {each.label: each.id for each in shown}

    outcomes = await asyncio.gather(
        *(vote(box, database, key, each) for each in made),
        *(invitations.revoke(database, key, [by_label[each.label]], ANYTIME) for each in made),
        return_exceptions=True,
    )

    expected = (RevokedCodeError, InvitationUsedError)
    pairs = list(zip(outcomes[:20], outcomes[20:], strict=True))
    assert all(isinstance(voted, expected) != isinstance(took, expected) for voted, took in pairs)
    turnout = (await seen(database, key)).turnout
    assert turnout.voted + turnout.revoked == 20
    assert (await found(database, key)).vote_count == turnout.voted


async def test_codes_of_one_question_open_no_other(
    database: Database,
    box: BallotBox,
    key: str,
) -> None:
    (made,) = await invitations.make(database, key, 1, ANYTIME)
    other = await asking.ask(database, voters=Voters.INVITED)
    (number,) = await ids(database, key, "No. 1")

    with pytest.raises(WrongCodeError):
        await vote(box, database, other, made)
    with pytest.raises(InvitationUsedError):
        await invitations.revoke(database, other, [number], ANYTIME)


async def test_who_is_invited_already_is_told_by_line(database: Database, key: str) -> None:
    await invitations.invite(database, key, HOUSE, ANYTIME)
    more = (Invitee("Dana", 1, 1), Invitee("ANNA", 1, 2), Invitee("bob", 1, 5))

    with pytest.raises(InvalidListError) as caught:
        await invitations.invite(database, key, more, ANYTIME)

    assert sentence(caught.value) == (
        "Line 2: “ANNA” is already invited.\nLine 5: “bob” is already invited."
    )
    await invitations.revoke(database, key, await ids(database, key, "Anna", "Bob"), ANYTIME)
    assert len(await invitations.invite(database, key, more, ANYTIME)) == 3


@pytest.mark.parametrize("voters", [each for each in Voters if each is not Voters.INVITED])
async def test_other_questions_have_no_invitations(database: Database, voters: Voters) -> None:
    key = await asking.ask(database, voters=voters, per_network=1)

    with refuses(CannotInviteError, match="This question does not use invitations"):
        await invitations.make(database, key, 1, ANYTIME)


async def test_after_the_end_nothing_is_made_or_revoked(database: Database, key: str) -> None:
    await invitations.make(database, key, 1, ANYTIME)
    numbers = await ids(database, key, "No. 1")
    await lifecycle.close(database, key, ANYTIME)

    for act in (
        invitations.make(database, key, 1, ANYTIME),
        invitations.invite(database, key, HOUSE, ANYTIME),
        invitations.revoke(database, key, numbers, ANYTIME),
        invitations.reissue(database, key, numbers, ANYTIME),
    ):
        with refuses(CannotInviteError, match="Voting has ended"):
            await act


@pytest.mark.parametrize("number", [0, -1, MOST_AT_ONCE + 1])
async def test_number_that_cannot_be_made_is_refused(
    database: Database,
    key: str,
    number: int,
) -> None:
    with refuses(InvalidListError, match="1 to 10,000"):
        await invitations.make(database, key, number, ANYTIME)


async def test_question_has_so_many_codes_at_the_most(
    database: Database,
    key: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert MOST_INVITATIONS == 100_000
    monkeypatch.setattr(invitations, "MOST_INVITATIONS", 5)
    await invitations.invite(database, key, HOUSE, ANYTIME)

    with refuses(TooManyInvitationsError, match="would have 6"):
        await invitations.make(database, key, 3, ANYTIME)
    assert len(await invitations.make(database, key, 2, ANYTIME)) == 2


async def test_second_of_two_submits_is_told(database: Database, key: str) -> None:
    by = By(Actor.ORGANISER, (await found(database, key)).revision)

    first, second = await asyncio.gather(
        invitations.invite(database, key, HOUSE, by),
        invitations.make(database, key, 3, by),
        return_exceptions=True,
    )

    assert {type(first), type(second)} == {list, EditedMeanwhileError}
    assert (await seen(database, key)).turnout.invited == 3


async def test_more_codes_than_can_be_replaced_at_once_are_refused(
    database: Database,
    key: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await invitations.make(database, key, 3, ANYTIME)
    monkeypatch.setattr(invitations, "MOST_AT_ONCE", 2)

    with refuses(TooManyReplacedError, match="These are 3 codes, but at most 2"):
        await invitations.reissue(database, key, None, ANYTIME)
    assert (await seen(database, key)).turnout.revoked == 0


async def test_every_act_is_in_the_log(database: Database, key: str) -> None:
    await invitations.invite(database, key, HOUSE, ANYTIME)
    await invitations.reissue(database, key, await ids(database, key, "Anna", "Bob"), ANYTIME)
    await invitations.revoke(database, key, await ids(database, key, "Bob"), By(Actor.OPERATOR))

    entries = await changes.history(database, await found(database, key))

    assert [(each.actor, each.act, each.detail) for each in entries] == [
        (Actor.ORGANISER, "invited", {"codes": 3}),
        (Actor.ORGANISER, "reissued", {"codes": 2}),
        (Actor.OPERATOR, "revoked", {"codes": 1}),
    ]


async def test_people_are_found_by_a_part_of_their_name(database: Database, key: str) -> None:
    people = ("Anna Berg", "Bob Berger", "100 % Charlie", "Under_score")
    await invitations.invite(database, key, [Invitee(name) for name in people], ANYTIME)

    for search, expected in {
        "berg": ["Anna Berg", "Bob Berger"],
        "%": ["100 % Charlie"],
        "_": ["Under_score"],
        "nobody": [],
    }.items():
        assert await names(database, key, Show.INVITED, search=search) == expected


async def test_long_list_comes_in_pages(database: Database, key: str) -> None:
    await invitations.make(database, key, 2 * turnout.PAGE_SIZE, ANYTIME)

    first = await seen(database, key)
    assert first.following is not None
    second = await seen(database, key, after=first.following)

    assert len(first.invitations) == len(second.invitations) == turnout.PAGE_SIZE
    assert second.following is None
    labels = [each.label for each in (*first.invitations, *second.invitations)]
    assert labels == [f"No. {number}" for number in range(1, 201)]


@pytest.mark.parametrize(
    ("weights", "lonely"),
    [((1, 1), ()), ((2, 2), ()), ((1, 3, 3), (1,)), ((1, 1, 5, 7, 7), (5,)), ((4,), (4,))],
)
async def test_weights_that_give_somebody_away_are_named(
    database: Database,
    key: str,
    weights: Sequence[int],
    lonely: Sequence[int],
) -> None:
    people = [Invitee(f"Person {n}", weight) for n, weight in enumerate(weights)]
    await invitations.invite(database, key, people, ANYTIME)

    assert (await seen(database, key)).lonely_weights == lonely


async def test_no_code_is_in_the_database(database: Database, box: BallotBox, key: str) -> None:
    first, *made = await invitations.invite(database, key, HOUSE, ANYTIME)
    await vote(box, database, key, first)
    made += await invitations.reissue(database, key, None, ANYTIME)
    dump = await database.read(everything)

    assert "Anna" in dump  # what is in there would be found
    for each in (first, *made):
        assert each.code not in dump
        assert shown_code(each.code) not in dump
        assert credential(each.code) not in dump
        assert each.code.encode().hex() not in dump


async def test_failed_act_leaves_nothing(database: Database, key: str) -> None:
    before = await found(database, key)

    with pytest.raises(PollsError):
        await invitations.make(database, key, 3, By(Actor.ORGANISER, before.revision + 1))

    assert await found(database, key) == before
    assert (await seen(database, key)).turnout == Turnout(0, 0, 0, 0, 0)


def everything(connection: Connection) -> str:
    """Return all that stands in the tables, with bytes in hexadecimal digits."""
    values = (
        value
        for table in metadata.sorted_tables
        for row in connection.execute(select(table))
        for value in row
    )
    return "\n".join(v.hex() if isinstance(v, bytes) else str(v) for v in values)
