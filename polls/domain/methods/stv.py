"""Single transferable vote by the Scottish rules: a choice that reaches the quota is elected.

The Scottish Local Government Elections Order, SSI 2011/399, schedule 1 (as SSI 2007/42, rules 45
to 52): the largest surplus goes first; each of its ballots is worth surplus x its value / votes,
to five decimals, the rest is lost; without a surplus the lowest is out. The options are those of
RCTab and the textbooks; with them it is the weighted inclusive Gregory method in general.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from polls.domain.ballots.selections import Style
from polls.domain.counting import interpretation, piles, quotas, ties
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import CountResult, Round, Transfer
from polls.domain.counting.reasons import ElectedBy, EliminatedBy, Stake, TieBreak
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.domain.counting.lots import Lots
    from polls.domain.counting.outcomes import Group, Tie
    from polls.domain.counting.piles import Pile
    from polls.domain.counting.profiles import Count, Profile, Ranking
    from polls.domain.counting.reasons import Exhaustion

    Parcel: TypeAlias = tuple[Count, Pile]
    """Ballots that came together: what each is worth to whoever has them, and they."""


@dataclass(frozen=True)
class StvOptions(ties.TieOptions, interpretation.InterpretationOptions):
    """What can differ; how ballots are read is named as in RCTab."""

    quota: str = option(
        "droop",
        "How many votes elect, with V votes for S seats: droop, V/(S+1) rounded down, plus 1;"
        " droop_with_decimals, the same in units of the last decimal; hagenbach_bischoff, V/(S+1);"
        " hare, V/S rounded down; imperiali, V/(S+2); none: no choice is elected until as many are"
        " left as there are seats.",
        *quotas.QUOTAS,
        "none",
    )
    decimals: int | None = option(
        5,
        "To how many decimals the value of a ballot is calculated; the rest is lost. none:"
        " exactly.",
    )
    surplus: str = option(
        "largest_first",
        "Whether surpluses are transferred one by one, the largest first, or all at once.",
        "largest_first",
        "all_at_once",
    )
    one_winner_per_round: bool = option(
        default=False,
        sentence="Whether only the choice with the most votes is elected where several reach the"
        " quota in a round, so that the others can still receive its surplus.",
    )
    eliminate_first: tuple[int, ...] = option(
        (),
        "Choices that cannot win, such as combined write-ins; they are eliminated before all"
        " others.",
        for_files=True,
    )


def count(profile: Profile[Ranking], options: StvOptions, seats: int, lots: Lots) -> CountResult:
    """Return who is elected, in the order of their election."""
    read = interpretation.read(profile, options)
    pile = piles.bundled(read.papers, profile.choices)
    counted = piles.size(pile)
    run = _Count(profile.choices, pile, read.shared, options, seats, lots)
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
    """A count under way. Votes are in units of the last decimal that is kept."""

    choices: tuple[int, ...]
    pile: Pile
    shared: frozenset[tuple[int, ...]]
    options: StvOptions
    seats: int
    lots: Lots
    scale: int = 1
    quota: Count = 0
    continuing: list[int] = field(default_factory=list)
    parcels: dict[int, list[Parcel]] = field(default_factory=dict)
    votes: dict[int, Count] = field(default_factory=dict)
    exhausted: dict[Exhaustion, Count] = field(default_factory=dict)
    lost: Count = 0
    elected: list[int] = field(default_factory=list)
    surpluses: list[int] = field(default_factory=list)
    """Elected choices with more than the quota, that have not handed it on."""
    rounds: list[Round] = field(default_factory=list)
    history: list[dict[int, Count]] = field(default_factory=list)
    """The votes of the rounds before, the latest first; empty where they break no ties."""
    ties: list[Tie] = field(default_factory=list)
    tied: dict[int, None] = field(default_factory=dict)

    def count(self) -> None:
        self._begin()
        while True:
            before = dict(self.votes), dict(self.exhausted), self.lost
            barred = tuple(c for c in self.continuing if self._is_barred(c) and self.votes[c])
            elected, by = ((), None) if barred else self._elect()
            eliminated: Group = ()
            eliminated_by: EliminatedBy | None = None
            transfers: list[Transfer] = []
            is_over = len(self.elected) >= self.seats or not self.continuing
            if barred:
                eliminated, eliminated_by = barred, EliminatedBy.BARRED
            elif not is_over and self.surpluses:
                transfers = self._hand_on_surpluses()
            elif not is_over and not self._has_reached():
                eliminated, eliminated_by = self._lowest()
            transfers += self._hand_on_all(eliminated)
            self._note(before, (elected, by), (eliminated, eliminated_by), transfers)
            if is_over and not barred:
                return

    def ranking(self) -> tuple[Group, ...]:
        """Return who was elected one by one, who was left, and who went out, the last first."""
        left = {choice: self.votes.get(choice, 0) for choice in self.continuing}
        out = (round_.eliminated for round_ in reversed(self.rounds) if round_.eliminated)
        return (*((choice,) for choice in self.elected), *ties.groups(left), *out)

    def _begin(self) -> None:
        self.scale = 10 ** (self.options.decimals or 0)
        self.continuing = list(self.choices)
        electable = [choice for choice in self.choices if not self._is_barred(choice)]
        self.seats = min(self.seats, len(electable))
        self.votes = dict.fromkeys(self.choices, 0)
        self.parcels = {choice: [] for choice in self.choices}
        self._receive(piles.deal(self.pile, self.continuing, self.shared), self.scale)
        if self.options.quota != "none" and self.seats:
            votes = quotas.whole(Fraction(sum(self.votes.values())) / self.scale)
            decimals = self.options.decimals or 0
            quota = quotas.quota(self.options.quota, votes, self.seats, decimals)
            self.quota = quotas.whole(Fraction(quota) * self.scale)

    def _is_barred(self, choice: int) -> bool:
        return choice in self.options.eliminate_first

    def _elect(self) -> tuple[Group, ElectedBy | None]:
        """Elect the choices with the quota, the highest first, then the rest if seats are left."""
        now: list[int] = []
        waiting = [c for c in self.continuing if not self._is_barred(c)]
        most = 1 if self.options.one_winner_per_round else self.seats
        while self.quota and len(now) < most and len(self.elected) < self.seats:
            reached = [choice for choice in waiting if self.votes[choice] >= self.quota]
            if not reached:
                break
            choice, tie = ties.highest(reached, self.votes, self.history, self.lots, Stake.SEAT)
            if tie and len(reached) > self.seats - len(self.elected):
                self._broken(tie, decides=True)
            now.append(choice)
            waiting.remove(choice)
            self._seat(choice)
        by = ElectedBy.QUOTA if now else None
        if 0 < len(waiting) <= self.seats - len(self.elected):
            waiting.sort(key=lambda choice: (-self.votes[choice], self.lots.index(choice)))
            for choice in waiting:
                self._seat(choice)
            now += waiting
            by = ElectedBy.QUOTA_AND_SEATS_LEFT if by else ElectedBy.SEATS_LEFT
        return tuple(now), by

    def _has_reached(self) -> bool:
        """Whether somebody waits for the next round to be elected."""
        return bool(self.quota) and any(self.votes[c] >= self.quota for c in self.continuing)

    def _seat(self, choice: int) -> None:
        self.elected.append(choice)
        self.continuing.remove(choice)
        if self.quota and self.votes[choice] > self.quota:
            self.surpluses.append(choice)

    def _hand_on_surpluses(self) -> list[Transfer]:
        if self.options.surplus == "all_at_once":
            giving, self.surpluses = self.surpluses, []
        else:
            choice, tie = ties.highest(
                self.surpluses, self.votes, self.history, self.lots, Stake.SURPLUS
            )
            if tie:
                self._broken(tie)
            self.surpluses.remove(choice)
            giving = [choice]
        dealt = [(choice, *self._surplus(choice)) for choice in giving]
        return [self._give(choice, parcels, value) for choice, parcels, value in dealt]

    def _surplus(self, choice: int) -> tuple[list[Parcel], Count]:
        """Return the parcels of an elected choice at their new value; the quota stays."""
        total = self.votes[choice]
        surplus = total - self.quota
        self.votes[choice] = self.quota
        given, self.parcels[choice] = self.parcels[choice], []
        revalued = [(self._rounded(surplus * value, total), pile) for value, pile in given]
        self.lost += surplus - sum(value * piles.size(pile) for value, pile in revalued)
        return revalued, Fraction(surplus) / total

    def _rounded(self, product: Count, total: Count) -> Count:
        exact = Fraction(product) / total
        return quotas.whole(exact) if self.options.decimals is None else math.floor(exact)

    def _lowest(self) -> tuple[Group, EliminatedBy]:
        barred = [choice for choice in self.continuing if self._is_barred(choice)]
        loser, tie = self.options.lowest(
            barred or self.continuing, self.votes, self.history, self.lots
        )
        if tie:
            left = len(self.continuing) - 1
            self._broken(tie, decides=left == self.seats - len(self.elected))
        return (loser,), EliminatedBy.FEWEST_VOTES

    def _hand_on_all(self, eliminated: Group) -> list[Transfer]:
        for choice in eliminated:
            self.continuing.remove(choice)
        transfers = [self._give(choice, self.parcels.pop(choice), 1) for choice in eliminated]
        for choice in eliminated:
            del self.votes[choice]
        return transfers

    def _give(self, source: int, parcels: list[Parcel], value: Count) -> Transfer:
        """Deal parcels to who continues; what rounding took of them is known already."""
        to: dict[int, Count] = {}
        exhausted: Count = 0
        for each, pile in parcels:
            dealt = piles.deal(pile, self.continuing, self.shared)
            for target, number in self._receive(dealt, each).items():
                if isinstance(target, int):
                    to[target] = to.get(target, 0) + number
                else:
                    exhausted += number
        shown = {choice: self._shown(number) for choice, number in to.items()}
        return Transfer(source, shown, self._shown(exhausted), value=quotas.whole(Fraction(value)))

    def _receive(
        self,
        dealt: Mapping[int | Exhaustion, Pile],
        value: Count,
    ) -> dict[int | Exhaustion, Count]:
        received: dict[int | Exhaustion, Count] = {}
        for target, pile in dealt.items():
            received[target] = number = value * piles.size(pile)
            if isinstance(target, int):
                self.parcels[target].append((value, pile))
                self.votes[target] += number
            else:
                self.exhausted[target] = self.exhausted.get(target, 0) + number
        return received

    def _broken(self, tie: Tie, *, decides: bool = False) -> None:
        self.ties.append(tie)
        if decides and tie.by is TieBreak.LOT:
            self.tied |= dict.fromkeys(tie.among)

    def _note(
        self,
        before: tuple[dict[int, Count], dict[Exhaustion, Count], Count],
        elected: tuple[Group, ElectedBy | None],
        eliminated: tuple[Group, EliminatedBy | None],
        transfers: list[Transfer],
    ) -> None:
        votes, exhausted, lost = before
        if self.options.tiebreak_mode != "lot":
            self.history.insert(0, votes)
        self.rounds.append(
            Round(
                number=len(self.rounds) + 1,
                votes={choice: self._shown(number) for choice, number in votes.items()},
                exhausted={reason: self._shown(number) for reason, number in exhausted.items()},
                quota=self._shown(self.quota),
                elected=elected[0],
                elected_by=elected[1],
                eliminated=eliminated[0],
                eliminated_by=eliminated[1],
                transfers=tuple(transfers),
                lost=self._shown(lost),
            ),
        )

    def _shown(self, units: Count) -> Count:
        return quotas.whole(Fraction(units) / self.scale)


METHOD = Method(
    "stv",
    "Single transferable vote (Scottish rules)",
    Style.RANKING,
    "A choice that reaches the quota is elected, and its surplus votes move to the next "
    "choice; seats are shared in proportion.",
    StvOptions,
    count,
)
