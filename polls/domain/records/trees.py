"""Merkle trees: the root over many hashes, and proofs that one of them is below it.

RFC 9162, section 2.1, with SHA-256. The RFC splits a tree at the largest power of two; joining
neighbours level by level, the last one left as it is where it has none, gives the same tree.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAF, _NODE = b"\x00", b"\x01"


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf: it begins otherwise than a node, so that neither passes for it."""
    return sha256(_LEAF + leaf).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of leaves.

    Or over those of subtrees with as many leaves each, a power of two; the last may have fewer.
    """
    if not hashes:
        return sha256().digest()
    while len(hashes) > 1:
        hashes = _joined(hashes)
    return hashes[0]


def proof(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from one of these to the root, its neighbour's first."""
    path = []
    while len(hashes) > 1:
        neighbour = index ^ 1
        if neighbour < len(hashes):
            path.append(hashes[neighbour])
        hashes = _joined(hashes)
        index >>= 1
    return path


def root_by_proof(hash_: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root to which a proof leads: RFC 9162, section 2.1.3.2.

    Args:
        hash_: of the leaf.
        index: of the leaf, from 0.
        size: how many leaves the tree has.
        path: as `proof` returns it.

    Returns:
        None: a proof for this place in a tree of this size has another length.
    """
    if not 0 <= index < size:
        return None
    place, last = index, size - 1
    for other in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            hash_ = _node(other, hash_)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            hash_ = _node(hash_, other)
        place, last = place >> 1, last >> 1
    return hash_ if last == 0 else None


def _joined(hashes: Sequence[bytes]) -> list[bytes]:
    pairs = zip(hashes[::2], hashes[1::2], strict=False)
    joined = [_node(one, other) for one, other in pairs]
    if len(hashes) % 2:
        joined.append(hashes[-1])
    return joined


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right).digest()
