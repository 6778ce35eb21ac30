"""Results of a count: the winners, the ranking, every step of the method, and the ties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias, TypeVar

from polls.domain.counting.profiles import Count
from polls.domain.counting.reasons import (
    ElectedBy,
    EliminatedBy,
    Exhaustion,
    Quantity,
    Stake,
    TieBreak,
)

Choice: TypeAlias = Annotated[int, "choice"]
"""The number of a choice; records of a result can use other names (`records`)."""
Votes: TypeAlias = Mapping[Choice, Count]
Group: TypeAlias = tuple[Choice, ...]


@dataclass(frozen=True)
class Tie:
    """A tie that had to be broken: what was at stake, between whom, and what broke it."""

    about: Stake
    among: Group
    chosen: Group
    by: TieBreak
    rounds_ago: int = 0
    """How many rounds before the votes were counted that broke it; 0 if none broke it."""
    part: int = 1
    """As of a round: in each part a choice can be tied anew."""


@dataclass(frozen=True)
class Totals:
    """One number a choice."""

    name: Quantity
    """What the numbers are."""
    values: Votes
    seat: int | None = None
    """Of a gain: for which seat, from 1."""


@dataclass(frozen=True)
class Transfer:
    """Which choices received the ballots of one choice."""

    source: Choice
    to: Votes
    """What each received."""
    exhausted: Count = 0
    """Ballots that named no other choice that could receive them."""
    lost: Count = 0
    """What rounding left over."""
    value: Count = 1
    """What one vote of the source was worth to its receiver."""


@dataclass(frozen=True)
class Round:
    """One round of a count in which ballots move."""

    number: int
    """From 1, in each part anew."""
    votes: Votes
    """Of all choices still in the count, elected ones included."""
    exhausted: Mapping[Exhaustion, Count]
    """Ballots that no longer count for any choice, by reason."""
    quota: Count
    """What elects in this round."""
    elected: Group = ()
    elected_by: ElectedBy | None = None
    """None if it elects nobody."""
    eliminated: Group = ()
    eliminated_by: EliminatedBy | None = None
    """None if it eliminates nobody."""
    transfers: tuple[Transfer, ...] = ()
    """Made after this round: from its votes come those of the next one."""
    lost: Count = 0
    """What rounding has left over so far."""
    part: int = 1
    """Which of several counts after one another this round belongs to."""
    is_closing: bool = False
    """Whether all seats are filled, and those left have given their ballots to the elected."""


@dataclass(frozen=True)
class Duels:
    """How many ballots prefer the one choice to the other, for all pairs."""

    wins: Mapping[tuple[Choice, Choice], Count]
    condorcet_winner: Choice | None
    smith_set: Group
    """The smallest group whose members each beat every choice outside it."""


@dataclass(frozen=True)
class Pair:
    """One majority of ranked pairs: locked in, or left out because it would close a cycle."""

    winner: Choice
    loser: Choice
    votes: Count
    opposition: Count
    is_locked: bool


@dataclass(frozen=True)
class Paths:
    """The strength of the strongest path between each two choices."""

    strengths: Mapping[tuple[Choice, Choice], Count]
    """0 where no path leads."""
    dropped: Group = ()
    """Choices that did not beat the default choice, and so could not win."""
    default_choice: Group = ()


@dataclass(frozen=True)
class Runoff:
    """Two finalists, and how many ballots prefer each."""

    finalists: tuple[Choice, Choice]
    votes: Votes
    undecided: Count
    winner: Choice


@dataclass(frozen=True)
class Grades:
    """How often each choice was given each grade."""

    given: Mapping[Choice, Mapping[int, Count]]


@dataclass(frozen=True)
class Gauge:
    """A majority gauge: the median grade, and how many ballots graded higher and lower."""

    choice: Choice
    median: int
    above: Count
    below: Count


Step: TypeAlias = Totals | Round | Duels | Pair | Paths | Runoff | Grades | Gauge
_Kind = TypeVar("_Kind", Totals, Round, Duels, Pair, Paths, Runoff, Grades, Gauge)


@dataclass(frozen=True)
class CountResult:
    """What a method says about a profile."""

    winners: Group
    """As many as there are seats, in the order of their election; fewer if there are too few
    choices, none if no ballot counts."""
    ranking: tuple[Group, ...] = ()
    """All choices, best first; those that the method holds equal stand together."""
    tied: Group = ()
    """The choices between which lots alone decided, winners included; empty if lots did not."""
    steps: tuple[Step, ...] = ()
    ties: tuple[Tie, ...] = ()
    ballots: Count = 0
    """All of them, also the next two."""
    blank: Count = 0
    """Ballots without any mark."""
    invalid: Count = 0
    """Ballots with too many marks, or with scores that are not on the scale."""

    @property
    def compared(self) -> Count:
        """Ballots that are counted: neither blank nor invalid."""
        return self.ballots - self.blank - self.invalid

    def all(self, kind: type[_Kind]) -> tuple[_Kind, ...]:
        """Return the steps of one kind, in their order."""
        return tuple(step for step in self.steps if isinstance(step, kind))

    @property
    def is_decided_by_lot(self) -> bool:
        """Whether lots broke any of its ties."""
        return any(tie.by is TieBreak.LOT for tie in self.ties)
