"""The test vectors beside docs/record-format.md; `python -m tests.records.vectors` writes them."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from polls.domain.records import checkpoints, notes, trees, words
from polls.domain.records.word_list import WORDS
from polls.formats import record_files
from tests.records import samples, verdicts

FILE = Path(__file__).parents[2] / "docs" / "record-vectors.json"

SIZES = (1, 2, 3, 5, 7, 8, 9, 255, 256, 257, 1000)
HASHES = (bytes(32), b"\xff" * 32, b"\x80" + bytes(31), sha256(b"words").digest())


def made() -> dict[str, Any]:
    """Return what the file says."""
    sample = samples.sample("schulze")
    text = notes.read(sample.checkpoint.encode()).text
    return {
        "words": list(WORDS),
        "told": [{"hash": each.hex(), "words": _told(each, 6)} for each in HASHES],
        "leaves": [
            {"leaf": leaf.decode(), "hash": hash_.hex(), "words": _told(hash_, 4)}
            for leaf, hash_ in zip(sample.leaves, sample.hashes, strict=True)
        ],
        "trees": [_tree(size) for size in SIZES],
        "seed": sample.signers[0].chance.hex(),
        "verifier_key": sample.signers[0].key.text,
        "record": _files(sample),
        "words_of_record": _told(checkpoints.read(text).digest, 6),
        "promise": sample.promise(sample.leaves[1]),
        "receipt": sample.receipt(1),
        "verdicts": verdicts.told(),
    }


def _tree(size: int) -> dict[str, Any]:
    hashes = [trees.leaf_hash(str(place).encode()) for place in range(size)]
    places = sorted({0, size // 2, size - 2, size - 1} & set(range(size)))
    proofs = [
        {"index": place, "path": [each.hex() for each in trees.proof(hashes, place)]}
        for place in places
    ]
    return {"size": size, "root": trees.root(hashes).hex(), "proofs": proofs}


def _files(sample: samples.Sample) -> dict[str, str]:
    first, *_, last = sample.leaves
    return {
        record_files.MANIFEST: f"{first.decode()}\n",
        record_files.LEAVES: "".join(f"{leaf.decode()}\n" for leaf in sample.leaves),
        record_files.CHECKPOINT: sample.checkpoint,
        record_files.KEY: sample.keys,
        record_files.RESULT: f"{record_files.result(last).decode()}\n",
    }


def _told(digest: bytes, number: int) -> str:
    return " ".join(words.of(digest, number))


if __name__ == "__main__":
    FILE.write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
