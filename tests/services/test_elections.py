"""Ballots in the formats of the field: what `polls count` makes of them is what the page says."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from polls.cli.app import app
from polls.domain.ballots.selections import Style
from polls.domain.errors import BallotsNotShownError, NoSuchFormatError, QuestionNotFoundError
from polls.domain.methods import METHODS
from polls.domain.questions.editing import Edit
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Voters
from polls.domain.questions.visibility import Role
from polls.domain.results.recounting import arguments
from polls.formats.files import READERS, WRITERS
from polls.live import Tallies
from polls.services import exports
from polls.services.questions import editing
from polls.services.results import results
from tests import asking, ledgers
from tests.ledgers import Voter
from tests.refusals import refuses

if TYPE_CHECKING:
    from pathlib import Path

    from polls.db.engines.database import Database
    from polls.domain.ballots.selections import Selection
    from polls.domain.methods import Method

NASTY = ["=1+1", 'Tea > "Coffee" = /* 5', "Tea   Coffee 5 */"]
"""Two of which are the same without the signs of CVOTES."""

DATES = ["2026-12-24", "2026-12-24 18:00", "2026-12-25", "2026-12-26"]
NONE = NewChoice(text="[None] of these; #/x:", kind=Kind.NONE)
BLANK = NewChoice(text="Blank vote", kind=Kind.BLANK)

TIED: dict[Style, list[Selection]] = {
    Style.MARKS: [(1,), (2,), (3,), (5,)],
    Style.RANKING: [(1, 2, 3), (2, 3, 1), (3, 1, 2), (5,)],
    Style.SCORES: [((1, 2), (2, 1)), ((2, 2), (3, 1)), ((3, 2), (1, 1)), ((5, None),)],
}
"""A lot has to decide between three choices, by every method."""

WON: dict[Style, list[Selection]] = {
    Style.MARKS: [(1,), (2,), (2,), (4,)],
    Style.RANKING: [(2, 1, 3), (3, 2), (2,), (1, 4)],
    Style.SCORES: [((2, 2), (3, 1)), ((2, 2), (1, 0)), ((3, 2), (2, 1))],
}

CASES = [
    pytest.param(method, ending, id=f"{name}-{ending}")
    for name, method in METHODS.items()
    for ending, writer in WRITERS.items()
    if method.ballot in writer.ballots
]


async def asked(database: Database, method: Method) -> str:
    return await asking.ask(
        database,
        "Where to, “/* then */”?",
        choices=[*(DATES if method.has_dates else [*NASTY, NONE]), BLANK],
        method=method.name,
        max_choices=1 if method.has_one_mark else None,
    )


@pytest.mark.one_database  # test_exports reads the ballots of every method from both
@pytest.mark.parametrize("ballots", [TIED, WON], ids=["tied", "won"])
@pytest.mark.parametrize(("method", "ending"), CASES)
async def test_counting_the_file_comes_to_the_winners_of_the_page(
    database: Database,
    tmp_path: Path,
    method: Method,
    ending: str,
    ballots: dict[Style, list[Selection]],
) -> None:
    key = await asked(database, method)
    await ledgers.append(database, key, *ballots[method.ballot])
    await asking.close(database, key)
    shown = await results.of(database, Tallies(), key, Role.SOMEBODY)

    file = await exports.election(database, Tallies(), key, ending)
    path = tmp_path / f"ballots.{file.ending}"
    path.write_bytes(file.body)
    command = shlex.split(shlex.join(arguments(shown.question, shown.draw)))
    said = CliRunner().invoke(app, ["count", str(path), *command, "--json"])

    counted = json.loads(said.stdout)
    places = {choice.id: place for place, choice in enumerate(shown.question.choices)}
    assert shown.result is not None
    assert counted["winners"] == [places[id_] for id_ in shown.result.counted.winners]
    assert counted["tied"] == [places[id_] for id_ in shown.result.counted.tied]
    assert counted["ballots"] == shown.result.counted.ballots
    assert len(counted["ties"]) == len(shown.result.counted.ties)


@pytest.mark.parametrize(
    "ending", [end for end, each in WRITERS.items() if "ranking" in each.ballots]
)
async def test_file_has_the_same_ballots_together_and_most_first(
    database: Database,
    ending: str,
) -> None:
    key = await asking.ask(database, choices=["Tea", "Coffee"], method="schulze", max_choices=None)
    first = [(2,), (1, 2), ((1, 2),), (1, 2)]
    await ledgers.append(database, key, *first)
    await asking.close(database, key)
    other = await asking.ask(
        database, choices=["Tea", "Coffee"], method="schulze", max_choices=None
    )
    await ledgers.append(database, other, *reversed(first))
    await asking.close(database, other)

    one = await exports.election(database, Tallies(), key, ending)
    two = await exports.election(database, Tallies(), other, ending)

    assert one.body == two.body
    counts = list(READERS[ending.rpartition(".")[2]](one.body.decode()).profile.counts.values())
    assert counts == [2, 1, 1]


async def test_file_tells_names_of_nobody_and_weights_as_ballots(database: Database) -> None:
    named = await asking.ask(database, voters=Voters.NAMED)
    await ledgers.append(database, named, (1,), by=Voter(name="Bob"))
    weighted = await asking.ask(database, voters=Voters.INVITED)
    await ledgers.append(database, weighted, (1,), by=Voter(weight=5))
    await ledgers.append(database, weighted, (2,), by=Voter(weight=2))
    await ledgers.append(database, weighted, (2,), by=Voter(weight=4))
    await asking.close(database, weighted)

    of_names = await exports.election(database, Tallies(), named, "grouped.csv")
    of_weights = await exports.election(database, Tallies(), weighted, "grouped.csv")

    assert of_names.body.decode() == "marks,Tea,Coffee\n1,1,\n"
    assert of_weights.body.decode() == "marks,Tea,Coffee\n6,,1\n5,1,\n"


async def test_file_is_of_the_choices_that_there_are_now(database: Database) -> None:
    # Given a draft whose result was looked at before its choices were others.
    key = await asking.ask(
        database, choices=["Tea", "Water"], method="score", max_choices=None, is_draft=True
    )
    kept = Tallies()
    before = (await results.of(database, kept, key, Role.ORGANISER)).question
    coffee = NewChoice(text="Coffee")
    change = Edit(text=before.text, description=None, rules=before.rules, added=(coffee,))
    await editing.edit(database, key, OPERATOR, change)
    await ledgers.append(database, key, ((1, 1), (2, 2), (3, 3)))

    file = await exports.election(database, kept, key, "grouped.csv")

    assert file.body == (await exports.election(database, Tallies(), key, "grouped.csv")).body


async def test_orders_file_ends_as_what_is_in_it(database: Database) -> None:
    endings = []
    for ballots in ([(1, 2)], [(1,)], [((1, 2),)], [((1, 2),), (1,)]):
        key = await asking.ask(
            database, choices=["Tea", "Coffee"], method="schulze", max_choices=None
        )
        await ledgers.append(database, key, *ballots)
        await asking.close(database, key)
        endings.append((await exports.election(database, Tallies(), key, "preflib")).ending)

    assert endings == ["soc", "soi", "toc", "toi"]


async def test_file_is_not_for_everybody_at_any_time_nor_for_any_ballot(database: Database) -> None:
    key = await asking.ask(database, method="score", choices=["Tea", "Coffee"], max_choices=None)
    await ledgers.append(database, key, ((1, 5),))

    with pytest.raises(BallotsNotShownError):
        await exports.election(database, Tallies(), key, "abif")
    with pytest.raises(QuestionNotFoundError):
        await exports.election(database, Tallies(), "99", "abif")
    await asking.close(database, key)
    with refuses(NoSuchFormatError, match="Choose one of these: ABIF, grouped CSV"):
        await exports.election(database, Tallies(), key, "blt")
    assert (await exports.election(database, Tallies(), key, "abif")).body


async def test_arguments_say_all_that_the_count_depends_on(database: Database) -> None:
    key = await asking.ask(
        database,
        choices=["Tea", "Coffee", NONE, BLANK],
        method="schulze",
        max_choices=None,
    )
    scored = await asking.ask(
        database,
        choices=["Tea", "Coffee", "Milk"],
        method="star",
        seats=2,
        highest=9,
        max_choices=None,
    )

    open_ = await results.of(database, Tallies(), key, Role.SOMEBODY)
    await asking.close(database, key)
    closed = await results.of(database, Tallies(), key, Role.SOMEBODY)
    star = await results.of(database, Tallies(), scored, Role.SOMEBODY)

    said = ("--method", "schulze", "--option", "default_choice=3")
    assert closed.draw is not None
    assert arguments(open_.question, open_.draw) == said
    assert arguments(closed.question, closed.draw) == (*said, "--seed", closed.draw.seed)
    assert arguments(star.question, star.draw) == (
        *("--method", "star", "--seats", "2", "--option", "highest=9"),
    )
