"""The order of lots that breaks ties: fixed before voting, the same in every recount."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Lots: TypeAlias = "tuple[int, ...]"
"""All choices. Where lots are drawn, the earliest of the tied is chosen for what is at stake: it
gets the seat, its surplus goes first, or it is eliminated. So the Proportional Representation
Foundation breaks ties (reference rules, D.1), and so do Droop and stv-rs by a file's `[tie …]`.
"""


def order(seed: bytes, ids: Mapping[int, str]) -> Lots:
    """Return the choices by SHA-256(seed ‖ id of the choice), smallest first.

    Anyone who knows the seed can repeat this. Before it is known, nobody can predict the order, and
    once its hash is published, nobody can choose the order.
    """
    return tuple(sorted(ids, key=lambda choice: _digest(seed, ids[choice])))


def completed(named: Iterable[int], choices: Iterable[int]) -> Lots:
    """Return an order of all choices: first those that a file names, then the others."""
    standing = dict.fromkeys(choices)
    order = dict.fromkeys(choice for choice in named if choice in standing)
    return tuple(order | standing)


def _digest(seed: bytes, id_: str) -> bytes:
    return hashlib.sha256(seed + id_.encode()).digest()
