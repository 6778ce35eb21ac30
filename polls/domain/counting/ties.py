"""Tie-breaking: by the rules of the method in their order, and by drawing lots at last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.counting.options import option
from polls.domain.counting.outcomes import Tie
from polls.domain.counting.reasons import Stake, TieBreak

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from polls.domain.counting.lots import Lots
    from polls.domain.counting.outcomes import Group, Votes
    from polls.domain.counting.profiles import Count


@dataclass(frozen=True)
class TieOptions:
    """What breaks ties of a count in rounds; named as in RCTab."""

    tiebreak_mode: str = option(
        "previous_round_counts_then_lot",
        "What breaks a tie: the votes of the previous round, or of the one before that, then"
        " drawing lots if all were equal; or drawing lots at once.",
        "previous_round_counts_then_lot",
        "lot",
    )
    use_candidate_order: bool = option(
        default=False,
        sentence="Whether drawing lots eliminates the choice that is last in the order of lots,"
        " as this setting does in RCTab; otherwise it eliminates the first.",
        for_files=True,
    )

    def lowest(
        self,
        candidates: Collection[int],
        votes: Votes,
        earlier: Sequence[Votes],
        lots: Lots,
    ) -> tuple[int, Tie | None]:
        """Return who is eliminated, and the tie that this took.

        That is who has the fewest votes; among equals who had the fewest latest; then by lot.
        `earlier` are the votes of the rounds before, the latest first.
        """
        order = lots[::-1] if self.use_candidate_order else lots
        return _extreme(candidates, votes, earlier, order, Stake.ELIMINATION, min)


@dataclass(frozen=True)
class SeatOptions:
    """Which choices can win a seat, where choices are compared by one number each."""

    cannot_win: tuple[int, ...] = option(
        (),
        'Choices that cannot win a seat, such as "none of these"; their votes are counted and'
        " shown, but the seats go to the others.",
        for_files=True,
    )

    def electable(self, votes: Votes) -> Votes:
        """Return the numbers of those who can take a seat."""
        return {choice: votes[choice] for choice in votes if choice not in self.cannot_win}


class Placed(NamedTuple):
    """Who has a seat, best first, and which ties that took."""

    winners: Group
    ties: tuple[Tie, ...]
    tied: Group


def place(
    votes: Votes,
    seats: int,
    lots: Lots,
    rules: Sequence[tuple[TieBreak, Votes]] = (),
) -> Placed:
    """Return the `seats` highest. The `rules` break ties, each with its reason, then lots.

    A tie between choices that all have a seat, or all have none, need not be broken.
    """
    keys = [votes, *(values for _reason, values in rules)]
    ranked = sorted(votes, key=lots.index)
    ranked.sort(key=lambda c: tuple(values[c] for values in keys), reverse=True)
    if not 0 < seats < len(ranked):
        return Placed(tuple(ranked[: max(seats, 0)]), (), ())
    last, next_ = ranked[seats - 1], ranked[seats]
    if votes[last] != votes[next_]:
        return Placed(tuple(ranked[:seats]), (), ())
    among = tuple(choice for choice in ranked if votes[choice] == votes[last])
    winners = tuple(ranked[:seats])
    chosen = tuple(choice for choice in among if choice in winners)
    for depth, (reason, values) in enumerate(rules, 2):
        if values[last] != values[next_]:
            return Placed(winners, (Tie(Stake.SEAT, among, chosen, reason),), ())
        among = tuple(choice for choice in among if _same(keys[:depth], choice, last))
        chosen = tuple(choice for choice in among if choice in winners)
    return Placed(winners, (Tie(Stake.SEAT, among, chosen, TieBreak.LOT),), among)


def highest(
    candidates: Collection[int],
    votes: Votes,
    earlier: Sequence[Votes],
    lots: Lots,
    about: Stake,
) -> tuple[int, Tie | None]:
    """Return who has the most votes; among equals who had the most latest, then the first lot."""
    return _extreme(candidates, votes, earlier, lots, about, max)


def at_stake(tied: Collection[int], winners: Collection[int]) -> Group:
    """Return those who were tied for seats filled in turn; none if all of them got one."""
    return () if set(tied) <= set(winners) else tuple(tied)


def deciding(ties: Iterable[Tie], winner: int) -> Tie | None:
    """Return the tie that gave a choice its seat by a rule, without a lot; None if there is none.

    A tie for a place in STAR's runoff is none of these: the runoff decides who wins.
    """
    for tie in ties:
        is_for_seat = tie.about in {Stake.SEAT, Stake.RUNOFF}
        if is_for_seat and tie.chosen == (winner,) and tie.by is not TieBreak.LOT:
            return tie
    return None


def groups(values: Mapping[int, Count]) -> tuple[Group, ...]:
    """Return the choices by their value, highest first, equal ones together."""
    return tuple(
        tuple(sorted(choice for choice in values if values[choice] == value))
        for value in sorted(set(values.values()), reverse=True)
    )


def _extreme(  # noqa: PLR0913, PLR0917 - one parameter a thing that decides
    candidates: Collection[int],
    votes: Votes,
    earlier: Sequence[Votes],
    lots: Lots,
    about: Stake,
    best: Callable[..., Count],
) -> tuple[int, Tie | None]:
    among = _best(candidates, votes, best)
    if len(among) == 1:
        return among[0], None
    left = among
    for rounds_ago, before in enumerate(earlier, 1):
        left = _best(left, before, best)
        if len(left) == 1:
            return left[0], Tie(about, among, (left[0],), TieBreak.EARLIER_ROUND, rounds_ago)
    chosen = min(left, key=lots.index)
    return chosen, Tie(about, left, (chosen,), TieBreak.LOT)


def _best(
    candidates: Collection[int],
    votes: Votes,
    best: Callable[..., Count],
) -> tuple[int, ...]:
    value = best(votes[choice] for choice in candidates)
    return tuple(choice for choice in candidates if votes[choice] == value)


def _same(keys: Sequence[Votes], one: int, other: int) -> bool:
    return all(values[one] == values[other] for values in keys)
