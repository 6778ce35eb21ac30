"""Whether the receipt of a voter and a record fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.records import checkpoints, notes, promises, proofs, trees, words
from polls.domain.records.problems import MalformedError
from polls.domain.results.phrases import phrases
from polls.verifying import signatures
from polls.verifying.ballots import is_ballot, selection_of
from polls.verifying.faults import NotARecordError, WrongError

if TYPE_CHECKING:
    from polls.verifying.records import CheckedRecord


def check(data: bytes, record: CheckedRecord) -> str:
    """Return what a receipt shows, in a sentence.

    Args:
        data: the file: a promise or a proof.
        record: one that is right.

    Raises:
        NotARecordError: it is no receipt, or one of another question or record.
        WrongError: it was changed, or it is evidence against the site.
    """
    try:
        if data.startswith(proofs.HEADER.encode()):
            return _proof(proofs.read(data), record)
        note = notes.read(data)
        return _promise(note, promises.read(note.text), record)
    except MalformedError as error:
        raise NotARecordError(
            "This is not a receipt, or it was damaged. Give the file as the site sent it."
        ) from error


def _promise(note: notes.Note, promise: promises.Promise, record: CheckedRecord) -> str:
    if promise.origin != promises.origin(record.site, record.key):
        raise NotARecordError(_of_another(promise.origin))
    signatures.signers(note, record.keys, "The receipt")
    if record.leaves.hashes.have(promise.ballot):
        return f"Ballot {_words(promise.ballot)} is in the record, as was promised."
    if promise.ballot in record.close.replaced:
        return (
            f"Ballot {_words(promise.ballot)} is not in the record, which says that its voter"
            " changed it or took it back."
        )
    if promise.ballot in record.close.removed:
        return (
            f"Ballot {_words(promise.ballot)} is not in the record, which says that the organiser"
            " removed it."
        )
    raise WrongError(
        f"Ballot {_words(promise.ballot)} was promised to be in the record, and it is not."
        " The site has signed both: this receipt and the record together are the evidence."
        " Keep both files, and show them to others."
    )


def _proof(proof: proofs.Proof, record: CheckedRecord) -> str:
    note = notes.read(proof.checkpoint.encode())
    checkpoint = checkpoints.read(note.text)
    if checkpoint.origin != record.checkpoint.origin:
        raise NotARecordError(_of_another(checkpoint.origin))
    signatures.signers(note, record.keys, "The receipt")
    if not is_ballot(proof.leaf):
        raise WrongError("The receipt was changed: what it is for is not a ballot.")
    digest = trees.leaf_hash(proof.leaf)
    root = trees.root_by_proof(digest, proof.index, checkpoint.size, proof.path)
    if root != checkpoint.root:
        raise WrongError(
            f"The receipt was changed: it does not prove that ballot {_words(digest)} is in the"
            " record."
        )
    if checkpoint != record.checkpoint:
        raise WrongError(
            "The site has signed two different records under one number: the one of this receipt,"
            " and this one. Both files together are the evidence. Keep them, and show them to"
            " others."
        )
    said = ", ".join(phrases(selection_of(proof.leaf), record.recount.question))
    return f"Ballot {_words(digest)} is in the record, and is counted: {said}."


def _of_another(origin: str) -> str:
    return f"This receipt is of another question or record: {origin}."


def _words(digest: bytes) -> str:
    return f"“{' '.join(words.of(digest, words.OF_BALLOT))}”"
