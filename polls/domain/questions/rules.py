"""The rules of a question: who may vote, what a ballot may say, and who sees what when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS

RELEASE_STEP = 5
"""Voters whose ballots are added to a guarded tally together, unless the organiser says more."""


PER_NETWORK = 5
"""Voters from one network, with `Voters.NETWORK`, unless the organiser says otherwise."""


class Voters(StrEnum):
    """Who may vote."""

    ANYONE = "anyone"  # no credential is asked: every post is a ballot
    BROWSER = "browser"  # one ballot a browser
    NETWORK = "network"  # one a browser, and at most `per_network` from one network
    INVITED = "invited"  # one ballot an invitation
    NAMED = "named"  # one a browser, under a name that is shown with it


class Visibility(StrEnum):
    """When voters see the result; the organiser sees it always."""

    ALWAYS = "always"
    VOTED = "voted"  # who has voted sees it
    CLOSED = "closed"  # everybody, when voting has ended
    ORGANISER = "organiser"  # nobody, until the organiser publishes it


class Threshold(StrEnum):
    """How much support a winner needs, of all ballots, blank ones included."""

    SIMPLE = "simple"  # more than any other choice
    ABSOLUTE = "absolute"  # more than half
    TWO_THIRDS = "two_thirds"  # at least


def is_single(method: str, fewest: int, most: int | None) -> bool:
    """Tell whether a ballot marks one choice, no more and no less.

    Args:
        method: by which ballots are counted.
        fewest: choices that a ballot must mark.
        most: choices that it may mark; None: all.
    """
    return METHODS[method].ballot is Style.MARKS and fewest == most == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds for every ballot of a question; fixed by the first one."""

    method: str = "plurality"
    """A name in `METHODS`."""
    seats: int = 1
    """How many choices win."""
    options: tuple[tuple[str, str], ...] = ()
    """The method's options that are not as usual: names and values, as `counting.options.read`
    takes them, in the order of the names."""
    highest: int = 5
    """The highest score on a ballot with scores; the lowest is 0."""
    labels: tuple[str, ...] = ()
    """What the scores are called, from 0 on; empty: by their numbers."""
    quorum: int | None = None
    """How many ballots make a result."""
    quorum_percent: int | None = None
    """The same as a share of those who were invited."""
    threshold: Threshold = Threshold.SIMPLE
    min_choices: int = 1
    """How many choices a ballot marks, ranks or scores at least."""
    max_choices: int | None = 1
    """None: as many as there are."""
    voters: Voters = Voters.BROWSER
    per_network: int | None = None
    """With `Voters.NETWORK`: how many voters one network may have."""
    may_change: bool = True
    visibility: Visibility = Visibility.ALWAYS
    release_step: int = RELEASE_STEP
    """With `Voters.INVITED`, where it is known who has voted: the numbers move when so many
    voters more have voted, so that nobody's vote can be worked out."""
    is_shuffled: bool = False
    """Whether each voter meets the choices in an order of their own."""
    has_receipts: bool = True
    """Whether voters can check, and show to others, what is in the record of their ballot."""

    @property
    def style(self) -> Style:
        """What a ballot asks for."""
        return METHODS[self.method].ballot

    @property
    def has_dates(self) -> bool:
        """Whether its choices are dates."""
        return METHODS[self.method].has_dates

    @property
    def is_single(self) -> bool:
        """Whether a ballot marks one choice, no more and no less."""
        return is_single(self.method, self.min_choices, self.max_choices)

    @property
    def may_revise(self) -> bool:
        """Whether voters may change their votes, and take them back."""
        return self.may_change and not self.is_repeatable

    @property
    def is_repeatable(self) -> bool:
        """Whether every vote is another ballot, also one by the same person."""
        return self.voters is Voters.ANYONE


class Policy(NamedTuple):
    """What must be known of a question before a ballot on it is read, or shown."""

    voters: Voters = Voters.BROWSER
    is_draft: bool = False
    is_shuffled: bool = False
    style: Style = Style.MARKS
    is_settled: bool = False
    """Whether it stays like this: a ballot fixes the rules, except one that tries a draft out."""
