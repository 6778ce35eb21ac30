"""What `results.of` tells of quorum and threshold, to whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.domain.electorate.invitees import Invitee
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Threshold, Visibility, Voters
from polls.domain.questions.visibility import Role
from polls.domain.results.requirements import Requirement
from polls.domain.results.results import Lead
from polls.live import Tallies
from polls.services.results import results
from polls.services.voters import invitations
from tests import asking, ledgers
from tests.ledgers import Voter

if TYPE_CHECKING:
    from polls.db.engines.database import Database
    from polls.services.results.results import Shown


async def invited(database: Database, weights: list[int], **rules: Any) -> str:
    key = await asking.ask(database, voters=Voters.INVITED, release_step=5, **rules)
    names = [Invitee(f"Voter {number}", weight) for number, weight in enumerate(weights)]
    await invitations.invite(database, key, names, OPERATOR)
    return key


async def shown(database: Database, key: str, role: Role = Role.SOMEBODY) -> Shown:
    return await results.of(database, Tallies(), key, role)


def ballots(needed: int, has: int) -> Requirement:
    return Requirement(needed, has, is_weight=False)


async def test_quorum_is_told_with_every_ballot(database: Database) -> None:
    key = await asking.ask(database, quorum=3, visibility=Visibility.CLOSED)
    await ledgers.append(database, key, (1,), (2,))

    hidden = await shown(database, key)

    assert hidden.result is None
    assert hidden.quorum == ballots(3, 2)


async def test_result_without_its_quorum_is_none(database: Database) -> None:
    key = await asking.ask(database, quorum=3)
    await ledgers.append(database, key, (1,), (1,))

    open_ = await shown(database, key)
    await asking.close(database, key)
    closed = await shown(database, key)

    assert open_.result
    assert closed.result
    assert (open_.result.lead, closed.result.lead) == (Lead.LEADS, Lead.SHORT)
    assert closed.result.quorum == closed.quorum == ballots(3, 2)


async def test_quorum_is_a_share_of_those_who_are_invited_now(database: Database) -> None:
    key = await invited(database, [1] * 5, quorum_percent=50)
    await ledgers.append(database, key, (1,), (2,))

    before = await shown(database, key)
    more = [Invitee(f"Later {number}", 1) for number in range(4)]
    await invitations.invite(database, key, more, OPERATOR)
    after = await shown(database, key)

    assert before.result is None  # the numbers move in steps; how many voted is known
    assert before.quorum == ballots(3, 2)
    assert after.quorum == ballots(5, 2)


async def test_quorum_of_weights_moves_in_steps_as_the_result_does(database: Database) -> None:
    key = await invited(database, [1, 2, 3], quorum_percent=50)
    await ledgers.append(database, key, (1,), by=Voter(weight=3))

    open_ = await shown(database, key, Role.ORGANISER)
    await asking.close(database, key)
    closed = await shown(database, key)

    assert open_.quorum == Requirement(3, None, is_weight=True)
    assert closed.quorum == Requirement(3, 3, is_weight=True)
    assert closed.result
    assert closed.result.lead is Lead.WON


async def test_quorum_of_weights_says_nothing_where_the_result_is_not_seen(
    database: Database,
) -> None:
    key = await invited(database, [1, 2, 3], quorum=2, visibility=Visibility.CLOSED)
    await ledgers.append(database, key, (1,), by=Voter(weight=3))

    assert (await shown(database, key)).quorum == Requirement(2, None, is_weight=True)


async def test_threshold_is_judged_with_the_result(database: Database) -> None:
    key = await asking.ask(database, threshold=Threshold.TWO_THIRDS)
    await ledgers.append(database, key, (1,), (1,), (2,), (2,))
    await ledgers.append(database, key, (1,))
    await asking.close(database, key)

    result = (await shown(database, key)).result

    assert result
    assert (result.lead, result.threshold) == (Lead.UNSUPPORTED, ballots(4, 3))
