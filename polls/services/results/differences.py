"""How the counters of a question can differ from its ballots."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from polls.domain.results.tallies import Count


class OtherVotes(NamedTuple):
    """A choice that shows another number of votes than it has."""

    choice: str
    shown: int
    found: int


class Strangers(NamedTuple):
    """Ballots that name a choice which the question does not have."""

    ballots: int
    choice: int
    """Its id."""


class OtherTotal(NamedTuple):
    """Another number of votes than ballots that count."""

    shown: int
    found: int


class OtherLedger(NamedTuple):
    """A ledger that is longer or shorter than is said, or goes on elsewhere."""

    said: int
    held: int
    following: int
    """The position of the next ballot."""


class ReleasedMissing(NamedTuple):
    """More ballots released than there are."""

    released: int
    held: int


class OtherTurnout(NamedTuple):
    """Other invitations used than ballots cast."""

    used: Count
    cast: Count


Difference: TypeAlias = (
    OtherVotes | Strangers | OtherTotal | OtherLedger | ReleasedMissing | OtherTurnout
)
