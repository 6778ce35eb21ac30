from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from polls.domain.records import trees

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = st.one_of(st.integers(1, 20), st.sampled_from([255, 256, 257]))


def leaves(size: int) -> list[bytes]:
    return [trees.leaf_hash(str(place).encode()) for place in range(size)]


def by_definition(hashes: Sequence[bytes]) -> bytes:
    """Return the root as RFC 9162 defines it, by halves."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while 2 * half < len(hashes):
        half *= 2
    left, right = by_definition(hashes[:half]), by_definition(hashes[half:])
    return sha256(b"\x01" + left + right).digest()


@settings(max_examples=40)
@given(SIZES)
def test_root_is_that_of_the_definition(size: int) -> None:
    hashes = leaves(size)

    assert trees.root(hashes) == by_definition(hashes)


def test_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert trees.root([]) == sha256().digest()


@settings(max_examples=40)
@given(SIZES, st.integers(0, 10))
def test_root_over_subtrees_is_that_over_their_leaves(size: int, height: int) -> None:
    hashes = leaves(size)
    subtrees = [hashes[start : start + 2**height] for start in range(0, size, 2**height)]

    assert trees.root([trees.root(each) for each in subtrees]) == trees.root(hashes)


@settings(max_examples=40)
@given(SIZES, st.data())
def test_proof_leads_to_the_root_from_its_own_place_alone(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size + 1))
    hashes = leaves(size)

    path = trees.proof(hashes, index)

    root = trees.root(hashes)
    assert trees.root_by_proof(hashes[index], index, size, path) == root
    for place, hash_ in enumerate(hashes[:20]):
        if place != index:
            assert trees.root_by_proof(hash_, index, size, path) != root
    if other != index:
        assert trees.root_by_proof(hashes[index], other, size, path) != root


@settings(max_examples=40)
@given(SIZES, st.data())
def test_proof_with_any_change_leads_elsewhere(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    path = trees.proof(hashes, index)
    longer = [*path, bytes(32)]
    changed = [path[:-1], longer] if path else [longer]
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        changed.append([bytes(32) if n == place else each for n, each in enumerate(path)])

    for each in changed:
        assert trees.root_by_proof(hashes[index], index, size, each) != trees.root(hashes)


def test_leaf_that_looks_like_a_node_has_another_hash() -> None:
    one, other = leaves(2)

    assert trees.leaf_hash(one + other) != trees.root([one, other])
