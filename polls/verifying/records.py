"""Whether a record is right: every check of its format, in its order."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from typing import IO, TYPE_CHECKING, NamedTuple

from polls.domain.records import checkpoints, notes, words
from polls.domain.records.problems import MalformedError
from polls.formats.record_files import CHECKPOINT, KEY, MANIFEST
from polls.verifying import archives, closes, leaves, manifests, recounts, signatures
from polls.verifying.faults import FaultKind, NotARecordError, WrongError, checking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.records.checkpoints import Checkpoint
    from polls.domain.records.notes import VerifierKey
    from polls.verifying.archives import Archive
    from polls.verifying.ballots import Ballots
    from polls.verifying.closes import Close
    from polls.verifying.leaves import Leaves
    from polls.verifying.manifests import Manifest
    from polls.verifying.recounts import Recounted

_ORIGIN = re.compile(
    rf"(?P<site>{notes.NAME})/poll/(?P<key>{notes.KEY})/record/(?P<number>[1-9][0-9]{{0,14}})"
)


class CheckedRecord(NamedTuple):
    """A record in which everything is right."""

    checkpoint: Checkpoint
    site: str
    key: str
    """Of the question, as in /poll/KEY."""
    keys: Sequence[VerifierKey]
    """Those that may have signed its receipts: see docs/record-format.md, “Receipts”."""
    signers: Sequence[VerifierKey]
    """Those that have signed it."""
    is_known: bool
    """Whether a key that did not come with it has signed it."""
    leaves: Leaves
    close: Close
    recount: Recounted

    @property
    def words(self) -> str:
        """What two people compare."""
        return " ".join(words.of(self.checkpoint.digest, words.OF_CHECKPOINT))


def check(file: IO[bytes], brought: Sequence[VerifierKey] = ()) -> CheckedRecord:
    """Check a record.

    Args:
        file: the `record.zip`.
        brought: keys of its site that are known from elsewhere; one of them must have signed it.

    Raises:
        NotARecordError: it is none.
        WrongError: something in it is not right.
    """
    with archives.opened(file) as archive:
        return _checked(archive, tuple(brought))


def _checked(archive: Archive, brought: tuple[VerifierKey, ...]) -> CheckedRecord:
    note, checkpoint = _checkpoint(archive.checkpoint)
    origin = _ORIGIN.fullmatch(checkpoint.origin)
    if not origin:
        raise NotARecordError("This is not a record: its checkpoint is not of one.")
    keys = _keys(archive.keys)
    manifests.check_format(archive.manifest)
    with checking(FaultKind.SIGNATURE):
        signers = _signers(note, keys, brought, origin["site"])
    with checking(FaultKind.LEAVES):
        read = leaves.read(archive.lines)
        _check_tree(read, checkpoint, archive)
        close = closes.read(read.last)
        _check_number(close, read)
    with checking(FaultKind.MANIFEST):
        manifest, ballots = _read_manifest(read, archive)
        _check_manifest(manifest, close, checkpoint, int(origin["number"]))
    with checking(FaultKind.BALLOTS):
        if read.fault:
            raise read.fault
        closes.check_gone(close, read.hashes)
    question = replace(manifest.question, lot_seed=close.lot_seed)
    recount = recounts.recount(question, ballots, manifest.invited)
    with checking(FaultKind.RESULT):
        recounts.check_sums(recount, close, archive.result)
    with checking(FaultKind.LOTS):
        _check_lots(manifest, close)
    with checking(FaultKind.COUNT):
        recounts.check_count(recount, close)
    return CheckedRecord(
        checkpoint,
        origin["site"],
        origin["key"],
        [key for key in brought or signers if key.name == origin["site"]],
        signers,
        bool(brought),
        read,
        close,
        recount,
    )


def _signers(
    note: notes.Note,
    keys: tuple[VerifierKey, ...],
    brought: tuple[VerifierKey, ...],
    site: str,
) -> list[VerifierKey]:
    """Return the keys that have signed, one of those that were brought among them."""
    signers = signatures.signers(note, (*brought, *keys), "The checkpoint")
    known = [each for each in signers if each in brought] if brought else signers
    if not known:
        raise WrongError(
            "The checkpoint is not signed by the key that you gave, but by "
            f"{', '.join(each.text for each in signers)}."
        )
    if site not in {each.name for each in known}:
        raise WrongError(f"The record says that it is of {site}, which has not signed it.")
    return signers


def _checkpoint(data: bytes) -> tuple[notes.Note, Checkpoint]:
    try:
        note = notes.read(data)
        return note, checkpoints.read(note.text)
    except MalformedError as error:
        raise NotARecordError(
            f"This is not a record: its {CHECKPOINT} is not a signed one."
        ) from error


def _keys(data: bytes) -> tuple[VerifierKey, ...]:
    try:
        return notes.keys(data.decode())
    except ValueError as error:
        raise NotARecordError(
            f"This is not a record: {KEY} does not have a verifier key on each line."
        ) from error


def _check_tree(read: Leaves, checkpoint: Checkpoint, archive: Archive) -> None:
    if read.number != checkpoint.size:
        raise WrongError(
            f"The record has {read.number:,} leaves, and its checkpoint is of"
            f" {checkpoint.size:,}: leaves were added or removed."
        )
    if read.disorder is not None:
        near = f"{read.disorder - 1:,} and {read.disorder:,}" if read.disorder > 1 else "1"
        raise WrongError(
            f"Ballots {near} are not in the order of their hashes: one of them was changed"
            " or moved."
        )
    if read.root != checkpoint.root:
        raise WrongError(
            f"{_suspect(read, archive)} what the site signed: the hash is another one."
        )


def _suspect(read: Leaves, archive: Archive) -> str:
    """Name the leaf that was changed, where that can be seen."""
    if archive.manifest != read.first + b"\n":
        return "The first leaf, the manifest, is not"
    if not read.last.endswith(b',"result":' + archive.result.rstrip(b"\n") + b"}"):
        return "The last leaf, the close, is not"
    return "The leaves are not"


def _check_number(close: Close, read: Leaves) -> None:
    if close.ballots != len(read.hashes):
        raise WrongError(
            f"The close says that there are {close.ballots:,} ballots; there are"
            f" {len(read.hashes):,}."
        )


def _read_manifest(read: Leaves, archive: Archive) -> tuple[Manifest, Ballots]:
    if archive.manifest != read.first + b"\n":
        raise WrongError(f"{MANIFEST} is not the first leaf.")
    if read.manifest is None or read.ballots is None:
        raise read.fault or WrongError("The manifest is wrong.")
    return read.manifest, read.ballots


def _check_manifest(manifest: Manifest, close: Close, checkpoint: Checkpoint, number: int) -> None:
    if manifest.origin != checkpoint.origin:
        raise WrongError(
            f"The manifest is of {manifest.origin}, and the checkpoint of {checkpoint.origin}."
        )
    if manifest.record != number:
        raise WrongError(f"The manifest is of record {manifest.record}, not of {number}.")
    if close.record != manifest.record:
        raise WrongError("The close is of another record than the manifest.")


def _check_lots(manifest: Manifest, close: Close) -> None:
    if (manifest.lot_seal is None) is not (close.lot_seed is None):
        raise WrongError("The record has a seal of the lots without their seed, or the other way.")
    if close.lot_seed is not None and sha256(close.lot_seed).hexdigest() != manifest.lot_seal:
        raise WrongError(
            "The seed of the lots is not the one that was sealed before voting: its hash is"
            " another one."
        )
