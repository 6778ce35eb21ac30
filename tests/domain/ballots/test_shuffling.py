from __future__ import annotations

import random
from collections import Counter
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from polls.domain.ballots.shuffling import shuffled


@given(length=st.integers(0, 200), seed=st.integers())
def test_shuffle_deals_each_number_once(length: int, seed: int) -> None:
    dealt = list(shuffled(length, random.Random(seed).randrange))

    assert sorted(dealt) == list(range(length))


def test_shuffle_deals_every_order_about_as_often() -> None:
    chance = random.Random(1)

    orders = Counter(tuple(shuffled(4, chance.randrange)) for _ in range(24_000))

    assert set(orders) == set(permutations(range(4)))
    assert max(abs(times - 1_000) for times in orders.values()) < 150  # 5 standard deviations
