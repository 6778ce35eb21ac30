"""The ballots of a million voters who rank ten choices, the same in every run."""

from __future__ import annotations

import math
import random
from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    Ranking: TypeAlias = tuple[int, ...]
    Ballots: TypeAlias = dict[Ranking, int]
    """Each distinct ranking, best first, with its count."""

VOTERS, CHOICES = 1_000_000, 10
_SEED = 5
_GROUPS = (
    (0.40, (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)),
    (0.35, (5, 4, 6, 3, 7, 2, 8, 1, 9, 0)),
    (0.25, (8, 9, 2, 0, 5, 7, 1, 3, 6, 4)),
)
"""Of those who think alike: their share, and their order of the choices."""
_FALL = 0.6
"""How much less each next choice of that order is liked: the first gets four of ten first ranks."""
_RANKED = (0.35, 0.25, 0.25, 0.15)
"""How many rank one choice, two, three, four."""


def nearly_distinct() -> Ballots:
    """Return rankings of any length by pure chance: the hardest for programs that group them."""
    chance = random.Random(_SEED)
    everybody = range(CHOICES)
    return Counter(
        tuple(chance.sample(everybody, chance.randint(1, CHOICES))) for _voter in range(VOTERS)
    )


def realistic() -> Ballots:
    """Return short rankings of three groups: in each, Plackett and Luce's model of chance.

    That model picks the first choice in proportion to how much each is liked, then the second of
    those that are left, and so on.
    """
    kinds = [
        (ranking, math.fsum(share * _chance(ranking, order) for share, order in _GROUPS) * number)
        for length, number in enumerate(_RANKED, 1)
        for ranking in permutations(range(CHOICES), length)
    ]
    rankings, chances = zip(*kinds, strict=True)
    return Counter(random.Random(_SEED).choices(rankings, chances, k=VOTERS))


NEARLY_DISTINCT, REALISTIC = "nearly distinct", "realistic"
ELECTORATES: dict[str, Callable[[], Ballots]] = {
    NEARLY_DISTINCT: nearly_distinct,
    REALISTIC: realistic,
}


def _chance(ranking: Ranking, order: Ranking) -> float:
    liked = {choice: _FALL**place for place, choice in enumerate(order)}
    chance = 1.0
    for choice in ranking:
        chance *= liked[choice] / math.fsum(liked.values())
        del liked[choice]
    return chance
