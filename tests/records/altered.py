"""Records that somebody changed: with the site's key, or without it."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from polls.domain.records import trees
from polls.domain.records.checkpoints import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.records.samples import Sample


def files(sample: Sample) -> dict[str, bytes]:
    """Return the files of a record by name."""
    with ZipFile(BytesIO(sample.zip)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents: Mapping[str, bytes], how: int = ZIP_DEFLATED) -> bytes:
    """Return a ZIP file with these files."""
    made = BytesIO()
    with ZipFile(made, "w", how) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return made.getvalue()


def leaf(value: Any) -> bytes:
    """Return a leaf that says this."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def signed(
    sample: Sample,
    *,
    manifest: Mapping[str, Any] | None = None,
    ballots: Sequence[bytes] | None = None,
    close: Mapping[str, Any] | None = None,
) -> dict[str, bytes]:
    """Return the files of a record that the site itself made otherwise: all its hashes fit.

    Args:
        sample: where the rest is from.
        manifest: members of the manifest to be changed.
        ballots: all of them, in any order.
        close: members of the close to be changed.
    """
    first, *old, last = sample.leaves
    inner = sorted(old if ballots is None else ballots, key=trees.leaf_hash)
    told = json.loads(first) | dict(manifest or {})
    end = json.loads(last) | {"ballots": len(inner)} | dict(close or {})
    leaves = [leaf(told), *inner, leaf(end)]
    root = trees.root([trees.leaf_hash(each) for each in leaves])
    origin = sample.checkpoint.partition("\n")[0]
    return files(sample) | {
        "manifest.json": leaves[0] + b"\n",
        "leaves.jsonl": b"".join(each + b"\n" for each in leaves),
        "checkpoint": sample.signers[0].note(Checkpoint(origin, len(leaves), root).text).encode(),
        "result.json": leaf(end["result"]) + b"\n",
    }
