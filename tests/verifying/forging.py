"""Records that somebody changed: without the key of the site, or with it."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from polls.domain.records import checkpoints, lines, notes, trees
from polls.domain.records.checkpoints import Checkpoint
from polls.formats import record_files
from polls.verifying import records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.verifying.records import CheckedRecord
    from tests.records.samples import Sample


def files(sample: Sample) -> dict[str, bytes]:
    """Return the files of a record by name."""
    with ZipFile(BytesIO(sample.zip)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    """Return files as a record."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def check(data: bytes, **given: Any) -> CheckedRecord:
    """Check a record."""
    return records.check(BytesIO(data), **given)


def with_leaves(sample: Sample, leaves: Sequence[bytes]) -> bytes:
    """Return a record that has other leaves than its checkpoint is of."""
    text = b"".join(leaf + b"\n" for leaf in leaves)
    return zipped(files(sample) | {record_files.LEAVES: text})


def signed(sample: Sample, leaves: Sequence[bytes], **checkpoint: Any) -> bytes:
    """Return a record that the site itself made of these leaves, in their right order."""
    first, *ballots, last = leaves
    leaves = (first, *sorted(ballots, key=trees.leaf_hash), last)
    root = trees.root([trees.leaf_hash(leaf) for leaf in leaves])
    old = checkpoints.read(notes.read(sample.checkpoint.encode()).text)
    text = replace(Checkpoint(old.origin, len(leaves), root), **checkpoint).text
    note = notes.Note(text, tuple(each.sign(text) for each in sample.signers))
    return zipped(
        files(sample)
        | {
            record_files.LEAVES: b"".join(leaf + b"\n" for leaf in leaves),
            record_files.MANIFEST: first + b"\n",
            record_files.RESULT: lines.line(json.loads(last)["result"]) + b"\n",
            record_files.CHECKPOINT: note.whole.encode(),
        }
    )


def edited(leaf: bytes, **members: Any) -> bytes:
    """Return a leaf with other values, its members in their order."""
    return lines.line(json.loads(leaf) | members)
