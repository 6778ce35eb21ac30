from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.domain.records import notes, promises, proofs
from polls.verifying import receipts, records
from polls.verifying.faults import NotARecordError, WrongError
from tests.records import altered, samples
from tests.verifying.forging import check

FEW = settings(max_examples=40)
RUNOFF = samples.sample("runoff")
RECORD = records.check(BytesIO(RUNOFF.zip))
PLACES = st.integers(1, len(RUNOFF.leaves) - 2)


def test_receipts_of_a_ballot_say_that_it_is_there() -> None:
    proof = RUNOFF.receipt(1).encode()
    promise = RUNOFF.promise(RUNOFF.leaves[1]).encode()

    said = "Ballot “acre crook mule hull” is in the record"
    assert receipts.check(proof, RECORD) == f"{said}, and is counted: 1. Tiger, 2. Max."
    assert receipts.check(promise, RECORD) == f"{said}, as was promised."


@FEW
@given(PLACES, PLACES)
def test_proof_of_a_ballot_is_none_of_another(place: int, other: int) -> None:
    proof = proofs.read(RUNOFF.receipt(place).encode())
    forged = replace(proof, leaf=RUNOFF.leaves[other]).text.encode()

    if RUNOFF.leaves[place] != RUNOFF.leaves[other]:
        with pytest.raises(WrongError, match="The receipt was changed"):
            receipts.check(forged, RECORD)


@FEW
@given(PLACES, st.data())
def test_changed_letter_of_a_proof_is_found(place: int, data: st.DataObject) -> None:
    proof = bytearray(RUNOFF.receipt(place).encode())
    signatures = proof.index("—".encode())
    at = data.draw(st.integers(0, signatures - 1))
    proof[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises((WrongError, NotARecordError)):
        receipts.check(bytes(proof), RECORD)


@FEW
@given(PLACES, st.data())
def test_changed_promise_is_found(place: int, data: st.DataObject) -> None:
    promise = bytearray(RUNOFF.promise(RUNOFF.leaves[place]).encode())
    at = data.draw(st.integers(0, len(promise) - 2))  # the last line's end is only to be there
    promise[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises((WrongError, NotARecordError)):
        receipts.check(bytes(promise), RECORD)


def test_promise_whose_ballot_is_missing_is_evidence() -> None:
    # The site leaves a ballot out, and makes a record of the others that is right in itself.
    votes = [samples.Cast((11,))] * 5
    whole = samples.made(RUNOFF.question, [*votes, samples.Cast((12,))])
    short = samples.made(RUNOFF.question, votes)
    missing = set(whole.leaves) - set(short.leaves)
    (ballot,) = (leaf for leaf in missing if b"selection" in leaf)

    record = check(short.zip)

    promise = whole.promise(ballot).encode()
    assert "as was promised" in receipts.check(promise, check(whole.zip))
    with pytest.raises(WrongError, match="signed, and its ballot is not in the record"):
        receipts.check(promise, record)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("approval", b"one", "its voter changed it"),
        ("dates", b"removed", "the organiser removed it"),
    ],
)
def test_promise_of_a_ballot_that_is_gone_says_why(name: str, text: bytes, sentence: str) -> None:
    sample = samples.sample(name)
    origin = promises.origin(samples.SITE, sample.question.key)
    promise = promises.Promise(origin, sha256(text).digest())

    said = receipts.check(sample.signers[0].note(promise.text).encode(), check(sample.zip))

    assert sentence in said


def test_two_records_under_one_number_are_evidence() -> None:
    other = samples.made(RUNOFF.question, [samples.Cast((12,))], signers=RUNOFF.signers)

    with pytest.raises(WrongError, match="signed two different records under one number"):
        receipts.check(other.receipt(1).encode(), RECORD)


def test_receipt_of_another_question_is_said_to_be_one() -> None:
    question = replace(RUNOFF.question, key="another")
    other = samples.made(question, [samples.Cast((12,))])

    for receipt in (other.receipt(1), other.promise(other.leaves[1])):
        with pytest.raises(NotARecordError, match=r"of another question or record: .*/another/"):
            receipts.check(receipt.encode(), RECORD)


def test_receipt_by_a_stranger_is_none() -> None:
    stranger = samples.Signer(b"\x07" * 32)
    note = notes.read(RUNOFF.promise(RUNOFF.leaves[1]).encode())

    with pytest.raises(WrongError, match="not signed by a key that is known here"):
        receipts.check(stranger.note(note.text).encode(), RECORD)


def test_receipt_by_a_key_that_was_given_up_is_checked_by_it() -> None:
    old = samples.Signer(b"\x07" * 32)
    note = notes.read(RUNOFF.promise(RUNOFF.leaves[1]).encode())
    record = check(RUNOFF.zip, brought=[RUNOFF.signers[0].key, old.key])

    assert "as was promised" in receipts.check(old.note(note.text).encode(), record)


def test_receipt_says_which_keys_it_needs_after_a_change_of_keys() -> None:
    old = samples.Signer(b"\x07" * 32)
    note = notes.read(RUNOFF.promise(RUNOFF.leaves[1]).encode())

    with pytest.raises(WrongError, match="give the older key and the newer one"):
        receipts.check(old.note(note.text).encode(), RECORD)


def test_key_that_anybody_put_into_a_record_is_not_believed() -> None:
    # Neither key.txt nor one signature more changes the tree: whoever has a record can add them.
    other = samples.Signer(b"\x07" * 32)
    namesake = samples.Signer(b"\x09" * 32, "polls.example.net")
    sample = samples.sample("marks")
    origin = promises.origin(samples.SITE, sample.question.key)
    forged = promises.Promise(origin, bytes(32)).text
    unsigned = altered.with_signers(sample, more=[other.key])
    signed = altered.with_signers(sample, other, namesake)

    for record, signer in (
        (check(unsigned), other),
        (check(signed, brought=[sample.signers[0].key]), other),
        (check(signed), namesake),
    ):
        with pytest.raises(WrongError, match="not signed by a key that is known here"):
            receipts.check(signer.note(forged).encode(), record)
    with pytest.raises(WrongError, match="its ballot is not in the record"):
        receipts.check(sample.signers[0].note(forged).encode(), check(unsigned))


@pytest.mark.parametrize("receipt", [RUNOFF.receipt(1), RUNOFF.promise(RUNOFF.leaves[1])])
def test_receipt_is_understood_as_a_mail_program_leaves_it(receipt: str) -> None:
    said = receipts.check(receipt.encode(), RECORD)

    for data in altered.mailed(receipt).values():
        assert receipts.check(data, RECORD) == said


@pytest.mark.parametrize("receipt", [RUNOFF.receipt(1), RUNOFF.promise(RUNOFF.leaves[1])])
def test_changed_dash_of_a_receipt_is_told(receipt: str) -> None:
    for data in altered.with_other_dash(receipt).values():
        with pytest.raises(NotARecordError, match="The dash before the signature was changed"):
            receipts.check(data, RECORD)


def test_proof_of_the_close_is_no_receipt() -> None:
    last = len(RUNOFF.leaves) - 1

    with pytest.raises(WrongError, match="what it is for is not a ballot"):
        receipts.check(RUNOFF.receipt(last).encode(), RECORD)


@FEW
@given(st.binary(max_size=200))
def test_any_bytes_are_no_receipt(data: bytes) -> None:
    with pytest.raises(NotARecordError, match="This is not a receipt"):
        receipts.check(data, RECORD)
