from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import update

from polls.db.schema import ballot
from polls.domain.errors import NoReceiptsError, UnavailableError
from polls.domain.questions.log import OPERATOR
from polls.domain.records import checkpoints, notes, promises, proofs, trees, words
from polls.services.questions import lifecycle
from polls.services.records import keys, making, receipts
from polls.services.records.receipts import Finding
from tests import asking, ledgers
from tests.ledgers import Voter

if TYPE_CHECKING:
    from polls.db.engines.database import Database
    from polls.services.records.receipts import Receipt
    from polls.settings import Settings

ALICE = "browser:alice"


async def voted(database: Database, others: int = 2, **values: Any) -> str:
    key = await asking.ask(database, **values)
    await ledgers.append(database, key, *[(2,)] * others)
    await ledgers.append(database, key, (1,), by=Voter(ALICE))
    return key


async def receipt(database: Database, settings: Settings, key: str) -> Receipt:
    found = await receipts.of(database, settings, key, ALICE)
    assert found is not None
    return found


async def ended(database: Database, settings: Settings, key: str) -> None:
    await asking.close(database, key)
    assert await making.make(database, settings, key)


async def test_receipt_before_the_end_is_a_signed_promise_that_shows_no_vote(
    database: Database, settings: Settings
) -> None:
    key = await voted(database)

    found = await receipt(database, settings, key)

    note = notes.read(found.file.encode())
    (signing,) = await keys.active(database, settings)
    (signature,) = note.signed_by(signing.verifier)
    public = Ed25519PublicKey.from_public_bytes(signing.verifier.public)
    public.verify(signature, note.text.encode())
    promise = promises.read(note.text)
    assert found.finding is Finding.PROMISED
    assert promise.origin == f"localhost:8080/poll/{key}/promise"
    assert promise.ballot == found.hash
    assert found.words == " ".join(words.of(found.hash, 4))
    assert await receipts.words_of(database, key, ALICE) == found.words


@pytest.mark.parametrize("others", [0, 2, 300])
async def test_receipt_after_the_end_proves_that_the_ballot_is_in_the_record(
    database: Database, settings: Settings, others: int
) -> None:
    key = await voted(database, others)
    before = await receipt(database, settings, key)
    await asking.close(database, key)
    assert (await receipt(database, settings, key)).finding is Finding.AWAITED

    assert await making.make(database, settings, key)

    after = await receipt(database, settings, key)
    proof = proofs.read(after.file.encode())
    checkpoint = checkpoints.read(notes.read(proof.checkpoint.encode()).text)
    hash_ = trees.leaf_hash(proof.leaf)
    root = trees.root_by_proof(hash_, proof.index, checkpoint.size, proof.path)
    assert (after.finding, after.number, after.index) == (Finding.PROVEN, 1, proof.index)
    assert (root, hash_) == (checkpoint.root, promises.read(text_of(before)).ballot)
    assert json.loads(proof.leaf)["selection"] == [1]
    assert after.words == before.words


async def test_ballot_that_was_changed_after_the_end_is_missing(
    database: Database, settings: Settings
) -> None:
    key = await voted(database)
    await ended(database, settings, key)
    changed = update(ballot).where(ballot.c.position == 2).values(nonce=bytes(16))

    await database.write(lambda connection: connection.execute(changed) and None)

    found = await receipt(database, settings, key)
    assert found.finding is Finding.MISSING
    assert promises.read(text_of(found)).ballot == found.hash


async def test_receipt_of_a_reopened_question_is_a_promise_again(
    database: Database, settings: Settings
) -> None:
    key = await voted(database)
    await ended(database, settings, key)

    await lifecycle.reopen(database, key, OPERATOR)

    assert (await receipt(database, settings, key)).finding is Finding.PROMISED


async def test_question_without_receipts_gives_none(database: Database, settings: Settings) -> None:
    key = await voted(database, has_receipts=False)

    with pytest.raises(NoReceiptsError):
        await receipts.of(database, settings, key, ALICE)

    assert await receipts.words_of(database, key, ALICE) is None


async def test_somebody_who_has_not_voted_has_no_receipt(
    database: Database, settings: Settings
) -> None:
    key = await voted(database)

    assert await receipts.of(database, settings, key, "browser:bob") is None
    assert await receipts.words_of(database, key, "browser:bob") is None


async def test_vote_that_ended_before_there_were_records_has_no_proof(
    database: Database, settings: Settings
) -> None:
    key = await voted(database)
    await asking.close(database, key)
    await ledgers.change(database, key, is_unrecorded=False)

    assert (await receipt(database, settings, key)).finding is Finding.UNRECORDED


async def test_receipt_without_a_usable_key_can_be_asked_for_again(
    database: Database, settings: Settings, tmp_path: Any
) -> None:
    key = await voted(database)
    file = tmp_path / "signing.key"
    file.write_text("none")
    file.chmod(0o600)

    with pytest.raises(UnavailableError):
        await receipt(database, settings.model_copy(update={"signing_key_file": file}), key)


def text_of(found: Receipt) -> str:
    return notes.read(found.file.encode()).text
