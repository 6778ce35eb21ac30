"""What a batch is to write, from the terms on which its questions take ballots. No I/O."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.ballotbox.batch import Entry, Plan, Planner, Rules
from polls.db.ballots import Growth, NewBallot
from polls.db.changes import Change
from polls.domain.ballots import encode
from polls.domain.credentials import key_hash
from polls.domain.errors import PollsError
from polls.domain.questions import has_closed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from polls.db.ballots import Terms
    from polls.domain.ballots import Ballot, Outcome, Selection

NONCE_BYTES = 16

_CHANCE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Draft:
    """The outcomes of a batch, in its order, if what is planned gets written."""

    outcomes: list[Outcome | PollsError]
    plan: Plan
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
            Growth(each.id, plan.added[each.id], plan.voters[each.id], each.version)
            for each in self._growing()
        ]

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


def draft(
    ballots: Sequence[Ballot],
    hashes: Sequence[bytes],
    terms: Mapping[str, Terms],
    standing: Mapping[tuple[int, bytes], tuple[int, Selection]],
    now: datetime,
) -> Draft:
    """Decide about a batch.

    Args:
        ballots: in the order in which they came.
        hashes: the key hash of each of them.
        terms: by question key; a key that is missing has no question.
        standing: (question id, key hash) → position and selection of the current ballot.
        now: the moment that decides what is open.
    """
    planner = Planner({key: _rules(each, now) for key, each in terms.items()}, standing)
    outcomes = [planner.decide(*pair) for pair in zip(ballots, hashes, strict=True)]
    return Draft(outcomes, planner.finish(_shuffle), terms)


def key_hashes(ballots: Sequence[Ballot], terms: Mapping[str, Terms]) -> list[bytes]:
    """Return the key hash of each ballot; nothing where there is no question."""
    return [
        key_hash(terms[ballot.question_key].credential_key, ballot.credential)
        if ballot.question_key in terms
        else b""
        for ballot in ballots
    ]


def _rules(terms: Terms, now: datetime) -> Rules:
    return Rules(
        question_id=terms.id,
        is_published=terms.pub_date <= now and bool(terms.choice_ids),
        is_closed=has_closed(terms.close_date, terms.closed_at, now),
        may_change=terms.may_change,
        ballot_count=terms.ballot_count,
        choice_ids=terms.choice_ids,
    )


def _shuffle(entries: list[Entry]) -> None:
    """Put entries into an order that the operating system's chance decides."""
    chance = os.urandom(_CHANCE_BYTES * len(entries))
    keys = {
        id(entry): chance[start : start + _CHANCE_BYTES]
        for start, entry in zip(range(0, len(chance), _CHANCE_BYTES), entries, strict=True)
    }
    entries.sort(key=lambda entry: keys[id(entry)])
