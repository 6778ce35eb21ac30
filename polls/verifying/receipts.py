"""Whether the receipt of a voter and a record fit together."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from polls.domain.records import checkpoints, notes, promises, proofs, trees, words
from polls.domain.records.problems import MalformedError, RecordPart
from polls.domain.results.phrases import phrases
from polls.verifying import signatures
from polls.verifying.ballots import is_ballot, selection_of
from polls.verifying.faults import NotARecordError, WrongError

if TYPE_CHECKING:
    from polls.verifying.records import CheckedRecord


_NO_RECEIPT = "This is not a receipt, or it was damaged. Give the file as the site sent it."
_OTHER_DASH = (
    "The dash before the signature was changed, as some mail programs do. Give the file as the site"
    " sent it, or begin the line of the signature with “—” (U+2014) and a space again."
)


def check(data: bytes, record: CheckedRecord) -> str:
    """Return what a receipt shows, in a sentence.

    Args:
        data: the file: a promise or a proof.
        record: one that is right.

    Raises:
        NotARecordError: it is no receipt, or one of another question or record.
        WrongError: it was changed, or it is evidence against the site.
    """
    data = _as_sent(data)
    try:
        if data.startswith(proofs.HEADER.encode()):
            return _proof(proofs.read(data), record)
        note = notes.read(data)
        return _promise(note, promises.read(note.text), record)
    except MalformedError as error:
        raise NotARecordError(
            _OTHER_DASH if error.part is RecordPart.DASH else _NO_RECEIPT
        ) from error


def _as_sent(data: bytes) -> bytes:
    """Undo what editors and mail programs do at the ends of lines and of a file.

    A receipt has none of that itself, and what is signed is compared as it is then.
    """
    lines = data.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n").split(b"\n")
    return b"\n".join(line.rstrip(b" \t") for line in lines).strip(b"\n") + b"\n"


def _promise(note: notes.Note, promise: promises.Promise, record: CheckedRecord) -> str:
    if promise.origin != promises.origin(record.site, record.key):
        raise NotARecordError(_of_another(promise.origin))
    _check_signed(note, record)
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
        f"The promise is signed, and its ballot is not in the record: {_words(promise.ballot)}."
        " The site has signed both, so this receipt and the record together are evidence."
        " Keep them, and show them to others."
    )


def _proof(proof: proofs.Proof, record: CheckedRecord) -> str:
    note = notes.read(proof.checkpoint.encode())
    checkpoint = checkpoints.read(note.text)
    if checkpoint.origin != record.checkpoint.origin:
        raise NotARecordError(_of_another(checkpoint.origin))
    _check_signed(note, record)
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


def _check_signed(note: notes.Note, record: CheckedRecord) -> None:
    try:
        signatures.signers(note, record.keys, "The receipt")
    except signatures.UnknownSignerError as error:
        raise WrongError(
            "The receipt is not signed by a key that is known here. If the site has changed its key"
            f" since, give the older key and the newer one, from the page /record-key of"
            f" {record.site}, each with --key."
        ) from error


def _of_another(origin: str) -> str:
    return f"This receipt is of another question or record: {origin}."


def _words(digest: bytes) -> str:
    return f"“{' '.join(words.of(digest, words.OF_BALLOT))}”"
