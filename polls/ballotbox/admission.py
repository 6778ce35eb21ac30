"""Who may vote, where more is asked of a voter than a credential. No I/O, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from polls.domain.errors import (
    CodeNeededError,
    QuestionClosedError,
    RevokedCodeError,
    TooManyFromNetworkError,
    WrongCodeError,
)
from polls.domain.questions.rules import Voters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.ballotbox.terms import VotingTerms
    from polls.db.writer.admissions import StoredInvitation

ASKING = frozenset({Voters.NETWORK, Voters.INVITED})
"""The policies that ask for a ticket beside the credential: the hash of a code, or the tag of a
network, which the database is asked about."""


@dataclass(slots=True)
class Admission:
    """The tickets that the voters of a batch may hold, and what becomes of them."""

    invitations: Mapping[tuple[int, bytes], StoredInvitation]
    """(question id, hash of the code) → the invitation."""
    networks: Mapping[tuple[int, bytes], int]
    """(question id, tag) → voters that the network has had."""
    used: dict[int, bool] = field(default_factory=dict)
    """Id of an invitation with which somebody votes who had not, or takes the vote back → whether
    its holder has voted now."""
    seats: dict[tuple[int, bytes], int] = field(default_factory=dict)
    """(question id, tag) → voters, of the networks that get more, or fewer."""

    def check(self, rules: VotingTerms, ticket: bytes | None) -> int:
        """Make sure that whoever holds the ticket may vote; return the weight of the ballot."""
        if rules.voters is not Voters.INVITED:
            return 1
        if ticket is None:
            raise CodeNeededError
        invitation = self.invitations.get((rules.question_id, ticket))
        if invitation is None:
            raise WrongCodeError
        if invitation.is_revoked:
            raise RevokedCodeError
        return invitation.weight

    def admit(self, rules: VotingTerms, ticket: bytes | None) -> None:
        """Take a new voter's ticket, which was checked."""
        if ticket is None:
            if rules.voters is Voters.NETWORK:  # its key is deleted when voting has ended
                raise QuestionClosedError
            return
        place = (rules.question_id, ticket)
        if rules.voters is Voters.INVITED:
            self.used[self.invitations[place].id] = True
            return
        voters = self.seats.get(place, self.networks.get(place, 0)) + 1
        if voters > rules.per_network:
            raise TooManyFromNetworkError
        self.seats[place] = voters

    def leave(self, rules: VotingTerms, ticket: bytes | None) -> None:
        """Give a ticket back, which was checked, for its voter takes the vote back.

        Which network a ballot came from is not known. So the seat becomes free in the network from
        which it is taken back: there are never fewer seats taken than votes that count.
        """
        if ticket is None:
            return
        place = (rules.question_id, ticket)
        if rules.voters is Voters.INVITED:
            self.used[self.invitations[place].id] = False
            return
        voters = self.seats.get(place, self.networks.get(place, 0))
        if voters:
            self.seats[place] = voters - 1
