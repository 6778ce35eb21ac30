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
REFERENCE = {
    "leaves": [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ],
    "roots": [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ],
}
"""What other programs are tested by: the eight leaves of Certificate Transparency (RFC 6962), and
the root over the first one, the first two … of them, as its own programs have them."""

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
        "reference": REFERENCE,
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
