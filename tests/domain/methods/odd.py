"""Odd elections from a seed: no ballots, everybody withdrawn, huge weights, any options."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.ballots.selections import Style
from polls.domain.counting.options import declared
from polls.domain.counting.profiles import Profile, grouped

if TYPE_CHECKING:
    from random import Random

    from polls.domain.counting.options import Declared
    from polls.domain.methods import Method

WEIGHTS = (1, 1, 1, 2, 7, 10**9, Fraction(1, 3), Fraction(10**9, 7))


class Odd(NamedTuple):
    """What a method needs for a count."""

    names: tuple[str, ...]
    profile: Profile[Any]
    options: Any
    seats: int
    lots: tuple[int, ...]


def election(random: Random, method: Method) -> Odd:
    """Draw an election with up to six choices, some of whom may have withdrawn."""
    size = random.choice((1, 1, 2, 2, 3, 4, 5, 6))
    standing = tuple(range(size))
    if method.ballot is not Style.SCORES:
        standing = tuple(c for c in standing if random.random() < random.choice((0, 0.6, 1)))
    lots = list(range(size))
    random.shuffle(lots)
    number = random.choice((0, 1, 2, 3, 5, 9))
    ballots = [(selection(random, method, size), random.choice(WEIGHTS)) for _ in range(number)]
    return Odd(
        tuple("ABCDEF"[:size]),
        grouped(standing, ballots),
        options(random, method, size),
        random.choice((1, 1, 2, 3, size, size + 2)) if method.has_seats else 1,
        tuple(lots),
    )


def selection(random: Random, method: Method, size: int) -> tuple[Any, ...]:
    """Draw what a ballot of a file says, often nothing."""
    if random.random() < 1 / 5:
        return (None,) * size if method.ballot is Style.SCORES else ()
    if method.ballot is Style.SCORES:
        return tuple(random.choice((None, 0, 1, 2, 5)) for _ in range(size))
    if method.ballot is Style.MARKS:
        return tuple(random.sample(range(size), random.randint(0, size)))
    return tuple(_rank(random, size) for _ in range(random.randint(0, size + 1)))


def options(random: Random, method: Method, size: int) -> Any:
    """Draw a value for about half of the options."""
    known = [each for each in declared(method.options) if random.random() < 1 / 2]
    return method.options(**{each.name: _value(random, each, size) for each in known})


def _rank(random: Random, size: int) -> Any:
    choice = random.randrange(size)
    shared = tuple(random.randrange(size) for _ in range(random.randint(0, 3)))
    return random.choice((choice, choice, choice, None, shared))


def _value(random: Random, known: Declared, size: int) -> Any:
    if known.values:
        return random.choice(known.values)
    if isinstance(known.default, bool):
        return random.random() < 1 / 2
    if isinstance(known.default, tuple):
        return tuple(random.sample(range(size), random.randint(0, size)))
    numbers = (0, 1, 2, 5, 9)
    return random.choice((None, *numbers) if known.may_be_none else numbers)
