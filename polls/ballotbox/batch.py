"""Where a batch is cut from the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections import deque

T = TypeVar("T")

LARGEST = 1_000
"""Ballots in one transaction: past a few hundred a larger batch is no faster, only slower to
answer."""

WORTHWHILE = 32
"""Ballots that share a commit well: more make it little cheaper to each."""


def is_worthwhile(waiting: int) -> bool:
    """Whether so many ballots should be written without a look for more."""
    return waiting >= WORTHWHILE


def cut(waiting: deque[T]) -> list[T]:
    """Take the next batch from the front of the queue: a few as they are, of a crowd one half.

    While that half is committed the server answers and receives the other half: two halves take
    turns, and neither the processor nor the disk waits for the other.
    """
    half = (len(waiting) + 1) // 2
    size = min(len(waiting), max(half, WORTHWHILE), LARGEST)
    return [waiting.popleft() for _ in range(size)]
