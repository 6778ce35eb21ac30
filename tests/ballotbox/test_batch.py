from __future__ import annotations

from collections import deque

from polls.ballotbox.batch import LARGEST, WORTHWHILE, cut


def test_cut_takes_all_that_waits() -> None:
    waiting = deque([1, 2, 3])

    assert cut(waiting) == [1, 2, 3]
    assert not waiting


def test_cut_takes_the_first_half_of_a_crowd() -> None:
    waiting = deque(range(2 * WORTHWHILE + 10))

    assert cut(waiting) == list(range(WORTHWHILE + 5))
    assert list(waiting) == list(range(WORTHWHILE + 5, 2 * WORTHWHILE + 10))


def test_cut_takes_so_many_that_a_commit_is_worth_it() -> None:
    waiting = deque(range(WORTHWHILE + 5))

    assert cut(waiting) == list(range(WORTHWHILE))


def test_cut_leaves_what_is_more_than_the_largest_batch() -> None:
    waiting = deque(range(3 * LARGEST))

    assert cut(waiting) == list(range(LARGEST))
    assert list(waiting) == list(range(LARGEST, 3 * LARGEST))
