"""Who was invited, and who of them has voted: never what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Show(StrEnum):
    """Which invitations are asked for."""

    INVITED = "invited"  # all whose code was not revoked
    WAITING = "waiting"  # who may still vote and has not
    VOTED = "voted"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody who was invited; the code itself is known to nobody but its holder."""

    id: int
    label: str
    weight: int
    has_voted: bool
    is_revoked: bool


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many were invited and have voted; those whose code was revoked are left out."""

    invited: int
    voted: int
    invited_weight: int
    voted_weight: int
    revoked: int

    @property
    def waiting(self) -> int:
        """How many may still vote and have not."""
        return self.invited - self.voted

    @property
    def is_weighted(self) -> bool:
        """Whether anybody counts for more than one."""
        return self.invited_weight != self.invited
