from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from polls.cli.app import app
from polls.verifying import records
from tests.records import altered, samples

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

SAMPLE = samples.sample("approval")
KEY = SAMPLE.signers[0].key.text
RECEIPT = SAMPLE.receipt(1)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.zip"
    path.write_bytes(SAMPLE.zip)
    return path


def verify(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["verify", *map(str, arguments)])


def test_verify_says_that_all_is_right(record: Path, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.txt"
    receipt.write_text(RECEIPT, encoding="utf-8")

    done = verify(record, "--receipt", receipt, "--key", KEY, "--all-methods")

    words = records.check(BytesIO(SAMPLE.zip)).words
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        (
            "All is right: polls.example.org signed this record of 6 ballots, nothing in it was"
            " changed since, and the ballots give the result that it says."
        ),
        "receipt.txt: Ballot “churn panty flirt swab” is in the record, and is counted: Ann, Cem.",
        "Question: Tea or coffee?",
        "Result: “Bea”, “Ann” won. (Approval)",
        "Voting ended: 2026-06-06T18:30:00Z",
        "Record: polls.example.org/poll/abcdefghijkl/record/2, 8 leaves",
        f"Words to compare with others: {words}",
        f"Signed by: {KEY}",
        "By Approval, proportional: “Bea”, “Ann”.",
    ]


def test_verify_says_where_the_key_is_to_be_had(record: Path) -> None:
    assert verify(record).stdout.splitlines()[-1] == (
        "The key came with the record. Compare it with the one on the page /record-key of"
        " polls.example.org, or give that one with --key."
    )


@pytest.mark.parametrize(
    ("key", "status", "sentence"),
    [
        (samples.Signer(b"\x07" * 32).key.text, 1, "not signed by the key that you gave"),
        ("hello", 2, "“hello” is not a verifier key"),
    ],
)
def test_verify_refuses_another_key(record: Path, key: str, status: int, sentence: str) -> None:
    done = verify(record, "--key", key)

    assert (done.exit_code, done.stdout) == (status, "")
    assert sentence in done.stderr


def test_verify_refuses_what_is_no_record(tmp_path: Path) -> None:
    folder, text = tmp_path, tmp_path / "text"
    text.write_text("hello")

    done = [verify(tmp_path / "none.zip"), verify(folder), verify(text)]

    assert [each.exit_code for each in done] == [2, 2, 2]
    assert "none.zip cannot be read: No such file or directory." in done[0].stderr
    assert "cannot be read: Is a directory." in done[1].stderr
    assert "This is not a record" in done[2].stderr


@pytest.mark.parametrize(
    ("receipt", "status", "sentence"),
    [
        ("hello", 2, "receipt: This is not a receipt"),
        (samples.sample("marks").receipt(1), 2, "receipt: This receipt is of another question"),
        (RECEIPT.replace("index 1", "index 2"), 1, "receipt: The receipt was changed"),
    ],
)
def test_verify_refuses_a_receipt(
    record: Path, tmp_path: Path, receipt: str, status: int, sentence: str
) -> None:
    path = tmp_path / "receipt"
    path.write_text(receipt, encoding="utf-8")

    done = verify(record, "--receipt", path)

    assert done.exit_code == status
    assert done.stderr.startswith(sentence)
    assert "The record itself is right: " in done.stderr


def test_verify_reads_all_receipts_before_it_says_anything(record: Path, tmp_path: Path) -> None:
    receipt, none = tmp_path / "receipt", tmp_path / "none"
    receipt.write_text(RECEIPT, encoding="utf-8")

    done = [verify(record, "--receipt", receipt, "--receipt", each) for each in (none, tmp_path)]

    reasons = [f"{none} cannot be read: No such file", f"{tmp_path} cannot be read: Is a directory"]
    assert [each.exit_code for each in done] == [2, 2]
    assert [each.stdout for each in done] == ["", ""]
    for each, reason in zip(done, reasons, strict=True):
        assert each.stderr.startswith(reason)
        assert len(each.stderr.splitlines()) == 1


def test_verify_refuses_a_receipt_without_an_end(record: Path) -> None:
    done = verify(record, "--receipt", "/dev/zero")

    assert done.exit_code == 2
    assert done.stderr.startswith("zero: This is not a receipt")


def test_evidence_is_not_hidden_by_a_file_that_was_mistaken(record: Path, tmp_path: Path) -> None:
    paths = [tmp_path / "mistaken", tmp_path / "evidence"]
    paths[0].write_text("hello")
    paths[1].write_text(SAMPLE.promise(b"left out"), encoding="utf-8")

    done = verify(record, "--receipt", paths[0], "--receipt", paths[1])

    assert done.exit_code == 1
    assert "evidence: The promise is signed, and its ballot is not in the record" in done.stderr
    assert "mistaken: This is not a receipt" in done.stderr


def test_verify_names_the_check_that_failed(tmp_path: Path) -> None:
    path = tmp_path / "record.zip"
    path.write_bytes(altered.packed(altered.signed(SAMPLE, close={"ballots": 7})))

    done = verify(path)

    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        (
            "Something is wrong with this record. The close says that there are 7 ballots;"
            " there are 6."
        ),
        "Kind of fault: leaves",
    ]


def test_verify_shows_what_a_terminal_would_do(tmp_path: Path) -> None:
    path = tmp_path / "record.zip"
    asked = samples.question("Yes", "No", text="Thé ou\u00a0café?\x1b[2J\u202e")
    path.write_bytes(samples.made(asked, []).zip)

    assert "Question: Thé ou\u00a0café?\\x1b[2J\\u202e" in verify(path).stdout.splitlines()
