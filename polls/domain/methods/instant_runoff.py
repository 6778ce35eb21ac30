"""Instant-runoff: the choice in last place is eliminated; its ballots move to their next choice.

Maine, 21-A M.R.S. §723-A and 29-250 C.M.R. ch. 535; the options are those of RCTab. With several
seats the whole is done again without those who have won (RCTab's "multi-pass").
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import interpretation, piles, quotas, ties
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import CountResult, Round, Transfer
from polls.domain.counting.reasons import (
    ElectedBy,
    EliminatedBy,
    Exhaustion,
    Stake,
    TieBreak,
)
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.domain.counting.lots import Lots
    from polls.domain.counting.outcomes import Group, Tie
    from polls.domain.counting.piles import Pile
    from polls.domain.counting.profiles import Count, Profile, Ranking


@dataclass(frozen=True)
class InstantRunoffOptions(ties.TieOptions, interpretation.InterpretationOptions):
    """What can differ; named as in RCTab."""

    continue_until_two_candidates_remain: bool = option(
        default=True,
        sentence="Whether the count continues after a choice has a majority, until two are left.",
    )
    batch_elimination: bool = option(
        default=False,
        sentence="Whether choices that together have fewer votes than the next one are eliminated"
        " at once.",
    )
    first_round_determines_threshold: bool = option(
        default=False,
        sentence="Whether a majority is counted from the ballots of the first round; otherwise from"
        " those still counted.",
    )
    eliminate_first: tuple[int, ...] = option(
        (),
        "Choices that cannot win, such as combined write-ins; they are eliminated before all"
        " others.",
        for_files=True,
    )


def count(
    profile: Profile[Ranking], options: InstantRunoffOptions, seats: int, lots: Lots
) -> CountResult:
    """Return the winner; of several seats, those who win one after another."""
    read = interpretation.read(profile, options)
    pile = piles.bundled(read.papers, profile.choices)
    counted = piles.size(pile)
    unit = quotas.unit(read.papers)
    passes: list[_Pass] = []
    standing = list(profile.choices)
    electable = [choice for choice in standing if choice not in options.eliminate_first]
    while counted and len(passes) < min(seats, len(electable)):
        run = _Pass(options, lots, pile, read.shared, standing, len(passes) + 1, unit)
        run.count()
        passes.append(run)
        standing.remove(run.winner)
    winners = tuple(run.winner for run in passes)
    tied = {choice: None for run in passes for choice in run.tied}
    return CountResult(
        winners=winners,
        ranking=passes[0].ranking() if len(passes) == 1 else tuple((p.winner,) for p in passes),
        tied=ties.at_stake(tied, winners),
        steps=tuple(round_ for run in passes for round_ in run.rounds),
        ties=tuple(tie for run in passes for tie in run.ties),
        ballots=counted + read.blank,
        blank=read.blank,
    )


@dataclass
class _Pass:
    """One count down to its winner."""

    options: InstantRunoffOptions
    lots: Lots
    pile: Pile
    shared: frozenset[tuple[int, ...]]
    standing: list[int]
    part: int
    unit: int
    """How many parts of one ballot there can be: one, unless ballots have weights."""
    rounds: list[Round] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    tied: Group = ()
    winner: int = -1

    def count(self) -> None:
        self.winner, is_elected = -1, False
        left = list(self.standing)
        on_piles = piles.deal(self.pile, left, self.shared)
        votes: dict[int, Count] = {choice: piles.size(on_piles.get(choice, [])) for choice in left}
        exhausted = {r: piles.size(on_piles[r]) for r in Exhaustion if r in on_piles}
        while True:
            quota = self._majority(votes)
            elected, by = ((), None) if is_elected else self._elected(left, votes, quota)
            if elected:
                (self.winner,), is_elected = elected, True
            gone, gone_by = self._going(left, votes, is_elected=is_elected)
            for choice in gone:
                left.remove(choice)
            now, nobody = dict(votes), dict(exhausted)
            transfers = tuple(self._give(c, on_piles, votes, exhausted, left) for c in gone)
            self.rounds.append(
                Round(
                    number=len(self.rounds) + 1,
                    votes=now,
                    exhausted=nobody,
                    quota=quota,
                    elected=elected,
                    elected_by=by,
                    eliminated=gone,
                    eliminated_by=gone_by,
                    transfers=transfers,
                    part=self.part,
                ),
            )
            if not gone:
                return

    def _give(
        self,
        source: int,
        on_piles: dict[int | Exhaustion, Pile],
        votes: dict[int, Count],
        exhausted: dict[Exhaustion, Count],
        left: list[int],
    ) -> Transfer:
        """Deal the ballots of a choice that is out to those who are left."""
        del votes[source]
        to: dict[int, Count] = {}
        ended: Count = 0
        for target, pile in piles.deal(on_piles.pop(source, []), left, self.shared).items():
            number = piles.size(pile)
            if isinstance(target, int):
                on_piles.setdefault(target, []).extend(pile)
                votes[target] += number
                to[target] = number
            else:
                exhausted[target] = exhausted.get(target, 0) + number
                ended += number
        return Transfer(source, to, exhausted=ended)

    def ranking(self) -> tuple[Group, ...]:
        """Return the winner, then who was left at the end, then who went out, last one first."""
        last = self.rounds[-1].votes
        others = {choice: last[choice] for choice in last if choice != self.winner}
        out = [round_.eliminated for round_ in reversed(self.rounds) if round_.eliminated]
        return ((self.winner,), *ties.groups(others), *out)

    def _majority(self, votes: Mapping[int, Count]) -> Count:
        if self.rounds and self.options.first_round_determines_threshold:
            return self.rounds[0].quota
        return quotas.majority(sum(votes.values()), self.unit)

    def _elected(
        self,
        left: list[int],
        votes: Mapping[int, Count],
        quota: Count,
    ) -> tuple[Group, ElectedBy | None]:
        if self._cannot_win(left, votes):
            return (), None
        for choice in left:
            if votes[choice] >= quota:
                return (choice,), ElectedBy.MAJORITY
        if len(left) > 2:  # noqa: PLR2004 - with two, whoever has more has won
            return (), None
        if len(left) == 1:
            return (left[0],), ElectedBy.LAST_LEFT
        electable = [choice for choice in left if choice not in self.options.eliminate_first]
        winner, tie = ties.highest(electable, votes, self._earlier(), self.lots, Stake.SEAT)
        if tie:
            self.ties.append(replace(tie, part=self.part))
            self.tied = tie.among if tie.by is TieBreak.LOT else ()
        return (winner,), ElectedBy.BROKEN_TIE if tie else ElectedBy.MORE_VOTES

    def _going(
        self,
        left: list[int],
        votes: Mapping[int, Count],
        *,
        is_elected: bool,
    ) -> tuple[Group, EliminatedBy | None]:
        if is_elected and not (
            self.options.continue_until_two_candidates_remain and len(left) > 2  # noqa: PLR2004
        ):
            return (), None
        if barred := self._cannot_win(left, votes):
            return barred, EliminatedBy.BARRED
        batch = self._batch(left, votes) if self.options.batch_elimination else ()
        if len(batch) > 1:
            return batch, EliminatedBy.FEWER_TOGETHER
        hopeless = [choice for choice in left if choice in self.options.eliminate_first]
        loser, tie = self.options.lowest(hopeless or left, votes, self._earlier(), self.lots)
        if tie:
            self.ties.append(replace(tie, part=self.part))
        return (loser,), EliminatedBy.FEWEST_VOTES

    def _cannot_win(self, left: list[int], votes: Mapping[int, Count]) -> Group:
        """Return those who are out before the count begins; who has no votes just comes last."""
        return tuple(c for c in left if c in self.options.eliminate_first and votes[c])

    def _batch(self, left: list[int], votes: Mapping[int, Count]) -> Group:
        """Return the largest group that has fewer votes together than each other choice has.

        Where the table goes on until two are left, so many stay (RCTab, `runBatchElimination`).
        """
        ranked = sorted(left, key=lambda choice: votes[choice])
        most = len(ranked) - (2 if self.options.continue_until_two_candidates_remain else 1)
        together: Count = 0
        batch: Group = ()
        for place, (choice, above) in enumerate(pairwise(ranked), 1):
            together += votes[choice]
            if place <= most and together < votes[above]:
                batch = tuple(ranked[:place])
        return batch

    def _earlier(self) -> list[Mapping[int, Count]]:
        if self.options.tiebreak_mode == "lot":
            return []
        return [round_.votes for round_ in reversed(self.rounds)]


METHOD = Method(
    "instant_runoff",
    "Instant-runoff",
    Style.RANKING,
    "The choice in last place is eliminated and its ballots move to their next choice, "
    "until one has a majority.",
    InstantRunoffOptions,
    count,
    has_support=True,
)
