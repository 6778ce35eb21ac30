"""“One radio button is not how we decide”: PEERS row 5."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from polls.cli.app import app
from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Voters
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from pathlib import Path

    from polls.settings import Settings
    from tests.conftest import ClientFor

DAYS = ("Monday", "Tuesday", "Wednesday")


@pytest.fixture
async def site(settings: Settings, client_for: ClientFor) -> Site:
    return Site(await client_for(settings))


@pytest.mark.parametrize(
    ("rules", "lines", "marks", "votes"),
    [
        ({}, DAYS, (2,), [0, 1, 0]),
        ({"max_choices": None}, DAYS, (1, 3), [1, 0, 1]),
        ({"min_choices": 2, "max_choices": 2}, DAYS, (1, 2), [1, 1, 0]),
        ({}, (*DAYS, NewChoice(text="None of these", kind=Kind.NONE)), (4,), [0, 0, 0, 1]),
        ({}, (*DAYS, NewChoice(text="Blank vote", kind=Kind.BLANK)), (4,), [0, 0, 0, 1]),
        ({"max_choices": None, "voters": Voters.NAMED}, DAYS, (1, 2, 3), [1, 1, 1]),
    ],
)
async def test_it_only_has_radio_buttons(
    site: Site,
    rules: dict[str, Any],
    lines: tuple[str | NewChoice, ...],
    marks: tuple[int, ...],
    votes: list[int],
) -> None:
    key = await asking.ask(site.database, "Which day?", lines, **rules)

    body = "&".join(f"choice={mark}" for mark in marks)
    answer = await site.post(f"/poll/{key}/vote", f"{body}&name=Bob")

    assert answer.status == 303
    assert await site.votes(key) == votes


@pytest.mark.parametrize(
    ("method", "body", "recorded"),
    [
        ("stv", "rank-1=2&rank-2=&rank-3=1", "Wednesday Monday"),
        ("schulze", "rank-1=1&rank-2=1&rank-3=2", "Monday = Tuesday Wednesday"),
        ("score", "score-1=5&score-2=&score-3=0", "Monday: 5 Wednesday: 0"),
        ("majority_judgment", "score-1=4&score-2=1", "Monday: Very good Tuesday: Poor"),
    ],
)
async def test_we_cannot_say_which_day_is_second_best(
    site: Site,
    method: str,
    body: str,
    recorded: str,
) -> None:
    key = await asking.ask(site.database, "Which day?", DAYS, method=method, max_choices=None)
    await site.get(f"/poll/{key}")

    answer = await site.post(f"/poll/{key}/vote", body)

    page = (await site.get(answer.location)).page
    assert page.notice == f"Your vote is recorded: {recorded}"


async def test_we_still_ask_for_dates_in_another_program(site: Site) -> None:
    dates = ("2126-12-24 18:00", "2126-12-31")
    key = await asking.ask(site.database, "When?", dates, method="availability")
    await site.get(f"/poll/{key}")

    answer = await site.post(f"/poll/{key}/vote", "score-1=2&score-2=1")

    page = (await site.get(answer.location)).page
    assert page.notice == (
        "Your vote is recorded: Tuesday 24 December 2126, 18:00: Yes "
        "Tuesday 31 December 2126: If need be"
    )


@pytest.mark.parametrize(
    "method",
    [
        "instant_runoff",
        "ranked_pairs",
        "schulze",
        "minimax",
        "copeland",
        "borda",
        "stv",
        "meek_stv",
    ],
)
def test_we_had_to_count_our_rankings_in_another_program(tmp_path: Path, method: str) -> None:
    ballots = tmp_path / "committee.blt"
    ballots.write_text('3 1\n4 1 2 0\n3 2 3 0\n2 3 2 0\n0\n"Anna"\n"Bela"\n"Cleo"\n"Committee"\n')

    counted = CliRunner().invoke(app, ["count", str(ballots), "--method", method, "--json"])

    # Of nine, five prefer Bela to Anna, and seven Bela to Cleo.
    assert (counted.exit_code, json.loads(counted.stdout)["sentence"]) == (0, "Bela wins.")
