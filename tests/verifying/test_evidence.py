from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.verifying import reports
from tests.records import altered, samples

if TYPE_CHECKING:
    from pathlib import Path

    from polls.verifying.reports import Report

WHOLE = samples.sample("schulze")
PROMISE = WHOLE.promise(WHOLE.leaves[1])


def judged(folder: Path, evidence: bytes) -> Report:
    path = folder / "evidence.zip"
    path.write_bytes(evidence)
    return reports.of(path)


def test_evidence_of_a_missing_ballot_is_judged_from_one_file(tmp_path: Path) -> None:
    sample = samples.sample("one")
    empty = samples.made(sample.question, [])

    report = judged(tmp_path, altered.evidence(empty.zip, sample.promise(sample.leaves[1])))

    assert report.status == reports.WRONG
    assert report.lines[0].startswith(
        "receipt: The promise is signed, and its ballot is not in the record: “"
    )
    assert report.lines[1].startswith("The record itself is right: polls.example.org signed this")


def test_receipt_in_a_record_that_keeps_the_promise_is_no_evidence(tmp_path: Path) -> None:
    report = judged(tmp_path, altered.evidence(WHOLE.zip, PROMISE))

    assert report.lines[0].startswith("All is right: ")
    assert (report.status, "as was promised" in report.lines[1]) == (reports.RIGHT, True)


@pytest.mark.parametrize(
    ("receipt", "status", "sentence"),
    [
        (PROMISE.replace("unless", "though"), 1, "receipt: The receipt was changed"),
        ("x" * 200_000, 2, "receipt: This is not a receipt"),
        (samples.sample("dates").receipt(1), 1, "two different records under one number"),
        ("", 2, "receipt: This is not a receipt"),
    ],
    ids=["changed", "too long", "of another record", "empty"],
)
def test_receipt_in_a_record_is_told_apart(
    tmp_path: Path, receipt: str, status: int, sentence: str
) -> None:
    report = judged(tmp_path, altered.evidence(WHOLE.zip, receipt))

    assert (report.status, sentence in report.lines[0]) == (status, True), report.lines


def test_evidence_with_a_record_that_was_changed_is_none(tmp_path: Path) -> None:
    files = altered.files(WHOLE)
    files["leaves.jsonl"] = files["leaves.jsonl"].replace(WHOLE.leaves[1] + b"\n", b"")

    report = judged(tmp_path, altered.evidence(altered.packed(files), PROMISE))

    assert report.status == reports.WRONG
    assert report.lines[0].startswith("Something is wrong with this record.")
