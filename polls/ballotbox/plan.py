"""What the ballots of one batch do to the tables. No I/O, no clock."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from polls.ballotbox.admission import ASKING
from polls.domain.ballots.ballots import Outcome, check_name
from polls.domain.ballots.checking import check
from polls.domain.ballots.refusals import InvalidSelectionError, SelectionFault
from polls.domain.ballots.selections import named
from polls.domain.errors import (
    AlreadyVotedError,
    CannotWithdrawError,
    NotYetOpenError,
    PollsError,
    QuestionClosedError,
    QuestionDeletedError,
    QuestionNotFoundError,
    TryOutEndedError,
    WithdrawalConflict,
)
from polls.domain.questions.questions import Stage, is_guessable
from polls.domain.questions.rules import Voters

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from polls.ballotbox.admission import Admission
    from polls.ballotbox.terms import VotingTerms
    from polls.db.writer.standings import Current
    from polls.domain.ballots.ballots import Ballot
    from polls.domain.ballots.selections import Selection, Style


@dataclass(slots=True)
class LedgerEntry:
    """A new row of a ledger. Its position is given at the end, when all entries are shuffled."""

    question_id: int
    key_hash: bytes
    selection: Selection
    weight: int = 1
    name: str | None = None
    position: int = -1
    replaced_by: LedgerEntry | None = None
    """Itself: it takes a ballot back, and counts at no length of the ledger."""


@dataclass(slots=True)
class Plan:
    """What one transaction is to write."""

    entries: list[LedgerEntry] = field(default_factory=list)
    replaced: list[tuple[int, int, LedgerEntry]] = field(default_factory=list)
    """(question id, position, the entry that takes its place) of ballots written earlier."""
    deltas: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    """Choice id → change of its votes."""
    added: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    """Question id → number of new ballots."""
    voters: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    """Question id → voters more: new ones, less those who take their votes back."""


class Planner:
    """Decides about the ballots of one batch, in the order in which they came.

    Args:
        rules: by question key; a key that is missing has no question.
        standing: (question id, key hash) → the current ballot of that voter, as stored.
        admission: what is known of the voters' tickets.
        deleted: the keys of questions that there were.
    """

    def __init__(
        self,
        rules: Mapping[str, VotingTerms],
        standing: Mapping[tuple[int, bytes], Current],
        admission: Admission,
        deleted: Collection[str] = (),
    ) -> None:
        self._rules = rules
        self._standing: dict[tuple[int, bytes], Current | LedgerEntry] = dict(standing)
        self.admission = admission
        self._deleted = deleted
        self._repeated: dict[tuple[int, bytes], list[LedgerEntry]] = {}
        """Voter → their entries in this batch, where one of them takes the place of a ballot."""
        self.plan = Plan()

    def decide(
        self,
        ballot: Ballot,
        key_hash: bytes,
        ticket: bytes | None = None,
    ) -> Outcome | PollsError:
        """Plan what this ballot changes and say how it is answered."""
        try:
            if ballot.is_withdrawal:
                return self._withdraw(ballot, key_hash, ticket)
            return self._admit(ballot, key_hash, ticket)
        except PollsError as refusal:
            return refusal

    def finish(self, shuffle: Callable[[list[LedgerEntry]], None]) -> Plan:
        """Give every entry its position, without gaps and in an order that tells nothing.

        Only the ballots of one voter stand in their order: each says anyway which one took its
        place, and that one comes later, as it does between batches.
        """
        shuffle(self.plan.entries)
        following = {rules.question_id: rules.ballot_count for rules in self._rules.values()}
        for entry in self.plan.entries:
            entry.position = following[entry.question_id]
            following[entry.question_id] += 1
        for entries in self._repeated.values():
            places = sorted(entry.position for entry in entries)
            for entry, place in zip(entries, places, strict=True):
                entry.position = place
        return self.plan

    def _admit(self, ballot: Ballot, key_hash: bytes, ticket: bytes | None) -> Outcome:
        rules = self._rules_for(ballot)
        if rules.stage is not Stage.OPEN:
            _check_begun(rules, ballot)
        elif ballot.is_trial:
            raise TryOutEndedError
        name = (ballot.name or "").strip() if rules.voters is Voters.NAMED else None
        standing = self._standing.get((rules.question_id, key_hash))
        if standing and standing.selection == ballot.selection and standing.name == name:
            return Outcome.SAME  # even after the end: the retry of a counted vote is told so
        if rules.stage.has_ended:
            raise QuestionClosedError
        is_asked = rules.voters in ASKING
        weight = self.admission.check(rules, ticket) if is_asked else 1
        if ballot.style is not rules.marking.style:
            raise InvalidSelectionError(SelectionFault.BALLOT_CHANGED)
        check(ballot.selection, rules.marking)
        if name is not None:
            check_name(name)
        if standing and not rules.may_change:
            raise AlreadyVotedError
        if is_asked and standing is None:
            self.admission.admit(rules, ticket)
        entry = LedgerEntry(rules.question_id, key_hash, ballot.selection, weight, name)
        self._write(entry, standing, rules.marking.style)
        return Outcome.CHANGED if standing else Outcome.NEW

    def _withdraw(self, ballot: Ballot, key_hash: bytes, ticket: bytes | None) -> Outcome:
        rules = self._rules_for(ballot)
        if rules.stage is not Stage.OPEN:
            _check_begun(rules, ballot)
        standing = self._standing.get((rules.question_id, key_hash))
        if standing is None:
            return Outcome.SAME  # even after the end: the retry of a withdrawal is told so
        if rules.stage.has_ended:
            raise CannotWithdrawError(WithdrawalConflict.IS_CLOSED)
        if not rules.may_change or rules.voters is Voters.ANYONE:
            raise CannotWithdrawError(WithdrawalConflict.IS_FINAL)
        weight = 1
        if rules.voters in ASKING:
            weight = self.admission.check(rules, ticket)
            self.admission.leave(rules, ticket)
        entry = LedgerEntry(rules.question_id, key_hash, standing.selection, weight)
        entry.replaced_by = entry
        self._take_back(entry, standing, rules.marking.style)
        return Outcome.WITHDRAWN

    def _rules_for(self, ballot: Ballot) -> VotingTerms:
        rules = self._rules.get(ballot.question_key)
        if rules is None and ballot.question_key in self._deleted:
            raise QuestionDeletedError
        if rules is None or not rules.marking.choice_ids:
            raise QuestionNotFoundError
        return rules

    def _write(
        self, entry: LedgerEntry, standing: Current | LedgerEntry | None, style: Style
    ) -> None:
        plan = self.plan
        plan.entries.append(entry)
        plan.added[entry.question_id] += 1
        deltas = plan.deltas
        for choice_id in named(entry.selection, style):
            deltas[choice_id] += 1
        if standing is None:
            plan.voters[entry.question_id] += 1
            if earlier := self._repeated.get((entry.question_id, entry.key_hash)):
                earlier.append(entry)  # the vote was taken back, and comes again
        else:
            self._replace(standing, entry, style)
        self._standing[entry.question_id, entry.key_hash] = entry

    def _take_back(self, entry: LedgerEntry, standing: Current | LedgerEntry, style: Style) -> None:
        self.plan.entries.append(entry)
        self.plan.added[entry.question_id] += 1
        self.plan.voters[entry.question_id] -= 1
        self._replace(standing, entry, style)
        del self._standing[entry.question_id, entry.key_hash]

    def _replace(self, standing: Current | LedgerEntry, entry: LedgerEntry, style: Style) -> None:
        for choice_id in named(standing.selection, style):
            self.plan.deltas[choice_id] -= 1
        chain = self._repeated.setdefault((entry.question_id, entry.key_hash), [])
        if isinstance(standing, LedgerEntry):
            standing.replaced_by = entry
            chain += (entry,) if chain else (standing, entry)
        else:
            self.plan.replaced.append((entry.question_id, standing.position, entry))
            chain.append(entry)


def _check_begun(rules: VotingTerms, ballot: Ballot) -> None:
    is_trial = rules.stage is Stage.DRAFT and ballot.is_trial
    if rules.stage in {Stage.DRAFT, Stage.SCHEDULED} and not is_trial:
        is_secret = is_guessable(ballot.question_key, rules.question_id)
        raise QuestionNotFoundError if is_secret else NotYetOpenError
