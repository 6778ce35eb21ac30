from __future__ import annotations

import hashlib

from polls.domain.counting import lots


def test_lots_are_ordered_by_the_hash_of_seed_and_id() -> None:
    ids = {7: "7", 8: "8", 9: "9"}

    order = lots.order(b"seed", ids)

    digests = [hashlib.sha256(b"seed" + ids[choice].encode()).digest() for choice in order]
    assert digests == sorted(digests)
    assert set(order) == set(ids)


def test_lots_of_another_seed_have_another_order() -> None:
    ids = {number: str(number) for number in range(20)}

    assert lots.order(b"one", ids) != lots.order(b"two", ids)
    assert lots.order(b"one", ids) == lots.order(b"one", dict(reversed(ids.items())))


def test_order_of_a_file_is_completed_with_those_it_leaves_out() -> None:
    assert lots.completed((2, 9, 0), range(4)) == (2, 0, 1, 3)
