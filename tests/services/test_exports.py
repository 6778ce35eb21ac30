from __future__ import annotations

import csv
import io
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, get_args

import pytest
from sqlalchemy import Connection, delete

from polls.db.schema import ballot
from polls.domain.ballots.selections import Style
from polls.domain.counting import outcomes
from polls.domain.errors import BallotsNotShownError, QuestionNotFoundError
from polls.domain.methods import METHODS
from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Visibility, Voters
from polls.domain.questions.visibility import ResultNotShownError, Role
from polls.domain.results.measures import Measure
from polls.domain.results.second_measures import SecondMeasure
from polls.domain.text.formulas import original
from polls.live import Tallies
from polls.presentation.language import PSEUDO, spoken
from polls.services import exports
from polls.services.exports.results import HEADINGS
from tests import asking, ledgers
from tests.ledgers import Voter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polls.db.engines.database import Database
    from polls.domain.ballots.selections import Selection
    from polls.domain.methods import Method
    from polls.services.exports import ExportSheet

STEPS = {step.__name__ for step in get_args(outcomes.Step)}
BALLOTS: dict[Style, list[Selection]] = {
    Style.MARKS: [(1,), (1,), (2,), (4,)],
    Style.RANKING: [(1, 2), (1, 3), (2, 3, 1), (4,)],
    Style.SCORES: [((1, 2), (2, 1)), ((1, 2),), ((2, 2), (3, 0)), ((4, None),)],
}
"""Of three choices, the first of which wins by every method, and a blank vote."""

NASTY = ["=1+1", '"quoted", with comma', "'=1", "Œuf à la coque 🥚", "-Tea"]


async def csv_of(sheet: ExportSheet) -> list[list[str]]:
    text = b"".join([piece async for piece in exports.as_csv(sheet)])
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))


async def json_of(sheet: ExportSheet) -> Any:
    return json.loads(b"".join([piece async for piece in exports.as_json(sheet)]))


def leaves(said: Any) -> Iterator[Any]:
    """Yield every text, number and nothing in what JSON says."""
    match said:
        case dict():
            for each in said.values():
                yield from leaves(each)
        case list():
            for each in said:
                yield from leaves(each)
        case _:
            yield said


def choices_for(method: Method) -> list[str]:
    if method.has_dates:
        return ["2026-12-24", "2026-12-24 18:00", "2026-12-25"]
    return ["Tea", "Coffee", "Juice"]


def named_in(groups: list[list[int]]) -> set[int]:
    return {number for group in groups for number in group}


# results


async def test_results_in_csv_are_a_line_for_each_choice(database: Database) -> None:
    key = await asking.ask(database, choices=["Tea", "Coffee"])
    await ledgers.append(database, key, (1,), (1,), (2,))

    rows = await csv_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))

    assert rows == [
        ["Choice", "Votes", "Share in percent", "Leads"],
        ["Tea", "2", "67", "yes"],
        ["Coffee", "1", "33", ""],
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


async def test_results_are_exported_in_english_in_every_language(database: Database) -> None:
    key = await asking.ask(database, choices=["Tea", "Coffee"], method="score", max_choices=None)
    await ledgers.append(database, key, ((1, 5), (2, 2)), ((1, 4),), ((1, 4),))

    with spoken(PSEUDO):
        rows = await csv_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))
        said = await json_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))

    assert rows[0] == ["Choice", "Ballots", "Points", "Mean", "Share in percent", "Leads"]
    assert said["measure"] == "Points"


def test_results_have_a_heading_for_every_measure() -> None:
    assert HEADINGS.keys() == {*Measure, *SecondMeasure}


async def test_results_say_the_weight_where_it_matters(database: Database) -> None:
    key = await asking.ask(database, voters=Voters.INVITED)
    await ledgers.append(database, key, (1,), by=Voter(weight=5))
    await ledgers.append(database, key, (2,))
    await asking.close(database, key)

    rows = await csv_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))

    assert rows == [
        ["Choice", "Votes", "Weight", "Share in percent", "Winner"],
        ["Tea", "1", "5", "83", "yes"],
        ["Coffee", "1", "1", "17", ""],
    ]


async def test_results_that_may_not_be_seen_are_not_exported(database: Database) -> None:
    key = await asking.ask(database, visibility=Visibility.CLOSED)
    await ledgers.append(database, key, (1,))

    with pytest.raises(ResultNotShownError):
        await exports.results(database, Tallies(), key, Role.VOTER)
    whole = await csv_of(await exports.results(database, Tallies(), key, Role.ORGANISER))

    assert whole[1] == ["Tea", "1", "100", "yes"]


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
async def test_results_of_every_method_name_choices_by_number_and_are_exact(
    database: Database,
    method: Method,
) -> None:
    key = await asking.ask(
        database,
        choices=[*choices_for(method), NewChoice(text="Blank vote", kind=Kind.BLANK)],
        method=method.name,
        max_choices=1 if method.has_one_mark else None,
    )
    await ledgers.append(database, key, *BALLOTS[method.ballot])
    await asking.close(database, key)

    sheet = await exports.results(database, Tallies(), key, Role.SOMEBODY)
    said = await json_of(sheet)
    rows = await csv_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))

    assert (said["method"], said["lead"], said["leaders"]) == (method.name, "won", [1])
    assert (said["count"]["winners"], said["count"]["blank"]) == ([1], 1)
    assert {each["kind"] for each in said["count"]["steps"]} <= STEPS
    assert not [each for each in leaves(said) if isinstance(each, float)]
    assert named_in(said["count"]["ranking"]) == {1, 2, 3}
    assert sha256(said["lot_seed"].encode()).hexdigest() == said["lot_seal"]
    assert rows[0][-1] == "Winner"
    assert [row[-1] for row in rows[1:]] == ["yes", "", "", ""]
    assert [len(row) for row in rows] == [len(rows[0])] * 5


async def test_results_tell_what_is_not_whole_exactly_and_to_spreadsheets(
    database: Database,
) -> None:
    key = await asking.ask(database, choices=["Tea", "Coffee"], method="borda", max_choices=None)
    await ledgers.append(database, key, (1, 2), ((1, 2),))

    said = await json_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))
    rows = await csv_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))

    assert [each["value"] for each in said["choices"]] == ["3/2", "1/2"]
    assert said["count"]["steps"][0]["values"] == {"1": "3/2", "2": "1/2"}
    assert rows == [
        ["Choice", "Ballots", "Points", "Share in percent", "Leads"],
        ["Tea", "2", "1.5", "75", "yes"],
        ["Coffee", "2", "0.5", "25", ""],
    ]


async def test_seed_of_the_lots_is_in_no_file_before_voting_has_ended(database: Database) -> None:
    key = await asking.ask(database, voters=Voters.NAMED)
    await ledgers.append(database, key, (1,), by=Voter(name="Bob"))

    open_ = [
        await json_of(await exports.results(database, Tallies(), key, Role.ORGANISER)),
        await json_of(await exports.ballots(database, key)),
    ]
    await asking.close(database, key)
    closed = await json_of(await exports.results(database, Tallies(), key, Role.ORGANISER))

    assert [each["lot_seed"] for each in open_] == [None, None]
    assert {each["lot_seal"] for each in (*open_, closed)} == {closed["lot_seal"]}
    assert closed["lot_seed"]


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


SAID: dict[Style, tuple[list[list[str]], list[Any]]] = {
    Style.MARKS: ([["1", "0", "1", "0"], ["0", "0", "0", "1"]], [[1, 3], [4]]),
    Style.RANKING: ([["2", "1", "2", ""], ["", "", "", "x"]], [[2, [1, 3]], [4]]),
    Style.SCORES: ([["0", "", "5", ""], ["", "", "", "x"]], [[[1, 0], [3, 5]], [[4, None]]]),
}
CAST: dict[Style, list[Selection]] = {
    Style.MARKS: [(1, 3), (4,)],
    Style.RANKING: [(2, (1, 3)), (4,)],
    Style.SCORES: [((1, 0), (3, 5)), ((4, None),)],
}
"""A ballot that says something of some, and a blank one."""


@pytest.mark.parametrize("method", ["approval", "schulze", "score"])
async def test_ballots_say_what_each_style_has(database: Database, method: str) -> None:
    style = METHODS[method].ballot
    blank = NewChoice(text="Blank vote", kind=Kind.BLANK)
    key = await asking.ask(
        database, choices=["Tea", "Coffee", "Juice", blank], method=method, max_choices=None
    )
    await ledgers.append(database, key, *CAST[style])
    await asking.close(database, key)

    rows = (await csv_of(await exports.ballots(database, key)))[1:]
    said = await json_of(await exports.ballots(database, key))

    cells, selections = SAID[style]
    assert sorted(rows) == sorted(cells)
    assert sorted(map(repr, (each["choices"] for each in said["ballots"]))) == sorted(
        map(repr, selections),
    )


async def test_ballots_with_names_and_scores_have_both(database: Database) -> None:
    key = await asking.ask(
        database,
        choices=["2026-12-24", "2026-12-25"],
        method="availability",
        max_choices=None,
        voters=Voters.NAMED,
    )
    await ledgers.append(database, key, ((1, 2), (2, 1)), by=Voter(name="=Bob"))
    await ledgers.append(database, key, ((2, 0),), by=Voter(name="Charlie"))

    rows = await csv_of(await exports.ballots(database, key))

    assert rows == [
        ["Name", "2026-12-24", "2026-12-25"],
        ["'=Bob", "Yes", "If need be"],
        ["Charlie", "", "No"],
    ]


async def test_results_of_dates_say_who_comes_if_need_be(database: Database) -> None:
    key = await asking.ask(
        database, choices=["2026-12-24", "2026-12-25"], method="availability", max_choices=None
    )
    await ledgers.append(database, key, ((1, 2), (2, 1)), ((1, 0), (2, 1)), ((2, 2),))

    rows = await csv_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))

    assert [row[:4] for row in rows] == [
        ["Choice", "Ballots", "Yes", "If need be"],
        ["2026-12-24", "2", "1", "0"],
        ["2026-12-25", "3", "1", "2"],
    ]


async def test_results_of_scores_have_the_mean(database: Database) -> None:
    key = await asking.ask(database, choices=["Tea", "Coffee"], method="score", max_choices=None)
    await ledgers.append(database, key, ((1, 5), (2, 2)), ((1, 4),), ((1, 4),))

    rows = await csv_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))

    assert [row[:4] for row in rows] == [
        ["Choice", "Ballots", "Points", "Mean"],
        ["Tea", "3", "13", "4.33"],
        ["Coffee", "1", "2", "0.67"],
    ]


async def test_grades_are_words_to_people_and_numbers_to_programs(database: Database) -> None:
    blank = NewChoice(text="Blank vote", kind=Kind.BLANK)
    key = await asking.ask(
        database,
        choices=["Tea", "Coffee", blank],
        method="majority_judgment",
        labels=("Bad", "Good", "Great"),
        highest=2,
        max_choices=None,
    )
    await ledgers.append(database, key, ((1, 2), (2, 0)), ((1, 1), (2, 0)), ((3, None),))
    await asking.close(database, key)

    sheet = await exports.results(database, Tallies(), key, Role.SOMEBODY)
    said = await json_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))
    ballots = await csv_of(await exports.ballots(database, key))

    rows = await csv_of(sheet)
    assert rows[0][:3] == ["Choice", "Ballots", "Median grade"]
    assert [row[2] for row in rows[1:]] == ["Good", "Bad", ""]
    assert [each["value"] for each in said["choices"]] == [1, 0, None]
    assert sorted(ballots[1:]) == [["", "", "x"], ["Good", "Bad", ""], ["Great", "Bad", ""]]


async def test_results_say_what_was_needed_and_was_missed(database: Database) -> None:
    key = await asking.ask(database, quorum=3)
    await ledgers.append(database, key, (1,))
    await asking.close(database, key)

    said = await json_of(await exports.results(database, Tallies(), key, Role.SOMEBODY))

    assert (said["lead"], said["quorum"]) == ("short", 3)
    assert said["needs"] == {"quorum": {"needed": 3, "has": 1, "is_met": False}, "threshold": None}
