"""What a batch is to write, from the terms on which its questions take ballots. No I/O."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from polls.ballotbox.admission import ASKING, Admission
from polls.ballotbox.plan import LedgerEntry, Plan, Planner
from polls.ballotbox.terms import VotingTerms
from polls.db.engines.changes import Change
from polls.db.writer.ballots import Growth, NewBallot
from polls.domain.ballots.selections import Marking, encode
from polls.domain.electorate import invitation_codes
from polls.domain.electorate.credentials import key_hash, network_tag
from polls.domain.errors import PollsError
from polls.domain.questions.questions import Stage, stage
from polls.domain.questions.rules import Voters

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from polls.db.writer.admissions import StoredInvitation
    from polls.db.writer.standings import Current
    from polls.db.writer.terms import Terms
    from polls.domain.ballots.ballots import Ballot, Outcome

NONCE_BYTES = 16

_CHANCE_BYTES = 8

_NOWHERE = ""
"""The network of all of whom none is known: they share one, or more would be let in than may."""

Voter: TypeAlias = tuple[bytes, bytes | None]
"""Whose ballot it is: the key hash; and the ticket, if the question asks for one: the hash of an
invitation's code, or the tag of a network. A plain tuple, for one is made every vote."""

_NOBODY: Voter = (b"", None)


class Known(NamedTuple):
    """What the tables say of the voters of a batch."""

    standing: Mapping[tuple[int, bytes], Current] = {}
    """By question id and key hash."""
    invitations: Mapping[tuple[int, bytes], StoredInvitation] = {}
    """By question id and hash of the code."""
    networks: Mapping[tuple[int, bytes], int] = {}
    """Voters, by question id and tag."""
    deleted: Collection[str] = ()
    """Keys that questions had."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The outcomes of a batch, in its order, if what is planned gets written."""

    outcomes: list[Outcome | PollsError]
    plan: Plan
    admission: Admission
    """What becomes of the voters' tickets."""
    terms: Mapping[str, Terms]
    """By question key: what the plan was made for."""

    @property
    def has_refusals(self) -> bool:
        """Whether a ballot would be refused."""
        return any(isinstance(outcome, PollsError) for outcome in self.outcomes)

    @property
    def growth(self) -> list[Growth]:
        """How much longer each ledger gets."""
        plan = self.plan
        return [
            Growth(
                each.id,
                plan.added[each.id],
                plan.voters[each.id],
                each.version,
                each.ballot_count,
                each.stamp,
            )
            for each in self._growing()
        ]

    @property
    def guarded(self) -> list[int]:
        """Ids of the questions that get ballots, and of which it is known who has voted."""
        return [each.id for each in self._growing() if each.voters is Voters.INVITED]

    @property
    def changes(self) -> list[Change]:
        """The versions that its questions get."""
        return [Change(terms.key, terms.version + 1) for terms in self._growing()]

    @property
    def following(self) -> dict[str, Terms]:
        """The terms as they are when the plan is written, by question key."""
        added = self.plan.added
        return dict(self.terms) | {
            terms.key: terms._replace(
                ballot_count=terms.ballot_count + added[terms.id],
                version=terms.version + 1,
            )
            for terms in self._growing()
        }

    def ballots(self) -> list[NewBallot]:
        """Return the rows to insert, each with a nonce of its own."""
        entries = self.plan.entries
        nonces = os.urandom(NONCE_BYTES * len(entries))
        return [
            NewBallot(
                entry.question_id,
                entry.position,
                encode(entry.selection),
                nonces[start : start + NONCE_BYTES],
                entry.key_hash,
                entry.replaced_by.position if entry.replaced_by else None,
                entry.weight,
                entry.name,
            )
            for start, entry in zip(range(0, len(nonces), NONCE_BYTES), entries, strict=True)
        ]

    def _growing(self) -> list[Terms]:
        return [terms for terms in self.terms.values() if terms.id in self.plan.added]


def identify(ballots: Sequence[Ballot], terms: Mapping[str, Terms]) -> list[Voter]:
    """Return whose ballots these are."""
    return [_voter(ballot, terms.get(ballot.question_key)) for ballot in ballots]


def draft(
    ballots: Sequence[Ballot],
    voters: Sequence[Voter],
    terms: Mapping[str, Terms],
    known: Known,
    now: datetime,
) -> Draft:
    """Decide about a batch.

    Args:
        ballots: in the order in which they came.
        voters: whose they are, as `identify` says.
        terms: by question key; a key that is missing has no question.
        known: what the tables say of these voters.
        now: the moment that decides what is open.
    """
    rules = {key: _rules(each, now) for key, each in terms.items()}
    admission = Admission(known.invitations, known.networks)
    planner = Planner(rules, known.standing, admission, known.deleted)
    outcomes = [
        planner.decide(ballot, *voter) for ballot, voter in zip(ballots, voters, strict=True)
    ]
    return Draft(outcomes, planner.finish(_shuffle), admission, terms)


def _voter(ballot: Ballot, terms: Terms | None) -> Voter:
    if terms is None:
        return _NOBODY
    if terms.voters not in ASKING:
        return key_hash(terms.credential_key, ballot.credential), None
    if terms.voters is Voters.NETWORK:
        return key_hash(terms.credential_key, ballot.credential), _tag(ballot, terms)
    if ballot.code is None:
        return _NOBODY
    holder = invitation_codes.credential(ballot.code)
    return key_hash(terms.credential_key, holder), invitation_codes.code_hash(ballot.code)


def _tag(ballot: Ballot, terms: Terms) -> bytes | None:
    if terms.network_key is None:
        return None
    return network_tag(terms.network_key, ballot.network or _NOWHERE)


def _rules(terms: Terms, now: datetime) -> VotingTerms:
    by_date = stage(
        terms.opened_at, terms.pub_date, terms.close_date, terms.stopped_at, terms.closed_at, now
    )
    return VotingTerms(
        question_id=terms.id,
        stage=Stage.DRAFT if terms.is_draft else by_date,
        voters=terms.voters,
        per_network=terms.per_network or 0,
        may_change=terms.may_change,
        ballot_count=terms.ballot_count,
        marking=Marking(
            terms.choice_ids,
            terms.alone,
            terms.min_choices,
            terms.max_choices,
            terms.style,
            terms.highest,
            terms.has_equal_ranks,
            terms.has_labels,
            terms.has_dates,
        ),
    )


def _shuffle(entries: list[LedgerEntry]) -> None:
    """Put entries into an order that the operating system's chance decides."""
    chance = os.urandom(_CHANCE_BYTES * len(entries))
    keys = {
        id(entry): chance[start : start + _CHANCE_BYTES]
        for start, entry in zip(range(0, len(chance), _CHANCE_BYTES), entries, strict=True)
    }
    entries.sort(key=lambda entry: keys[id(entry)])
