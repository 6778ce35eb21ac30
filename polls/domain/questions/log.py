"""The log of a question: what was changed, when, and by whose right."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Actor(StrEnum):
    """By whose right something was done."""

    ORGANISER = "organiser"  # whoever holds the organiser's link
    OPERATOR = "operator"  # whoever runs the server, on its command line
    CLOCK = "clock"  # nobody: a moment came that had been set


class Act(StrEnum):
    """What was done to a question."""

    OPENED = "opened"
    SCHEDULED = "scheduled"  # it will open by itself
    LIMITED = "limited"  # its end was set, moved or taken away
    CLOSED = "closed"
    CONFIRMED = "confirmed"  # an end that could still be taken back
    RESUMED = "resumed"  # the end was taken back before anything was shown
    REOPENED = "reopened"
    PUBLISHED = "published"
    EDITED = "edited"
    INVITED = "invited"  # codes were made
    REVOKED = "revoked"  # codes were taken back
    REISSUED = "reissued"  # codes were replaced by new ones
    REMOVED = "removed"  # a vote under a name
    LISTED = "listed"  # on the front page
    UNLISTED = "unlisted"
    RENEWED = "renewed"  # there is a new organiser's link
    DECIDED = "decided"  # the organiser chose what the answer is
    UNDECIDED = "undecided"  # and took that back


class By(NamedTuple):
    """Who wants to change a question, and which state of it they know."""

    actor: Actor
    revision: int | None = None
    """The revision that their page showed; None: whatever it is by now."""


OPERATOR = By(Actor.OPERATOR)
CLOCK = By(Actor.CLOCK)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that was done; `detail` has what its sentence needs, in the words of JSON."""

    at: datetime
    actor: Actor
    act: str
    detail: Mapping[str, Any] = field(default_factory=dict)
