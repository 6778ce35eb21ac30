"""Head-to-head comparisons in sentences: who beats whom, and what keeps a choice from winning."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.counting import cycles
from polls.domain.counting.outcomes import Duels
from polls.domain.text.words import number
from polls.presentation.language import gettext
from polls.presentation.wording import MOST_NAMES, listed, some

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from polls.domain.counting.outcomes import CountResult, Group, Pair, Paths
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


def condorcet(duels: Duels, winners: Sequence[int], names: Names) -> str:
    """Say whether one choice beats every other, and if none does, what prevents it."""
    if duels.condorcet_winner is not None:
        return gettext(
            "%(winner)s beats every other choice head-to-head.",
            winner=names[duels.condorcet_winner],
        )
    if reason := _reason(duels, winners, names):
        return gettext(
            "No choice beats every other one head-to-head: %(reason)s.",
            reason=reason,
        )
    return gettext("No choice beats every other one head-to-head.")


def beats_all(result: CountResult) -> bool:
    """Return whether the winner beats every other choice, so that nothing more need be told."""
    return any(
        duels.condorcet_winner is not None and duels.condorcet_winner in result.winners
        for duels in result.all(Duels)
    )


def smith_set(duels: Duels, names: Names) -> str:
    """Name the smallest group that beats all others, where it is neither one choice nor all."""
    group = duels.smith_set
    if not 1 < len(group) < len({one for one, _other in duels.wins}):
        return ""
    return gettext(
        "%(group)s each beat every choice outside this group (the Smith set).",
        group=some(group, names),
    )


def decided(paths: Paths, winners: Sequence[int], names: Names) -> str:
    """Say by which path the winner is ahead of the choice that comes closest; nothing if by lot."""
    if not winners:
        return ""
    winner, strengths = winners[0], paths.strengths
    ahead = {
        other: strengths[winner, other] - strengths[other, winner]
        for one, other in strengths
        if one == winner and other not in winners and other not in paths.dropped
    }
    rival = min(ahead, key=lambda other: ahead[other], default=winner)
    if rival == winner or ahead[rival] <= 0:
        return ""
    return gettext(
        "%(winner)s has the stronger path to every other choice: the closest is %(rival)s, with "
        "%(there)s against %(back)s on the way back.",
        winner=names[winner],
        rival=names[rival],
        there=number(strengths[winner, rival]),
        back=number(strengths[rival, winner]),
    )


def mildest(
    duels: Duels,
    winners: Sequence[int],
    others: Iterable[int],
    strength: str,
    names: Names,
) -> str:
    """Say what the worst defeat of the winner is; nothing if it is never defeated."""
    defeat = worst_defeat(duels, winners[0], others, strength) if winners else None
    if defeat is None or defeat.votes <= defeat.opposition:
        return ""
    return gettext(
        "The worst defeat of %(winner)s is by %(votes)s to %(opposition)s, against %(other)s.",
        winner=names[winners[0]],
        votes=number(defeat.opposition),
        opposition=number(defeat.votes),
        other=names[defeat.by],
    )


def left_out(steps: Iterable[Pair]) -> list[Pair]:
    """Return the majorities that were not locked.

    Five hundred choices have 125,000, for which a template takes fifty times as long.
    """
    return [step for step in steps if not step.is_locked]


def pair(step: Pair, names: Names) -> str:
    """Tell a majority of ranked pairs."""
    beats = _beats(names[step.winner], names[step.loser], step.votes, step.opposition)
    if step.is_locked:
        return gettext("%(beats)s.", beats=beats)
    return gettext("%(beats)s: left out, because it would close a cycle.", beats=beats)


def dropped(paths: Paths, names: Names) -> str:
    """Name those who cannot win because they do not beat the default choice."""
    others = [choice for choice in paths.dropped if choice not in paths.default_choice]
    if not others:
        return ""
    return gettext(
        "%(others)s did not beat %(default)s and cannot win.",
        others=some(others, names),
        default=some(paths.default_choice, names),
    )


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


def _reason(duels: Duels, winners: Sequence[int], names: Names) -> str:
    """Say in half a sentence why no choice beats every other one; nothing if there is no winner."""
    circle = cycles.telling(duels, winners)
    if len(circle) > MOST_NAMES:
        return gettext("%(number)s choices beat one another in a cycle", number=number(len(circle)))
    if circle:
        return _circle(circle, duels, names)
    level = [
        other
        for other in duels.smith_set
        if winners and other != winners[0] and _are_level(duels, winners[0], other)
    ]
    if not level:
        return ""
    return gettext("%(one)s ties with %(others)s", one=names[winners[0]], others=some(level, names))


def _circle(circle: Group, duels: Duels, names: Names) -> str:
    return listed(
        _beats(names[one], names[other], duels.wins[one, other], duels.wins[other, one])
        for one, other in zip(circle, (*circle[1:], circle[0]), strict=True)
    )


def _beats(winner: str, loser: str, votes: Count, opposition: Count) -> str:
    return gettext(
        "%(winner)s beats %(loser)s by %(votes)s to %(opposition)s",
        winner=winner,
        loser=loser,
        votes=number(votes),
        opposition=number(opposition),
    )


def _are_level(duels: Duels, one: int, other: int) -> bool:
    pairs = (one, other), (other, one)
    return pairs[0] in duels.wins and duels.wins[pairs[0]] == duels.wins[pairs[1]]
