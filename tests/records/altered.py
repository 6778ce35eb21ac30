"""Records that somebody changed: with the site's key, or without it."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from polls.domain.records import notes, trees
from polls.domain.records.checkpoints import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polls.domain.records.notes import VerifierKey
    from tests.records.samples import Sample, Signer

_CENTRAL, _SIZE = 46, 24
"""Bytes of an entry of the directory before its name, and before the size of its file."""


def files(sample: Sample) -> dict[str, bytes]:
    """Return the files of a record by name."""
    with ZipFile(BytesIO(sample.zip)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def evidence(record: bytes, receipt: str | bytes) -> bytes:
    """Return a record with a receipt in it."""
    made = BytesIO(record)
    with ZipFile(made, "a") as archive:
        archive.writestr("receipt", receipt)
    return made.getvalue()


def packed(contents: Mapping[str, bytes], how: int = ZIP_DEFLATED) -> bytes:
    """Return a ZIP file with these files."""
    made = BytesIO()
    with ZipFile(made, "w", how) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return made.getvalue()


def resized(record: bytes, name: str, by: int) -> bytes:
    """Return a ZIP file whose directory says another size of a file than it has."""
    at = record.rindex(name.encode()) - _CENTRAL  # behind all files, where the directory is
    size = int.from_bytes(record[at + _SIZE : at + _SIZE + 4], "little") + by
    return record[: at + _SIZE] + size.to_bytes(4, "little") + record[at + _SIZE + 4 :]


def mailed(receipt: str) -> dict[str, bytes]:
    """Return a receipt as editors and mail programs leave it, which can be undone."""
    return {
        "Windows": receipt.replace("\n", "\r\n").encode("utf-8-sig"),
        "spaces": receipt.replace("\n", " \t\n").encode(),
        "pasted": f"\n\n{receipt.rstrip()}".encode(),
        "sent": f"{receipt}\n\r\n".encode(),
    }


def with_other_dash(receipt: str) -> dict[str, bytes]:
    """Return a receipt as mail programs leave it that know no dash, which cannot be undone."""
    return {
        dash: receipt.replace("— ", dash).encode()
        for dash in ("- ", "-- ", "\N{EN DASH} ", "? ", "", "—\N{NO-BREAK SPACE}", "=E2=80=94 ")
    }


def with_signers(sample: Sample, *signers: Signer, more: Sequence[VerifierKey] = ()) -> bytes:
    """Return a record that others have signed too, or have put their keys into."""
    note = notes.read(sample.checkpoint.encode())
    signatures = (*note.signatures, *(each.sign(note.text) for each in signers))
    keys = [*(each.key for each in (*sample.signers, *signers)), *more]
    return packed(
        files(sample)
        | {
            "checkpoint": notes.Note(note.text, signatures).whole.encode(),
            "key.txt": "".join(f"{key.text}\n" for key in keys).encode(),
        }
    )


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
