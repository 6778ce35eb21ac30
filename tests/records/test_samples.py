from __future__ import annotations

import json
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from polls.domain.records import checkpoints, notes, proofs, trees
from polls.formats import record_files
from tests.records import samples, vectors


@pytest.mark.parametrize("name", samples.MAKERS)
def test_record_is_what_its_format_says(name: str) -> None:
    sample = samples.sample(name)

    with ZipFile(BytesIO(sample.zip)) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}

    leaves = files[record_files.LEAVES].removesuffix(b"\n").split(b"\n")
    hashes = [trees.leaf_hash(leaf) for leaf in leaves]
    note = notes.read(files[record_files.CHECKPOINT])
    checkpoint = checkpoints.read(note.text)
    assert tuple(leaves) == sample.leaves
    assert all(one < other for one, other in pairwise(hashes[1:-1]))
    assert (checkpoint.size, checkpoint.root) == (len(leaves), trees.root(hashes))
    assert files[record_files.MANIFEST] == leaves[0] + b"\n"
    assert json.loads(files[record_files.RESULT]) == json.loads(leaves[-1])["result"]
    for key in notes.keys(files[record_files.KEY].decode()):
        (signature,) = note.signed_by(key)
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, note.text.encode())


@pytest.mark.parametrize("name", ["one", "runoff"])
def test_receipt_proves_its_own_ballot(name: str) -> None:
    sample = samples.sample(name)
    root = trees.root(sample.hashes)

    for index in range(1, len(sample.leaves) - 1):
        proof = proofs.read(sample.receipt(index).encode())
        hash_ = trees.leaf_hash(proof.leaf)
        assert trees.root_by_proof(hash_, index, len(sample.leaves), proof.path) == root


def test_tree_of_the_reference_is_ours() -> None:
    hashes = [trees.leaf_hash(bytes.fromhex(leaf)) for leaf in vectors.REFERENCE["leaves"]]

    for size, told in enumerate(vectors.REFERENCE["roots"], start=1):
        root = bytes.fromhex(told)
        assert trees.root(hashes[:size]) == root
        for index in range(size):
            path = trees.proof(hashes[:size], index)
            assert trees.root_by_proof(hashes[index], index, size, path) == root


def test_vectors_are_what_is_made() -> None:
    said = json.loads(vectors.FILE.read_text(encoding="utf-8"))

    assert said == json.loads(json.dumps(vectors.made()))
