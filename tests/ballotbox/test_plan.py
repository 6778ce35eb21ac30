from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.ballotbox.admission import Admission
from polls.ballotbox.plan import LedgerEntry, Plan, Planner
from polls.db.writer.standings import Current
from polls.domain.ballots.ballots import Ballot, Outcome
from polls.domain.ballots.refusals import InvalidSelectionError
from polls.domain.errors import (
    AlreadyVotedError,
    CannotWithdrawError,
    NotYetOpenError,
    PollsError,
    QuestionClosedError,
    QuestionNotFoundError,
    WithdrawalConflict,
)
from polls.domain.questions.questions import Stage
from polls.domain.questions.rules import Voters
from tests.ballotbox.planning import (
    BOB,
    CHARLIE,
    COFFEE,
    STRANGER,
    TEA,
    ballot,
    in_order,
    marking,
    planner_for,
    rules,
    withdrawal,
)

if TYPE_CHECKING:
    from random import Random

    from polls.ballotbox.terms import VotingTerms
    from polls.domain.ballots.selections import Selection


def test_planner_adds_a_ballot_at_the_end_of_the_ledger() -> None:
    planner = planner_for({"1": rules(ballot_count=7)})

    outcome = planner.decide(ballot(TEA), BOB)

    plan = planner.finish(in_order)
    assert outcome is Outcome.NEW
    assert plan.entries == [LedgerEntry(1, BOB, (TEA,), position=7)]
    assert (plan.deltas, plan.added, plan.replaced) == ({TEA: 1}, {1: 1}, [])


def test_planner_answers_the_same_ballot_in_one_batch_once() -> None:
    planner = planner_for({"1": rules()})

    outcomes = [planner.decide(ballot(TEA), BOB) for _ in range(50)]

    assert outcomes == [Outcome.NEW] + [Outcome.SAME] * 49
    assert len(planner.finish(in_order).entries) == 1


def test_planner_answers_the_same_ballot_as_one_written_earlier() -> None:
    planner = planner_for({"1": rules(ballot_count=1)}, {BOB: (0, (TEA,))})

    assert planner.decide(ballot(TEA), BOB) is Outcome.SAME
    assert planner.finish(in_order) == Plan()


def test_planner_replaces_a_ballot_written_earlier() -> None:
    planner = planner_for({"1": rules(ballot_count=3)}, {BOB: (1, (TEA,))})

    outcome = planner.decide(ballot(COFFEE), BOB)

    plan = planner.finish(in_order)
    (entry,) = plan.entries
    assert outcome is Outcome.CHANGED
    assert entry == LedgerEntry(1, BOB, (COFFEE,), position=3)
    assert plan.replaced == [(1, 1, entry)]
    assert plan.deltas == {TEA: -1, COFFEE: 1}
    assert plan.added == {1: 1}


def test_planner_replaces_a_ballot_of_its_own_batch() -> None:
    planner = planner_for({"1": rules()})

    outcomes = [planner.decide(ballot(each), BOB) for each in (TEA, COFFEE, TEA)]

    plan = planner.finish(in_order)
    first, second, third = plan.entries
    assert outcomes == [Outcome.NEW, Outcome.CHANGED, Outcome.CHANGED]
    assert [first.replaced_by, second.replaced_by, third.replaced_by] == [second, third, None]
    assert [entry.position for entry in plan.entries] == [0, 1, 2]
    assert plan.deltas == {TEA: 1, COFFEE: 0}
    assert plan.replaced == []


def test_planner_names_the_last_of_the_batch_when_it_replaces_twice() -> None:
    planner = planner_for({"1": rules(ballot_count=1)}, {BOB: (0, (TEA,))})

    planner.decide(ballot(COFFEE), BOB)
    planner.decide(ballot(TEA), BOB)

    plan = planner.finish(in_order)
    first, second = plan.entries
    assert plan.replaced == [(1, 0, first)]
    assert first.replaced_by is second
    assert plan.deltas == {TEA: 0, COFFEE: 0}


@pytest.mark.parametrize(
    ("changes", "key", "selection", "refusal"),
    [
        ({}, "2", (TEA,), QuestionNotFoundError),
        ({"marking": marking()}, "1", (TEA,), QuestionNotFoundError),
        ({"stage": Stage.DRAFT}, "1", (TEA,), QuestionNotFoundError),
        ({"stage": Stage.SCHEDULED}, "1", (TEA,), QuestionNotFoundError),
        ({"stage": Stage.DRAFT}, "unlisted", (TEA,), NotYetOpenError),
        ({"stage": Stage.SCHEDULED}, "unlisted", (TEA,), NotYetOpenError),
        ({"stage": Stage.CLOSED}, "1", (TEA,), QuestionClosedError),
        ({"stage": Stage.CLOSED}, "1", (STRANGER,), QuestionClosedError),
        ({"stage": Stage.CLOSED}, "1", (), QuestionClosedError),
        ({}, "1", (), InvalidSelectionError),
        ({}, "1", (TEA, COFFEE), InvalidSelectionError),
        ({}, "1", (STRANGER,), InvalidSelectionError),
    ],
)
def test_planner_refuses_a_ballot_that_breaks_a_rule(
    changes: dict[str, Any],
    key: str,
    selection: Selection,
    refusal: type[PollsError],
) -> None:
    planner = planner_for(dict.fromkeys(("1", "unlisted"), rules(**changes)))

    outcome = planner.decide(ballot(*selection, key=key), BOB)

    assert type(outcome) is refusal
    assert planner.finish(in_order) == Plan()


def test_planner_refuses_a_change_of_a_final_vote() -> None:
    planner = planner_for({"1": rules(may_change=False)}, {BOB: (0, (TEA,))})

    assert type(planner.decide(ballot(COFFEE), BOB)) is AlreadyVotedError
    assert planner.decide(ballot(TEA), BOB) is Outcome.SAME
    assert planner.finish(in_order) == Plan()


def test_planner_refuses_a_change_of_a_final_vote_in_one_batch() -> None:
    planner = planner_for({"1": rules(may_change=False)})

    outcomes = [planner.decide(ballot(each), BOB) for each in (TEA, COFFEE)]

    assert outcomes[0] is Outcome.NEW
    assert type(outcomes[1]) is AlreadyVotedError
    assert planner.finish(in_order).deltas == {TEA: 1}


def test_planner_tells_a_retry_after_the_end_that_it_counted() -> None:
    planner = planner_for({"1": rules(stage=Stage.CLOSED)}, {BOB: (0, (TEA,))})

    assert planner.decide(ballot(TEA), BOB) is Outcome.SAME
    assert type(planner.decide(ballot(COFFEE), BOB)) is QuestionClosedError


def test_planner_refuses_one_ballot_alone() -> None:
    planner = planner_for({"1": rules()})

    outcomes = [
        planner.decide(ballot(TEA), BOB),
        planner.decide(ballot(STRANGER), b"dana"),
        planner.decide(ballot(COFFEE), CHARLIE),
    ]

    assert [outcomes[0], type(outcomes[1]), outcomes[2]] == [
        Outcome.NEW,
        InvalidSelectionError,
        Outcome.NEW,
    ]
    assert planner.finish(in_order).deltas == {TEA: 1, COFFEE: 1}


def test_planner_keeps_questions_apart() -> None:
    other = rules(question_id=2, ballot_count=40, marking=marking(3, 4))
    planner = planner_for({"1": rules(ballot_count=5), "abc": other})

    outcomes = [
        planner.decide(ballot(TEA), BOB),
        planner.decide(ballot(3, key="abc"), BOB),
        planner.decide(ballot(TEA, key="abc"), CHARLIE),
        planner.decide(ballot(4, key="abc"), CHARLIE),
    ]

    plan = planner.finish(in_order)
    assert outcomes[:2] + outcomes[3:] == [Outcome.NEW] * 3
    assert type(outcomes[2]) is InvalidSelectionError
    assert [(each.question_id, each.position) for each in plan.entries] == [
        (1, 5),
        (2, 40),
        (2, 41),
    ]
    assert plan.added == {1: 1, 2: 2}


def test_planner_gives_positions_after_the_shuffle() -> None:
    planner = planner_for({"1": rules(ballot_count=2)})
    for hash_ in (b"a", b"b", b"c"):
        planner.decide(ballot(TEA), hash_)

    plan = planner.finish(list.reverse)

    assert [(each.position, each.key_hash) for each in plan.entries] == [
        (2, b"c"),
        (3, b"b"),
        (4, b"a"),
    ]


def test_planner_lets_no_ballot_come_before_the_one_whose_place_it_takes() -> None:
    planner = planner_for({"1": rules(ballot_count=2)})
    for hash_, choice in ((BOB, TEA), (CHARLIE, TEA), (BOB, COFFEE), (BOB, TEA)):
        planner.decide(ballot(choice), hash_)

    plan = planner.finish(list.reverse)

    by_bob = [each for each in plan.entries if each.key_hash == BOB]
    assert sorted(each.position for each in plan.entries) == [2, 3, 4, 5]
    assert all(each.position < each.replaced_by.position for each in by_bob if each.replaced_by)
    assert sum(each.replaced_by is None for each in by_bob) == 1


@pytest.mark.parametrize("standing", [{}, {BOB: (1, (TEA,))}])
def test_planner_keeps_the_order_of_a_voter_who_votes_again(
    standing: dict[bytes, tuple[int, Selection]],
) -> None:
    planner = planner_for({"1": rules(ballot_count=2)}, standing)
    acts = [ballot(COFFEE), withdrawal(), ballot(TEA), withdrawal(), ballot(COFFEE)]

    for act in acts:
        planner.decide(act, BOB)
        planner.decide(ballot(TEA), bytes(len(planner.plan.entries)))
    decided = [each for each in planner.plan.entries if each.key_hash == BOB]
    planner.finish(list.reverse)

    places = [each.position for each in decided]
    assert len(places) == len(acts)
    assert places == sorted(places)


def test_planner_takes_back_a_ballot_written_earlier() -> None:
    planner = planner_for({"1": rules(ballot_count=3)}, {BOB: (1, (TEA,))})

    outcomes = [planner.decide(withdrawal(), BOB) for _ in range(2)]

    plan = planner.finish(in_order)
    (entry,) = plan.entries
    assert outcomes == [Outcome.WITHDRAWN, Outcome.SAME]
    assert (entry.position, entry.selection, entry.name) == (3, (TEA,), None)
    assert entry.replaced_by is entry
    assert plan.replaced == [(1, 1, entry)]
    assert (plan.deltas, plan.added, plan.voters) == ({TEA: -1}, {1: 1}, {1: -1})


def test_planner_takes_back_a_ballot_of_its_own_batch() -> None:
    planner = planner_for({"1": rules()})

    outcomes = [
        planner.decide(ballot(TEA), BOB),
        planner.decide(withdrawal(), BOB),
        planner.decide(ballot(TEA), BOB),
    ]

    plan = planner.finish(in_order)
    first, second, third = plan.entries
    assert outcomes == [Outcome.NEW, Outcome.WITHDRAWN, Outcome.NEW]
    assert [first.replaced_by is second, second.replaced_by is second] == [True, True]
    assert third.replaced_by is None
    assert (plan.deltas, plan.added, plan.voters) == ({TEA: 1}, {1: 3}, {1: 1})


@pytest.mark.parametrize(
    ("changes", "conflict"),
    [
        ({"stage": Stage.CLOSED}, WithdrawalConflict.IS_CLOSED),
        ({"may_change": False}, WithdrawalConflict.IS_FINAL),
        ({"voters": Voters.ANYONE}, WithdrawalConflict.IS_FINAL),
    ],
)
def test_planner_takes_no_ballot_back_that_stays(
    changes: dict[str, Any],
    conflict: WithdrawalConflict,
) -> None:
    planner = planner_for({"1": rules(**changes)}, {BOB: (0, (TEA,))})

    refusal = planner.decide(withdrawal(), BOB)

    assert isinstance(refusal, CannotWithdrawError)
    assert refusal.conflict is conflict
    assert planner.decide(withdrawal(), CHARLIE) is Outcome.SAME
    assert planner.finish(in_order) == Plan()


def test_planner_tells_a_retry_after_the_end_that_the_vote_was_taken_back() -> None:
    planner = planner_for({"1": rules(stage=Stage.CLOSED)})

    assert planner.decide(withdrawal(), BOB) is Outcome.SAME


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SCHEDULED])
def test_planner_tells_no_withdrawal_of_a_question_that_has_not_begun(stage: Stage) -> None:
    planner = planner_for({"1": rules(stage=stage)})

    assert type(planner.decide(withdrawal(), BOB)) is QuestionNotFoundError
    assert type(planner.decide(withdrawal("2"), BOB)) is QuestionNotFoundError


QUESTIONS = {
    "open": rules(question_id=1),
    "final": rules(question_id=2, may_change=False),
    "closed": rules(question_id=3, stage=Stage.CLOSED),
    "hidden": rules(question_id=4, stage=Stage.SCHEDULED),
}
BATCHES = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from([*QUESTIONS, "unknown"]),
            st.sampled_from([b"a", b"b", b"c", b"d"]),
            st.sampled_from([(TEA,), (COFFEE,), (), (TEA, COFFEE), (STRANGER,), None]),
        ),
        max_size=12,
    ),
    max_size=4,
)


class Ledger:
    """The naive way: one ballot after the other, on plain lists, without batches."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, bytes, Selection]] = []
        self.current: dict[tuple[int, bytes], Selection] = {}

    def cast(self, key: str, hash_: bytes, selection: Selection | None) -> str:
        question = QUESTIONS.get(key)
        if question is None or question.stage is Stage.SCHEDULED:
            return "NotYetOpenError" if question else "QuestionNotFoundError"
        place = (question.question_id, hash_)
        if selection is None:
            return self.withdraw(place, may_change=question.may_change)
        return self.put(question, place, selection)

    def put(
        self,
        question: VotingTerms,
        place: tuple[int, bytes],
        selection: Selection,
    ) -> str:
        earlier = self.current.get(place)
        if earlier == selection:
            return "SAME"
        if question.stage is Stage.CLOSED:
            return "QuestionClosedError"
        if selection not in {(TEA,), (COFFEE,)}:
            return "InvalidSelectionError"
        if earlier and not question.may_change:
            return "AlreadyVotedError"
        self.rows.append((*place, selection))
        self.current[place] = selection
        return "CHANGED" if earlier else "NEW"

    def withdraw(self, place: tuple[int, bytes], *, may_change: bool) -> str:
        earlier = self.current.get(place)
        if earlier is None:
            return "SAME"
        if not may_change:
            return "CannotWithdrawError"
        self.rows.append((*place, self.current.pop(place)))
        return "WITHDRAWN"


class Tables:
    """What the planned transactions leave in the tables."""

    def __init__(self) -> None:
        self.rows: dict[tuple[int, int], list[Any]] = {}
        self.votes: Counter[tuple[int, int]] = Counter()
        self.lengths: Counter[int] = Counter()
        self.voters: Counter[int] = Counter()

    def rules(self) -> dict[str, VotingTerms]:
        return {
            key: rules(
                question_id=each.question_id,
                stage=each.stage,
                may_change=each.may_change,
                ballot_count=self.lengths[each.question_id],
            )
            for key, each in QUESTIONS.items()
        }

    def current(self) -> dict[tuple[int, bytes], Current]:
        found: dict[tuple[int, bytes], Current] = {}
        for (question_id, position), (hash_, selection, replaced_by) in self.rows.items():
            if replaced_by is None:
                assert (question_id, hash_) not in found, "two current ballots of one voter"
                found[question_id, hash_] = Current(position, selection, None)
        return found

    def apply(self, plan: Plan) -> None:
        for question_id, position, entry in plan.replaced:
            row = self.rows[question_id, position]
            assert row[2] is None, "replaced twice"
            row[2] = entry.position
        for entry in plan.entries:
            place = (entry.question_id, entry.position)
            assert place not in self.rows, "two ballots at one position"
            replaced_by = entry.replaced_by.position if entry.replaced_by else None
            self.rows[place] = [entry.key_hash, entry.selection, replaced_by]
        self.lengths.update(plan.added)
        self.voters.update(plan.voters)
        self.votes.update({(0, choice): delta for choice, delta in plan.deltas.items()})


@given(BATCHES, st.randoms(use_true_random=False))
def test_planner_equals_counting_one_by_one(
    batches: list[list[tuple[str, bytes, Selection | None]]],
    chance: Random,
) -> None:
    ledger, tables = Ledger(), Tables()

    for batch in batches:
        planner = Planner(tables.rules(), tables.current(), Admission({}, {}))
        expected = [ledger.cast(*each) for each in batch]
        outcomes = [
            planner.decide(
                Ballot(key, selection or (), "", is_withdrawal=selection is None),
                hash_,
            )
            for key, hash_, selection in batch
        ]
        tables.apply(planner.finish(chance.shuffle))
        answers = [
            outcome.name if isinstance(outcome, Outcome) else type(outcome).__name__
            for outcome in outcomes
        ]
        assert answers == expected

    assert tables.voters == Counter(id_ for id_, _ in ledger.current)
    current = {place: each.selection for place, each in tables.current().items()}
    assert current == ledger.current
    assert Counter((each[0], *each[1:]) for each in ledger.rows) == Counter(
        (question_id, hash_, selection)
        for (question_id, _), (hash_, selection, _) in tables.rows.items()
    )
    for question_id, length in tables.lengths.items():
        positions = sorted(position for id_, position in tables.rows if id_ == question_id)
        assert positions == list(range(length)), "a gap in the ledger"
    recount = Counter((0, choice) for selection in current.values() for choice in selection)
    assert +tables.votes == recount
