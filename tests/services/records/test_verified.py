"""Records as the server publishes them are right to who has only the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Voters
from polls.domain.questions.visibility import Role
from polls.services.records import keys, making, publishing, receipts
from polls.verifying import reports
from tests import asking, ledgers
from tests.ledgers import Voter

if TYPE_CHECKING:
    from pathlib import Path

    from polls.db.engines.database import Database
    from polls.settings import Settings

ALICE = "browser:alice"
CHOICES = (
    "A",
    "“B” & <C>",
    "D",
    NewChoice(text="None of these", kind=Kind.NONE),
    NewChoice(text="Blank vote", kind=Kind.BLANK),
)
MARKS = {"method": "approval", "max_choices": None}
RANKINGS = {"method": "stv", "seats": 2, "max_choices": None, "voters": Voters.INVITED}
SCORES = {"method": "star", "max_choices": None, "voters": Voters.NAMED}


@pytest.mark.parametrize(
    ("rules", "ballots"),
    [
        (MARKS, [(1,), (1, 2), (4,), (5,)]),
        (RANKINGS, [(1, 2), (2, 4, 1), (5,), (2,)]),
        (SCORES, [((1, 5), (2, 0)), ((4, 2),), ((5, None),), ((2, 3),)]),
    ],
    ids=["marks", "rankings with weights", "scores under names"],
)
async def test_published_record_and_its_receipts_are_verified(
    database: Database,
    settings: Settings,
    tmp_path: Path,
    rules: dict[str, Any],
    ballots: list[tuple[Any, ...]],
) -> None:
    key = await asking.ask(database, choices=CHOICES, **rules)
    name = "Alice" if rules.get("voters") is Voters.NAMED else None
    weight = 3 if rules.get("voters") is Voters.INVITED else 1
    await ledgers.append(database, key, *ballots, by=Voter(name=name and "Bob"))
    await ledgers.append(database, key, ballots[0], by=Voter(ALICE, name, weight))
    promise = await receipts.of(database, settings, key, ALICE)
    await asking.close(database, key)
    assert await making.make(database, settings, key)
    proof = await receipts.of(database, settings, key, ALICE)
    assert promise is not None
    assert proof is not None
    record = await publishing.find(database, key, Role.SOMEBODY)
    pieces = [piece async for piece in publishing.archive(database, record, "")]
    (tmp_path / "record.zip").write_bytes(b"".join(pieces))
    (tmp_path / "promise").write_text(promise.file)
    (tmp_path / "proof").write_text(proof.file)
    (signing,) = await keys.active(database, settings)

    report = reports.of(
        tmp_path / "record.zip",
        [tmp_path / "promise", tmp_path / "proof"],
        [signing.verifier.text],
    )

    assert report.status == reports.RIGHT, report.lines
