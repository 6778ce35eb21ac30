"""STAR: score, then automatic runoff between the two highest; with seats Bloc STAR.

The Equal Vote Coalition's official protocol, with its rules for ties (starvoting.org/ties): in the
scoring round the tied are compared head to head, who loses most often goes, then who has the
fewest highest scores; in the runoff the higher sum wins, then the most highest scores; then a lot.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import ties, totals
from polls.domain.counting.options import option
from polls.domain.counting.outcomes import CountResult, Grades, Runoff, Tie, Totals
from polls.domain.counting.reasons import Quantity, Stake, TieBreak
from polls.domain.methods.method import Method

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from polls.domain.counting.lots import Lots
    from polls.domain.counting.outcomes import Group, Step
    from polls.domain.counting.profiles import Count, Profile, Scores

_FINALISTS = 2


@dataclass(frozen=True)
class StarOptions(ties.SeatOptions):
    """What can differ."""

    highest: int = option(
        5,
        "The highest score; the lowest is 0, and a blank counts as 0.",
        for_files=True,
    )
    five_star_tiebreak: bool = option(
        default=True,
        sentence="Whether the number of highest scores breaks ties before lots are drawn.",
    )


def count(profile: Profile[Scores], options: StarOptions, seats: int, lots: Lots) -> CountResult:
    """Return the winner of the runoff; of several seats, the winners one after another."""
    scored = totals.scores(profile, 0, options.highest)
    tally = _Tally(profile.choices, scored, options, lots)
    left = list(options.electable(tally.sums))
    winners: list[int] = []
    while scored.counted and left and len(winners) < seats:
        winner = tally.winner(left)
        winners.append(winner)
        left.remove(winner)
    return CountResult(
        winners=tuple(winners),
        ranking=(
            *((choice,) for choice in winners),
            *ties.groups({c: tally.sums[c] for c in profile.choices if c not in winners}),
        ),
        tied=ties.at_stake(tally.tied, winners),
        steps=(
            Totals(Quantity.SUM, tally.sums),
            *tally.steps,
            Grades(totals.grades(scored)),
        ),
        ties=tuple(tally.ties),
        ballots=scored.counted + scored.blank + scored.invalid,
        blank=scored.blank,
        invalid=scored.invalid,
    )


@dataclass
class _Tally:
    """What the ballots say, and what was decided so far."""

    choices: tuple[int, ...]
    scored: totals.Scored
    options: StarOptions
    lots: Lots
    steps: list[Step] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    tied: dict[int, None] = field(default_factory=dict)
    by_lot: Group = ()
    """Among whom a lot chose a finalist of the runoff under way."""
    sums: dict[int, Count] = field(default_factory=dict)
    top: dict[int, Count] = field(default_factory=dict)
    wins: dict[tuple[int, int], Count] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for choice, given in self.scored.given.items():
            self.sums[choice] = sum((score or 0) * number for score, number in given.items())
            self.top[choice] = given.get(self.options.highest, 0)

    def winner(self, left: list[int]) -> int:
        if len(left) == 1:
            return left[0]
        one, other = self._finalists(left)
        able = dict.fromkeys(self._able(one, other))
        if len(able) > 1:
            self.tied |= able
        votes = {one: self._prefer(one, other), other: self._prefer(other, one)}
        (winner, *_), reason = self._of_runoff(one, other)
        if reason is not None:
            self.ties.append(Tie(Stake.RUNOFF, (one, other), (winner,), reason))
        undecided = self.scored.counted - votes[one] - votes[other]
        self.steps.append(Runoff((one, other), votes, undecided, winner))
        return winner

    def _finalists(self, left: list[int]) -> Group:
        """Return the two with the highest sums; ties go through the protocol."""
        finalists: list[int] = []
        self.by_lot = ()
        while len(finalists) < _FINALISTS:
            waiting = [choice for choice in left if choice not in finalists]
            most = max(self.sums[choice] for choice in waiting)
            best = [choice for choice in waiting if self.sums[choice] == most]
            places = _FINALISTS - len(finalists)
            if len(best) > places:
                best = self._break(best, places)
            finalists += best
        return tuple(finalists)

    def _break(self, among: list[int], places: int) -> list[int]:
        """Return who advances of those with equal sums."""
        advancing: list[int] = []
        left = among
        while len(advancing) < places:
            wanted = places - len(advancing)
            better = self._without_the_worst(left)
            if better is None:
                chosen = sorted(left, key=self.lots.index)[:wanted]
                self.ties.append(Tie(Stake.FINALIST, tuple(left), tuple(chosen), TieBreak.LOT))
                self.by_lot = tuple(left)
                return advancing + chosen
            if len(better) <= wanted:
                advancing += better
                left = [choice for choice in left if choice not in better]
            else:
                left = better
        by = (
            TieBreak.HEAD_TO_HEAD_THEN_HIGHEST_SCORES
            if self.options.five_star_tiebreak
            else TieBreak.HEAD_TO_HEAD
        )
        self.ties.append(Tie(Stake.FINALIST, tuple(among), tuple(advancing), by))
        return advancing

    def _without_the_worst(self, left: list[int]) -> list[int] | None:
        """Return who stays when those go who lose most often; None if that is everybody."""
        losses = {
            one: sum(self._prefer(other, one) > self._prefer(one, other) for other in left)
            for one in left
        }
        stay = [choice for choice in left if losses[choice] < max(losses.values())]
        if not stay and self.options.five_star_tiebreak:
            fewest = min(self.top[choice] for choice in left)
            stay = [choice for choice in left if self.top[choice] > fewest]
        return stay or None

    def _able(self, one: int, other: int) -> Iterator[int]:
        """Yield all who win if the lots for a place in the runoff, or in the runoff, fall so."""
        sure = [choice for choice in (one, other) if choice not in self.by_lot]
        drawn = combinations(self.by_lot, _FINALISTS - len(sure)) if self.by_lot else [()]
        for others in drawn:
            first, second = (*sure, *others)
            yield from self._of_runoff(first, second)[0]

    def _of_runoff(self, one: int, other: int) -> tuple[Group, TieBreak | None]:
        """Return who wins, and what broke a tie; both, the first lot first, if a lot must."""
        rules: list[tuple[TieBreak | None, Mapping[int, Count]]] = [
            (None, {one: self._prefer(one, other), other: self._prefer(other, one)}),
            (TieBreak.HIGHER_SUM, self.sums),
        ]
        if self.options.five_star_tiebreak:
            rules.append((TieBreak.HIGHEST_SCORES, self.top))
        for reason, values in rules:
            if values[one] != values[other]:
                return (max(one, other, key=lambda choice: values[choice]),), reason
        return tuple(sorted((one, other), key=self.lots.index)), TieBreak.LOT

    def _prefer(self, one: int, other: int) -> Count:
        """Return how many ballots score the one higher."""
        if one == other:
            return 0
        if (one, other) not in self.wins:
            mine, theirs = self.choices.index(one), self.choices.index(other)
            self.wins[one, other] = sum(
                number
                for selection, number in self.scored.valid
                if (selection[mine] or 0) > (selection[theirs] or 0)
            )
        return self.wins[one, other]


METHOD = Method(
    "star",
    "STAR",
    Style.SCORES,
    "Score each choice; the two with the most points go to a runoff: whichever more "
    "voters scored higher wins.",
    StarOptions,
    count,
)
