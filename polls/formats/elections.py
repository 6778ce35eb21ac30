"""An election as a file holds it: names, seats, and the profile of its ballots."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.domain.counting.profiles import Profile

MARKS = "marks"
RANKING = "ranking"
SCORES = "scores"


@dataclass(frozen=True)
class Election:
    """What a file says. Choices are numbers from 0, the places of their names."""

    names: tuple[str, ...]
    """Also of those who have withdrawn: they are not among the profile's choices."""
    ballot: str
    """`marks`, `ranking` or `scores`: what a selection of the profile is."""
    profile: Profile[Any]
    title: str = ""
    seats: int | None = None
    """None where the file does not say."""
    tie_order: tuple[int, ...] = ()
    """The order of lots that the file names, first one best."""
    unranked: str | None = None
    """`last` or `not_compared` where the file says what an unranked choice means."""
    highest: int | None = None
    """The highest score that a ballot could give, where the file says so."""
    others: Mapping[str, Profile[Any]] = field(default_factory=dict)
    """What the same ballots say besides, by the kind of ballot: scores, where the profile has the
    rankings of ballots that were ranked and scored, or the choices that somebody approves of."""
    is_guess: bool = False
    """Whether letters beyond the English ones were guessed, since nothing says the encoding."""
