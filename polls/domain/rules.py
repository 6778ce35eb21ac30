"""The rules of a question: who may vote, what a ballot may say, and who sees what when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

RELEASE_STEP = 5
"""Voters whose ballots are added to a guarded tally together, unless the organiser says more."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds for every ballot of a question; fixed by the first one."""

    min_choices: int = 1
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

    @property
    def is_single(self) -> bool:
        """Whether a ballot marks one choice, no more and no less."""
        return self.min_choices == self.max_choices == 1

    @property
    def is_repeatable(self) -> bool:
        """Whether every vote is another ballot, also one by the same person."""
        return self.voters is Voters.ANYONE


class Policy(NamedTuple):
    """What must be known of a question before a ballot on it is read, or shown."""

    voters: Voters = Voters.BROWSER
    is_draft: bool = False
    is_shuffled: bool = False
    is_settled: bool = False
    """Whether it stays like this: a ballot fixes the rules, except one that tries a draft out."""
