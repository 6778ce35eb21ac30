"""Whether a record is right: every check of its format, in its order."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from typing import IO, TYPE_CHECKING, NamedTuple

from polls.domain.records import checkpoints, notes, words
from polls.domain.records.problems import MalformedError
from polls.formats.record_files import CHECKPOINT, KEY, MANIFEST
from polls.verifying import archives, closes, leaves, recounts, signatures
from polls.verifying.faults import NotARecordError, WrongError

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

_ORIGIN = re.compile(r"(?P<site>\S+)/poll/(?P<key>[^\s/]+)/record/(?P<number>[1-9][0-9]{0,8})")


class CheckedRecord(NamedTuple):
    """A record in which everything is right."""

    checkpoint: Checkpoint
    site: str
    key: str
    """Of the question, as in /poll/KEY."""
    keys: Sequence[VerifierKey]
    """All that are known for it."""
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
    keys = (*brought, *_keys(archive.keys))
    signers = signatures.signers(note, keys, "The checkpoint")
    if brought and not set(brought) & set(signers):
        raise WrongError(
            "The checkpoint is not signed by the key that you gave, but by "
            f"{', '.join(each.text for each in signers)}."
        )
    origin = _ORIGIN.fullmatch(checkpoint.origin)
    if not origin:
        raise NotARecordError("This is not a record: its checkpoint is not of one.")
    if origin["site"] not in {each.name for each in signers}:
        raise WrongError(
            f"The record says that it is of {origin['site']}, which has not signed it."
        )
    read = leaves.read(archive.lines)
    _check_tree(read, checkpoint, archive)
    close = closes.read(read.last)
    if close.ballots != len(read.hashes):
        raise WrongError(
            f"The close says that there are {close.ballots:,} ballots; there are"
            f" {len(read.hashes):,}."
        )
    manifest, ballots = _counted(read, checkpoint, int(origin["number"]), archive)
    if close.record != manifest.record:
        raise WrongError("The close is of another record than the manifest.")
    closes.check_gone(close, read.hashes)
    question = replace(manifest.question, lot_seed=close.lot_seed)
    recount = recounts.recount(question, ballots, manifest.invited)
    recounts.check_sums(recount, close, archive.result)
    _check_lots(manifest, close)
    recounts.check_count(recount, close)
    return CheckedRecord(
        checkpoint,
        origin["site"],
        origin["key"],
        keys,
        signers,
        bool(set(brought) & set(signers)),
        read,
        close,
        recount,
    )


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
        return notes.keys(data.decode().splitlines())
    except ValueError as error:
        raise NotARecordError(f"This is not a record: {KEY} has no keys that verify it.") from error


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


def _counted(
    read: Leaves, checkpoint: Checkpoint, number: int, archive: Archive
) -> tuple[Manifest, Ballots]:
    if archive.manifest != read.first + b"\n":
        raise WrongError(f"{MANIFEST} is not the first leaf.")
    if read.manifest is None or read.ballots is None:
        raise read.fault or WrongError("The manifest is wrong.")
    if read.manifest.origin != checkpoint.origin:
        raise WrongError(
            f"The manifest is of {read.manifest.origin}, and the checkpoint of {checkpoint.origin}."
        )
    if read.manifest.record != number:
        raise WrongError(f"The manifest is of record {read.manifest.record}, not of {number}.")
    if read.fault:
        raise read.fault
    return read.manifest, read.ballots


def _check_lots(manifest: Manifest, close: Close) -> None:
    if (manifest.lot_seal is None) is not (close.lot_seed is None):
        raise WrongError("The record has a seal of the lots without their seed, or the other way.")
    if close.lot_seed is not None and sha256(close.lot_seed).hexdigest() != manifest.lot_seal:
        raise WrongError(
            "The seed of the lots is not the one that was sealed before voting: its hash is"
            " another one."
        )
