from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, delete

from polls.db.schema import ballot
from polls.domain.errors import BallotsNotShownError, QuestionNotFoundError, ResultNotShownError
from polls.domain.formulas import original
from polls.domain.questions import Kind, NewChoice
from polls.domain.rules import Visibility, Voters
from polls.domain.visibility import Role
from polls.live import Tallies
from polls.services import exports
from tests import asking, ledgers
from tests.ledgers import Voter

if TYPE_CHECKING:
    from polls.db.database import Database
    from polls.services.exports import Sheet

NASTY = ["=1+1", '"quoted", with comma', "'=1", "Œuf à la coque 🥚", "-Tea"]


async def csv_of(sheet: Sheet) -> list[list[str]]:
    text = b"".join([piece async for piece in exports.as_csv(sheet)])
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))


async def json_of(sheet: Sheet) -> Any:
    return json.loads(b"".join([piece async for piece in exports.as_json(sheet)]))


# results


async def test_results_in_csv_are_a_line_for_each_choice(database: Database) -> None:
    key = await asking.ask(database, choices=["Tea", "Coffee"])
    await ledgers.append(database, key, (1,), (1,), (2,))

    rows = await csv_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))

    assert rows == [
        ["Choice", "Votes", "Share in percent"],
        ["Tea", "2", "67"],
        ["Coffee", "1", "33"],
    ]


async def test_results_in_json_say_the_same_and_more(database: Database) -> None:
    blank = NewChoice(text="Blank vote", kind=Kind.BLANK)
    key = await asking.ask(database, choices=["Tea", "Coffee", blank])
    await ledgers.append(database, key, (1,), (1,), (2,), (3,))

    said = await json_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))

    assert [(each["text"], each["votes"], each["share"]) for each in said["choices"]] == [
        ("Tea", 2, 67),
        ("Coffee", 1, 33),
        ("Blank vote", 1, None),
    ]
    assert (said["key"], said["text"], said["stage"]) == (key, "Tea or coffee?", "open")
    assert (said["votes"], said["blank"]) == (4, 1)


async def test_results_say_the_weight_where_it_matters(database: Database) -> None:
    key = await asking.ask(database, voters=Voters.INVITED)
    await ledgers.append(database, key, (1,), by=Voter(weight=5))
    await ledgers.append(database, key, (2,))
    await asking.close(database, key)

    rows = await csv_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))

    assert rows == [
        ["Choice", "Votes", "Weight", "Share in percent"],
        ["Tea", "1", "5", "83"],
        ["Coffee", "1", "1", "17"],
    ]


async def test_results_that_may_not_be_seen_are_not_exported(database: Database) -> None:
    key = await asking.ask(database, visibility=Visibility.CLOSED)
    await ledgers.append(database, key, (1,))

    with pytest.raises(ResultNotShownError):
        await exports.results(database, Tallies(), key, Role.VOTER)
    whole = await csv_of(await exports.results(database, Tallies(), key, Role.ORGANISER))

    assert whole[1] == ["Tea", "1", "100"]


# ballots


@pytest.fixture
async def voted(database: Database) -> str:
    """The key of a closed question with four ballots that count and one that was replaced."""
    key = await asking.ask(database, choices=NASTY, max_choices=None)
    await ledgers.append(database, key, (1,), (2, 3), (5,), (4, 5))
    await ledgers.append(database, key, (1, 5), replaces=0)
    await asking.close(database, key)
    return key


async def test_ballots_in_csv_have_a_column_for_each_choice(database: Database, voted: str) -> None:
    rows = await csv_of(await exports.ballots(database, voted))

    assert [original(cell) for cell in rows[0]] == NASTY
    assert sorted(rows[1:]) == [
        ["0", "0", "0", "0", "1"],
        ["0", "0", "0", "1", "1"],
        ["0", "1", "1", "0", "0"],
        ["1", "0", "0", "0", "1"],
    ]


async def test_ballots_in_json_name_their_choices_by_number(database: Database, voted: str) -> None:
    said = await json_of(await exports.ballots(database, voted))

    assert [each["text"] for each in said["choices"]] == NASTY
    assert sorted(each["choices"] for each in said["ballots"]) == [[1, 5], [2, 3], [4, 5], [5]]
    assert all(set(each) == {"choices"} for each in said["ballots"])
    assert said["votes"] == 4


async def test_ballots_with_names_are_exported_while_voting_goes_on(database: Database) -> None:
    key = await asking.ask(database, voters=Voters.NAMED)
    await ledgers.append(database, key, (1,), by=Voter(name="=Bob"))
    await ledgers.append(database, key, (2,), by=Voter(name="Charlie"))

    rows = await csv_of(await exports.ballots(database, key))

    assert rows == [["Name", "Tea", "Coffee"], ["'=Bob", "1", "0"], ["Charlie", "0", "1"]]


async def test_ballots_of_the_invited_carry_their_weight(database: Database) -> None:
    key = await asking.ask(database, voters=Voters.INVITED)
    await ledgers.append(database, key, (1,), by=Voter(weight=5))
    await asking.close(database, key)

    rows = await csv_of(await exports.ballots(database, key))

    assert rows == [["Weight", "Tea", "Coffee"], ["5", "1", "0"]]


@pytest.mark.parametrize("voters", [each for each in Voters if each is not Voters.NAMED])
async def test_secret_ballots_are_kept_back_while_voting_goes_on(
    database: Database,
    voters: Voters,
) -> None:
    key = await asking.ask(database, voters=voters, per_network=5)
    await ledgers.append(database, key, (1,))

    with pytest.raises(BallotsNotShownError):
        await exports.ballots(database, key)

    await asking.close(database, key)
    assert len(await csv_of(await exports.ballots(database, key))) == 2


async def test_secret_ballots_come_in_another_order_each_time(database: Database) -> None:
    key = await asking.ask(database)
    await ledgers.append(database, key, *([(1,)] * 50 + [(2,)] * 50))
    await asking.close(database, key)

    first, second = [await csv_of(await exports.ballots(database, key)) for _ in range(2)]

    assert first != second
    assert sorted(first) == sorted(second)
    assert first[1:] != [["1", "0"]] * 50 + [["0", "1"]] * 50  # the order in which they came


async def test_no_ballot_tells_its_voter(database: Database, voted: str) -> None:
    text = b"".join(
        [piece async for piece in exports.as_json(await exports.ballots(database, voted))]
    )

    assert [word for word in (b"nonce", b"hash", b"position", b"name") if word in text] == []


async def test_ballots_are_those_of_the_moment_when_the_export_began(database: Database) -> None:
    key = await asking.ask(database, voters=Voters.NAMED)
    await ledgers.append(database, key, (1,), by=Voter(name="Bob"))

    sheet = await exports.ballots(database, key)
    await ledgers.append(database, key, (2,), by=Voter(name="Charlie"))
    await ledgers.append(database, key, (2,), by=Voter(name="Bob"), replaces=0)

    assert await csv_of(sheet) == [["Name", "Tea", "Coffee"], ["Bob", "1", "0"]]


async def test_export_of_a_question_that_is_deleted_meanwhile_breaks_off(
    database: Database,
    voted: str,
) -> None:
    sheet = await exports.ballots(database, voted)
    await database.write(Connection.execute, delete(ballot))

    with pytest.raises(QuestionNotFoundError):
        await csv_of(sheet)


async def test_question_without_ballots_is_exported_with_its_headings(database: Database) -> None:
    key = await asking.ask(database)
    await asking.close(database, key)

    assert await csv_of(await exports.ballots(database, key)) == [["Tea", "Coffee"]]
    assert (await json_of(await exports.ballots(database, key)))["ballots"] == []


async def test_export_of_no_question_is_refused(database: Database) -> None:
    with pytest.raises(QuestionNotFoundError):
        await exports.ballots(database, "99")
