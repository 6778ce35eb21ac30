"""Head-to-head comparisons in sentences: who beats whom, and what keeps a choice from winning."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.counting import cycles
from polls.domain.text.words import MOST_NAMES, listed, number, some

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from polls.domain.counting.outcomes import Duels, Group, Pair, Paths
    from polls.domain.counting.profiles import Count
    from polls.domain.text.words import Names

MOST = 10
"""Choices in a table of pairs: 90 cells, as much as one can read, and as an event should carry."""

MOST_PAIRS = 45
"""Majorities listed in their order: all of ten choices."""


class Fared(NamedTuple):
    """How one choice fares against each other."""

    won: int
    lost: int


class Defeat(NamedTuple):
    """A comparison that a choice does not win."""

    by: int
    votes: Count
    """For the one that it is by."""
    opposition: Count


def verdict(duels: Duels, winners: Sequence[int], names: Names) -> str:
    """Say whether one choice beats every other, and if none does, what prevents it."""
    if duels.condorcet_winner is not None:
        return f"{names[duels.condorcet_winner]} beats every other choice head-to-head."
    return f"No choice beats every other one head-to-head{_because(duels, winners, names)}."


def smith_set(duels: Duels, names: Names) -> str:
    """Name the smallest group that beats all others, where it is neither one choice nor all."""
    group = duels.smith_set
    if not 1 < len(group) < len({one for one, _other in duels.wins}):
        return ""
    return f"{some(group, names)} each beat every choice outside this group (the Smith set)."


def left_out(steps: Iterable[Pair]) -> list[Pair]:
    """Return the majorities that were not locked.

    Five hundred choices have 125,000, for which a template takes fifty times as long.
    """
    return [step for step in steps if not step.is_locked]


def pair(step: Pair, names: Names) -> str:
    """Tell a majority of ranked pairs."""
    by = f"{number(step.votes)} to {number(step.opposition)}"
    if step.is_locked:
        return f"{names[step.winner]} beats {names[step.loser]} by {by}."
    return (
        f"{names[step.winner]} beats {names[step.loser]} by {by}: left out, because it would close "
        "a cycle."
    )


def dropped(paths: Paths, names: Names) -> str:
    """Name those who cannot win because they do not beat the default choice."""
    others = [choice for choice in paths.dropped if choice not in paths.default_choice]
    if not others:
        return ""
    what = some(paths.default_choice, names)
    return f"{some(others, names)} did not beat {what} and cannot win."


def still_in(paths: Paths, order: Iterable[int]) -> list[int]:
    """Return the choices that paths lead to, in their order: without those who cannot win."""
    return [choice for choice in order if choice not in paths.dropped]


def fared(duels: Duels, choice: int, others: Iterable[int]) -> Fared:
    """Return against how many others a choice wins, and against how many it loses."""
    won = lost = 0
    for other in others:
        if other != choice:
            votes, against = duels.wins[choice, other], duels.wins[other, choice]
            won += votes > against
            lost += votes < against
    return Fared(won, lost)


def worst_defeat(
    duels: Duels,
    choice: int,
    others: Iterable[int],
    strength: str = "winning_votes",
) -> Defeat | None:
    """Return the worst defeat of a choice; by opposition also one that it wins can be the worst.

    Args:
        duels: all comparisons.
        choice: whose defeat.
        others: by whom.
        strength: what makes one bad: `winning_votes`, `margins` or `opposition`.
    """
    compared = (
        Defeat(other, duels.wins[other, choice], duels.wins[choice, other])
        for other in others
        if other != choice
    )
    defeats = [d for d in compared if strength == "opposition" or d.votes > d.opposition]
    if strength == "margins":
        return max(defeats, key=lambda each: each.votes - each.opposition, default=None)
    return max(defeats, key=lambda each: each.votes, default=None)


def _because(duels: Duels, winners: Sequence[int], names: Names) -> str:
    circle = cycles.telling(duels, winners)
    if len(circle) > MOST_NAMES:
        return f": {len(circle):,} choices beat one another in a cycle"
    if circle:
        return f": {_circle(circle, duels, names)}"
    level = [
        other
        for other in duels.smith_set
        if winners and other != winners[0] and _are_level(duels, winners[0], other)
    ]
    return f": {names[winners[0]]} ties with {some(level, names)}" if level else ""


def _circle(circle: Group, duels: Duels, names: Names) -> str:
    said: list[str] = []
    for one, other in zip(circle, (*circle[1:], circle[0]), strict=True):
        by = f"{number(duels.wins[one, other])} to {number(duels.wins[other, one])}"
        said.append(f"{names[one]} beats {names[other]} by {by}")
    return listed(said)


def _are_level(duels: Duels, one: int, other: int) -> bool:
    pairs = (one, other), (other, one)
    return pairs[0] in duels.wins and duels.wins[pairs[0]] == duels.wins[pairs[1]]
