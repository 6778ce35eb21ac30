"""Meek's single transferable vote: each elected choice keeps just the part of a ballot it needs.

Hill, Wichmann and Woodall, "Algorithm 123: Single transferable vote by Meek's method", The
Computer Journal 30 (1987), as in the Proportional Representation Foundation's reference rule: nine
decimals, the part that a choice keeps rounded up (B.2.a), omega 0.000001.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import interpretation, piles, quotas, ties
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import CountResult, Round, Tie
from polls.domain.counting.reasons import (
    ElectedBy,
    EliminatedBy,
    Exhaustion,
    Stake,
    TieBreak,
)
from polls.domain.counting.transfer_paths import TransferPaths
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from collections.abc import Collection

    from polls.domain.counting.lots import Lots
    from polls.domain.counting.outcomes import Group
    from polls.domain.counting.profiles import Count, Profile, Ranking
    from polls.domain.counting.transfer_paths import Way


@dataclass(frozen=True)
class MeekStvOptions:
    """What can differ."""

    decimals: int = option(
        9,
        "To how many decimals votes and parts of ballots are calculated.",
    )
    omega: int = option(
        6,
        "Transfers stop when the surplus is below one vote divided by ten to this power.",
    )
    rounding: str = option(
        "up",
        "How the part of a ballot that a choice keeps is rounded: up, as in the reference rule of"
        " the Proportional Representation Foundation (B.2.a), or down together with the part that"
        " it transfers, as in stv-rs and in the “meek” rule of Droop.",
        "up",
        "down",
    )
    stop_at_defeated: bool = option(
        default=False,
        sentence="Whether a ballot with shared ranks ends at a rank where all choices are"
        " defeated, as in Droop and stv-rs; otherwise it continues at the next rank.",
    )
    eliminate_first: tuple[int, ...] = option(
        (),
        "Choices that cannot win, such as combined write-ins; they are eliminated before all"
        " others.",
        for_files=True,
    )


def count(
    profile: Profile[Ranking], options: MeekStvOptions, seats: int, lots: Lots
) -> CountResult:
    """Return who is elected, in the order of their election; equal ranks share a ballot."""
    read = interpretation.read_shared(profile)
    if options.stop_at_defeated:  # where a ballot ends depends on all of its ranks
        pile = piles.single(read.papers)
    else:
        pile = piles.bundled(read.papers, profile.choices)
    counted = piles.size(pile)
    ways = TransferPaths(pile, profile.choices, stop_at_defeated=options.stop_at_defeated)
    run = _Count(list(profile.choices), ways, counted, seats, lots, options)
    if counted:
        run.count()
    return CountResult(
        winners=tuple(run.elected),
        ranking=run.ranking(),
        tied=tuple(run.tied),
        steps=tuple(run.rounds),
        ties=tuple(run.ties),
        ballots=counted + read.blank,
        blank=read.blank,
    )


@dataclass
class _Count:
    """A count under way; votes, keep factors and the quota are in units of the last decimal."""

    continuing: list[int]
    ways: TransferPaths
    counted: Count
    seats: int
    lots: Lots
    options: MeekStvOptions
    one: int = 1
    """A whole vote in units of the last decimal."""
    keep: dict[int, int] = field(default_factory=dict)
    """What part of a vote that reaches it each choice keeps."""
    votes: dict[int, Count] = field(default_factory=dict)
    quota: Count = 0
    surplus: Count = 0
    last_votes: dict[int, Count] = field(default_factory=dict)
    """Of those who were left when all seats were filled."""
    elected: list[int] = field(default_factory=list)
    defeated: list[int] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    tied: dict[int, None] = field(default_factory=dict)

    def count(self) -> None:
        self.one = 10**self.options.decimals
        self.keep = dict.fromkeys(self.continuing, self.one)
        self._bar(tuple(c for c in self.continuing if c in self.options.eliminate_first))
        self.seats = min(self.seats, len(self.continuing))
        while len(self.elected) < self.seats < len(self.elected) + len(self.continuing):
            elected = self._iterate()
            if elected:
                self._note(elected, elected_by=ElectedBy.QUOTA)
            else:
                self._defeat()
        if len(self.elected) < self.seats:
            rest = sorted(self.continuing, key=self.lots.index)
            self._distribute()
            rest.sort(key=lambda choice: self.votes[choice], reverse=True)
            self.elected += rest
            self.continuing = []
            self._note(tuple(rest), elected_by=ElectedBy.SEATS_LEFT)
        elif self.continuing:
            self._close()

    def ranking(self) -> tuple[Group, ...]:
        """Return who was elected one by one, who was left, and the defeated, the last first."""
        left = {choice: self.last_votes.get(choice, 0) for choice in self.continuing}
        out = ((choice,) for choice in reversed(self.defeated))
        return (*((choice,) for choice in self.elected), *ties.groups(left), *out)

    def _close(self) -> None:
        """Defeat all who are left; what their ballots have left goes to the elected."""
        quota, self.last_votes = self.quota, self.votes
        self._drop(self.continuing)
        self._distribute()
        self.votes = {choice: self.votes[choice] for choice in self.elected}
        self.quota = quota
        self._note(is_closing=True)

    def _iterate(self) -> Group:
        """Hand on surpluses until somebody is elected, or nothing of them is left to hand on."""
        before = self.counted * self.one
        while True:
            self._distribute()
            reached = self._reached()
            if reached:
                return reached
            if self._is_settled() or self.surplus >= before:
                return ()
            before = self.surplus
            for choice in self.elected:
                part = _up(self.keep[choice] * self.quota, self.one)
                self.keep[choice] = min(_up(part * self.one, self.votes[choice]), self.one)

    def _is_settled(self) -> bool:
        """Whether the surplus is too small to hand on: below omega, or also at it if rounded down.

        The reference rule says "less than" (B.2.e); stv-rs and Droop's own rule stop at it, too.
        """
        omega = Fraction(self.one, 10**self.options.omega)
        return self.surplus < omega or (self.options.rounding == "down" and self.surplus <= omega)

    def _distribute(self) -> None:
        """Give each ballot to its choices, each keeping its part of what comes to it."""
        self.votes = dict.fromkeys([*self.continuing, *self.elected], 0)
        for way, number in self.ways.numbers.items():
            self._give(way, number)
        used = sum(self.votes.values())
        self.quota = used // (self.seats + 1) + 1
        self.surplus = max(sum(self.votes[c] - self.quota for c in self.elected), 0)

    def _give(self, way: Way, number: Count) -> None:
        """Give ballots to whom they reach; who shares a rank gets an equal part, and hands it on.

        What is handed on in equal parts stays together, so that the parts remain few.
        """
        powers = {self.one: 1}
        for group in way:
            powers = self._on_rank(group, powers, number)

    def _on_rank(self, group: Group, powers: dict[int, int], number: Count) -> dict[int, int]:
        left: dict[int, int] = {}
        for power, times in powers.items():
            share = power // len(group)
            for choice in group:
                rest = self._take(choice, share, number * times)
                if rest:
                    left[rest] = left.get(rest, 0) + times
        return left

    def _take(self, choice: int, power: int, number: Count) -> int:
        """Let a choice keep its part; return what it hands on."""
        keep = self.keep[choice]
        if self.options.rounding == "up":
            kept = _up(power * keep, self.one)
            self.votes[choice] += kept * number
            return power - kept
        self.votes[choice] += power * keep // self.one * number
        return power * (self.one - keep) // self.one

    def _reached(self) -> Group:
        """Elect those who have the quota, the highest first, but no more than there are seats left.

        All seats and one more would have the quota only because rounding keeps an elected choice
        below it. What that choice lacks is more than the others have above the quota together, so
        within it their votes count as equal, as at a defeat within the surplus.
        """
        reached = [choice for choice in self.continuing if self.votes[choice] >= self.quota]
        reached.sort(key=self.lots.index)
        places = self.seats - len(self.elected)
        if len(reached) > places:
            self.ties.append(Tie(Stake.SEAT, tuple(reached), tuple(reached[:places]), TieBreak.LOT))
            self.tied |= dict.fromkeys(reached)
        elected = sorted(reached[:places], key=lambda choice: -self.votes[choice])
        for choice in elected:
            self.continuing.remove(choice)
            self.elected.append(choice)
        self.ways.elect(elected)
        return tuple(elected)

    def _defeat(self) -> None:
        """Defeat the lowest; within the surplus that is left, votes count as equal."""
        lowest = min(self.votes[choice] for choice in self.continuing)
        low = tuple(c for c in self.continuing if self.votes[c] <= lowest + self.surplus)
        loser = min(low, key=self.lots.index)
        if len(low) > 1:
            self.ties.append(Tie(Stake.ELIMINATION, low, (loser,), TieBreak.LOT))
            if len(self.continuing) - 1 == self.seats - len(self.elected):
                self.tied |= dict.fromkeys(low)
        self._note(eliminated=(loser,), eliminated_by=EliminatedBy.FEWEST_VOTES)
        self._put_out((loser,))

    def _bar(self, barred: Group) -> None:
        if barred:
            self._distribute()
            self._note(eliminated=barred, eliminated_by=EliminatedBy.BARRED)
            self._put_out(barred)

    def _put_out(self, losers: Group) -> None:
        for choice in losers:
            self.continuing.remove(choice)
            self.defeated.append(choice)
        self._drop(losers)

    def _drop(self, losers: Collection[int]) -> None:
        for choice in losers:
            self.keep[choice] = 0
        self.ways.defeat(losers)

    def _note(
        self,
        elected: Group = (),
        elected_by: ElectedBy | None = None,
        eliminated: Group = (),
        eliminated_by: EliminatedBy | None = None,
        *,
        is_closing: bool = False,
    ) -> None:
        ended = self._shown(self.counted * self.one - sum(self.votes.values()))
        self.rounds.append(
            Round(
                number=len(self.rounds) + 1,
                votes={choice: self._shown(number) for choice, number in self.votes.items()},
                exhausted={Exhaustion.NO_FURTHER_CHOICE: ended} if ended else {},
                quota=self._shown(self.quota),
                elected=elected,
                elected_by=elected_by,
                eliminated=eliminated,
                eliminated_by=eliminated_by,
                is_closing=is_closing,
            ),
        )

    def _shown(self, units: Count) -> Count:
        return quotas.whole(Fraction(units) / self.one)


def _up(product: Count, divisor: Count) -> int:
    """Divide, and round up."""
    return -int(-product // divisor)


METHOD = Method(
    "meek_stv",
    "Single transferable vote (Meek)",
    Style.RANKING,
    "Seats are shared in proportion; each elected choice keeps only the part of each "
    "ballot that it needs.",
    MeekStvOptions,
    count,
    has_equal_ranks=True,
)
