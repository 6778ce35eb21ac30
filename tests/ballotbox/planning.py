"""Questions, voters and ballots for planners in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.ballotbox.admission import Admission
from polls.ballotbox.plan import LedgerEntry, Planner
from polls.ballotbox.terms import VotingTerms
from polls.db.writer.standings import Current
from polls.domain.ballots.ballots import Ballot
from polls.domain.ballots.selections import Marking
from polls.domain.questions.questions import Stage
from polls.domain.questions.rules import Voters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.domain.ballots.selections import Selection

TEA, COFFEE, STRANGER = 1, 2, 99
BOB, CHARLIE = b"bob", b"charlie"


def rules(**changes: Any) -> VotingTerms:
    values: dict[str, Any] = {
        "question_id": 1,
        "stage": Stage.OPEN,
        "voters": Voters.BROWSER,
        "per_network": 0,
        "may_change": True,
        "ballot_count": 0,
        "marking": marking(TEA, COFFEE),
    }
    return VotingTerms(**values | changes)


def marking(*ids: int, fewest: int = 1, most: int | None = 1) -> Marking:
    return Marking(frozenset(ids), {}, fewest, most)


def planner_for(
    rules: Mapping[str, VotingTerms],
    standing: Mapping[bytes, tuple[int, Selection]] | None = None,
    **known: Any,
) -> Planner:
    """Return a planner; `standing` is what voters have on record for question 1."""
    found = {
        (1, hash_): Current(place, selection, None)
        for hash_, (place, selection) in (standing or {}).items()
    }
    tickets = {name: known.pop(name, {}) for name in ("invitations", "networks")}
    return Planner(rules, found, Admission(**tickets), **known)


def ballot(*selection: int, key: str = "1", **particulars: Any) -> Ballot:
    return Ballot(key, selection, "the planner knows hashes only", **particulars)


def withdrawal(key: str = "1") -> Ballot:
    return ballot(key=key, is_withdrawal=True)


def in_order(_entries: list[LedgerEntry]) -> None:
    """Shuffle nothing."""
