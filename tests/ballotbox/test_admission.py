"""Who may vote, policy by policy, as the planner of a batch decides it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.ballotbox.admission import Admission
from polls.ballotbox.plan import Plan, Planner
from polls.db.writer.admissions import StoredInvitation
from polls.db.writer.standings import Current
from polls.domain.ballots.ballots import Ballot, Outcome
from polls.domain.ballots.refusals import InvalidNameError, InvalidSelectionError
from polls.domain.ballots.selections import Marking
from polls.domain.errors import (
    AlreadyVotedError,
    CodeNeededError,
    NotYetOpenError,
    QuestionClosedError,
    QuestionDeletedError,
    QuestionNotFoundError,
    RevokedCodeError,
    TooManyFromNetworkError,
    TryOutEndedError,
    WrongCodeError,
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

    from polls.domain.ballots.selections import Selection

HOME, SCHOOL = b"home", b"school"
CODE, HEAVY_CODE, REVOKED_CODE, UNKNOWN_CODE = b"code", b"heavy", b"revoked", b"unknown"
BLANK = 9

BY_NETWORK = {"1": rules(voters=Voters.NETWORK, per_network=2)}
INVITED = {"1": rules(voters=Voters.INVITED)}
NAMED = {"1": rules(voters=Voters.NAMED)}
INVITATIONS = {
    (1, CODE): StoredInvitation(id=5, weight=1, is_revoked=False),
    (1, HEAVY_CODE): StoredInvitation(id=6, weight=30, is_revoked=False),
    (1, REVOKED_CODE): StoredInvitation(id=7, weight=1, is_revoked=True),
}


def kind(outcome: object) -> object:
    return outcome if isinstance(outcome, Outcome) else type(outcome)


# networks


def test_planner_lets_in_as_many_from_a_network_as_may() -> None:
    planner = planner_for(BY_NETWORK)

    outcomes = [planner.decide(ballot(TEA), hash_, HOME) for hash_ in (b"a", b"b", b"c")]
    outcomes.append(planner.decide(ballot(TEA), b"d", SCHOOL))

    assert [kind(each) for each in outcomes] == [
        Outcome.NEW,
        Outcome.NEW,
        TooManyFromNetworkError,
        Outcome.NEW,
    ]
    assert planner.admission.seats == {(1, HOME): 2, (1, SCHOOL): 1}
    assert len(planner.finish(in_order).entries) == 3


def test_planner_counts_voters_of_a_network_that_voted_earlier() -> None:
    planner = planner_for(BY_NETWORK, networks={(1, HOME): 1})

    outcomes = [planner.decide(ballot(TEA), hash_, HOME) for hash_ in (b"a", b"b")]

    assert [kind(each) for each in outcomes] == [Outcome.NEW, TooManyFromNetworkError]
    assert planner.admission.seats == {(1, HOME): 2}


def test_planner_lets_a_counted_voter_change_in_a_full_network() -> None:
    planner = planner_for(BY_NETWORK, {BOB: (0, (TEA,))}, networks={(1, HOME): 2})

    outcomes = [planner.decide(ballot(mark), BOB, HOME) for mark in (TEA, COFFEE)]

    assert outcomes == [Outcome.SAME, Outcome.CHANGED]
    assert planner.admission.seats == {}


def test_planner_counts_a_refused_ballot_for_no_network() -> None:
    planner = planner_for(BY_NETWORK)

    refused = planner.decide(ballot(STRANGER), BOB, HOME)

    assert kind(refused) is InvalidSelectionError
    assert planner.admission.seats == {}


def test_planner_counts_networks_of_each_question_apart() -> None:
    questions = BY_NETWORK | {"2": rules(question_id=2, voters=Voters.NETWORK, per_network=1)}
    planner = planner_for(questions, networks={(1, HOME): 2})

    outcomes = [planner.decide(ballot(TEA, key=key), BOB, HOME) for key in ("1", "2")]

    assert [kind(each) for each in outcomes] == [TooManyFromNetworkError, Outcome.NEW]


def test_planner_takes_a_question_without_its_network_key_for_closed() -> None:
    planner = planner_for(BY_NETWORK)

    assert kind(planner.decide(ballot(TEA), BOB, None)) is QuestionClosedError


def test_planner_frees_the_seat_of_who_takes_the_vote_back() -> None:
    planner = planner_for(BY_NETWORK, {BOB: (0, (TEA,))}, networks={(1, HOME): 2})

    outcomes = [
        planner.decide(withdrawal(), BOB, HOME),
        planner.decide(ballot(TEA), CHARLIE, HOME),
        planner.decide(ballot(TEA), BOB, HOME),
    ]

    assert [kind(each) for each in outcomes] == [
        Outcome.WITHDRAWN,
        Outcome.NEW,
        TooManyFromNetworkError,
    ]
    assert planner.admission.seats == {(1, HOME): 2}


def test_planner_frees_no_seat_in_a_network_without_voters() -> None:
    planner = planner_for(BY_NETWORK, {BOB: (0, (TEA,))}, networks={(1, HOME): 2})

    assert planner.decide(withdrawal(), BOB, SCHOOL) is Outcome.WITHDRAWN
    assert planner.admission.seats == {}


# invitations


def test_planner_weighs_the_ballot_of_an_invitation() -> None:
    planner = planner_for(INVITED, invitations=INVITATIONS)

    outcomes = [planner.decide(ballot(TEA), code, code) for code in (CODE, HEAVY_CODE)]

    plan = planner.finish(in_order)
    assert outcomes == [Outcome.NEW, Outcome.NEW]
    assert [entry.weight for entry in plan.entries] == [1, 30]
    assert plan.deltas == {TEA: 2}, "heads, not weights"
    assert planner.admission.used == {5: True, 6: True}


def test_planner_keeps_one_ballot_an_invitation() -> None:
    planner = planner_for(INVITED, invitations=INVITATIONS)

    outcomes = [planner.decide(ballot(mark), HEAVY_CODE, HEAVY_CODE) for mark in (TEA, TEA, COFFEE)]

    plan = planner.finish(in_order)
    assert outcomes == [Outcome.NEW, Outcome.SAME, Outcome.CHANGED]
    assert plan.voters == {1: 1}
    assert [entry.weight for entry in plan.entries] == [30, 30]
    assert planner.admission.used == {6: True}


def test_planner_lets_an_invitation_be_used_again_when_its_vote_is_taken_back() -> None:
    planner = planner_for(INVITED, {HEAVY_CODE: (0, (TEA,))}, invitations=INVITATIONS)

    outcomes = [
        planner.decide(withdrawal(), HEAVY_CODE, HEAVY_CODE),
        planner.decide(ballot(TEA), CODE, CODE),
        planner.decide(withdrawal(), CODE, CODE),
        planner.decide(ballot(COFFEE), CODE, CODE),
    ]

    plan = planner.finish(in_order)
    assert outcomes == [Outcome.WITHDRAWN, Outcome.NEW, Outcome.WITHDRAWN, Outcome.NEW]
    assert planner.admission.used == {6: False, 5: True}
    assert [entry.weight for entry in plan.entries] == [30, 1, 1, 1]
    assert (plan.voters, plan.deltas) == ({1: 0}, {TEA: -1, COFFEE: 1})


@pytest.mark.parametrize("code", [None, UNKNOWN_CODE])
def test_planner_takes_nothing_back_for_who_was_not_invited(code: bytes | None) -> None:
    planner = planner_for(INVITED, {CODE: (0, (TEA,))}, invitations=INVITATIONS)

    assert planner.decide(withdrawal(), code or b"", code) is Outcome.SAME
    assert planner.finish(in_order) == Plan()


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (None, CodeNeededError),
        (UNKNOWN_CODE, WrongCodeError),
        (REVOKED_CODE, RevokedCodeError),
    ],
)
def test_planner_refuses_who_was_not_invited(code: bytes | None, refusal: type) -> None:
    planner = planner_for(INVITED, invitations=INVITATIONS)

    assert kind(planner.decide(ballot(TEA), code or b"", code)) is refusal
    assert planner.finish(in_order) == Plan()
    assert planner.admission.used == {}


def test_planner_knows_a_code_for_its_own_question_only() -> None:
    other = INVITED | {"2": rules(question_id=2, voters=Voters.INVITED)}
    planner = planner_for(other, invitations=INVITATIONS)

    assert kind(planner.decide(ballot(TEA, key="2"), CODE, CODE)) is WrongCodeError


def test_planner_tells_the_holder_of_a_revoked_code_that_the_vote_counts() -> None:
    planner = planner_for(INVITED, {REVOKED_CODE: (0, (TEA,))}, invitations=INVITATIONS)

    outcomes = [planner.decide(ballot(mark), REVOKED_CODE, REVOKED_CODE) for mark in (TEA, COFFEE)]

    assert [kind(each) for each in outcomes] == [Outcome.SAME, RevokedCodeError]


# names


def test_planner_writes_the_name_where_one_is_asked() -> None:
    planner = planner_for(NAMED | {"2": rules(question_id=2)})

    outcomes = [planner.decide(ballot(TEA, key=key, name=" Bob "), BOB) for key in ("1", "2")]

    assert outcomes == [Outcome.NEW, Outcome.NEW]
    assert [entry.name for entry in planner.finish(in_order).entries] == ["Bob", None]


@pytest.mark.parametrize("name", [None, "", "  ", "Bob\nCharlie", "b" * 101])
def test_planner_refuses_a_ballot_without_a_name(name: str | None) -> None:
    planner = planner_for(NAMED)

    refusal = planner.decide(ballot(TEA, name=name), BOB)

    assert isinstance(refusal, InvalidNameError)
    assert refusal.field == "name"
    assert planner.finish(in_order) == Plan()


def test_planner_changes_a_name_as_it_changes_a_mark() -> None:
    planner = planner_for(NAMED)

    outcomes = [planner.decide(ballot(TEA, name=name), BOB) for name in ("Bob", "Bob", "Robert")]

    plan = planner.finish(in_order)
    assert outcomes == [Outcome.NEW, Outcome.SAME, Outcome.CHANGED]
    assert plan.deltas == {TEA: 1}
    assert plan.entries[0].replaced_by is plan.entries[1]


def test_planner_takes_two_voters_of_one_name_for_two() -> None:
    planner = planner_for(NAMED)

    outcomes = [planner.decide(ballot(TEA, name="Sam"), hash_) for hash_ in (BOB, CHARLIE)]

    assert outcomes == [Outcome.NEW, Outcome.NEW]


# stages


GUESSABLE, RANDOM = "1", "k3QzTq9xWb7N"


@pytest.mark.parametrize(
    ("key", "stage", "is_trial", "outcome"),
    [
        (RANDOM, Stage.DRAFT, False, NotYetOpenError),
        (RANDOM, Stage.DRAFT, True, Outcome.NEW),
        (RANDOM, Stage.SCHEDULED, False, NotYetOpenError),
        (RANDOM, Stage.SCHEDULED, True, NotYetOpenError),
        (RANDOM, Stage.OPEN, True, TryOutEndedError),
        (RANDOM, Stage.CLOSED, True, QuestionClosedError),
        (GUESSABLE, Stage.DRAFT, False, QuestionNotFoundError),
        (GUESSABLE, Stage.DRAFT, True, Outcome.NEW),
        (GUESSABLE, Stage.SCHEDULED, False, QuestionNotFoundError),
    ],
)
def test_planner_takes_a_try_out_of_a_draft(
    key: str,
    stage: Stage,
    is_trial: bool,
    outcome: object,
) -> None:
    planner = planner_for({key: rules(stage=stage)})

    assert kind(planner.decide(ballot(TEA, key=key, is_trial=is_trial), BOB)) is outcome


def test_planner_tells_that_a_question_was_deleted() -> None:
    planner = planner_for({}, deleted={"1"})

    assert kind(planner.decide(ballot(TEA), BOB)) is QuestionDeletedError


def test_planner_counts_each_mark_of_a_ballot() -> None:
    planner = planner_for({"1": rules(marking=marking(TEA, COFFEE, 3, fewest=2, most=3))})

    outcomes = [planner.decide(ballot(*marks), BOB) for marks in ((TEA, COFFEE), (TEA, 3), (TEA,))]

    assert [kind(each) for each in outcomes] == [
        Outcome.NEW,
        Outcome.CHANGED,
        InvalidSelectionError,
    ]
    assert planner.finish(in_order).deltas == {TEA: 1, COFFEE: 0, 3: 1}


# all of it, against a model

PAPER = Marking(frozenset({TEA, COFFEE, BLANK}), {BLANK: "Blank vote"}, 1, 2)
QUESTIONS = {
    policy.value: rules(question_id=number, voters=policy, per_network=2, marking=PAPER)
    for number, policy in enumerate(Voters, start=1)
} | {"final": rules(question_id=9, voters=Voters.INVITED, may_change=False, marking=PAPER)}
CODES = {
    (id_, code): StoredInvitation(id=id_ * 10 + number, weight=number, is_revoked=number == 3)
    for id_ in (each.question_id for each in QUESTIONS.values())
    for number, code in enumerate((CODE, HEAVY_CODE, REVOKED_CODE), start=1)
}
ALLOWED = [(TEA,), (COFFEE,), (TEA, COFFEE), (BLANK,)]


class Cast(NamedTuple):
    key: str
    voter: bytes
    selection: Selection
    network: bytes
    code: bytes | None
    name: str | None

    @property
    def ticket(self) -> bytes | None:
        asked = {Voters.NETWORK: self.network, Voters.INVITED: self.code}
        return asked.get(QUESTIONS[self.key].voters)

    @property
    def hash(self) -> bytes:
        is_invited = QUESTIONS[self.key].voters is Voters.INVITED
        return self.code or b"" if is_invited else self.voter


CASTS = st.builds(
    Cast,
    st.sampled_from(list(QUESTIONS)),
    st.sampled_from([b"a", b"b", b"c", b"d"]),
    st.sampled_from([*ALLOWED, (), (TEA, BLANK), (TEA, STRANGER)]),
    st.sampled_from([HOME, HOME, SCHOOL]),
    st.sampled_from([CODE, HEAVY_CODE, REVOKED_CODE, UNKNOWN_CODE, None]),
    st.sampled_from(["Bob", "Robert", None]),
)


@dataclass
class Ledger:
    """The naive way: one ballot after the other, on plain dicts."""

    current: dict[tuple[str, bytes], tuple[Selection, str | None, int]] = field(
        default_factory=dict,
    )
    households: Counter[tuple[str, bytes]] = field(default_factory=Counter)

    def cast(self, each: Cast) -> object:
        policy, place = QUESTIONS[each.key].voters, (each.key, each.hash)
        earlier = self.current.get(place)
        name = each.name if policy is Voters.NAMED else None
        if earlier and earlier[:2] == (each.selection, name):
            return Outcome.SAME
        refusal = self._refusal(each, earlier)
        if refusal:
            return refusal
        weight = 1
        if policy is Voters.INVITED:
            weight = {CODE: 1, HEAVY_CODE: 2}[each.code or b""]
        if policy is Voters.NETWORK and not earlier:
            self.households[each.key, each.network] += 1
        self.current[place] = (each.selection, name, weight)
        return Outcome.CHANGED if earlier else Outcome.NEW

    def _refusal(self, each: Cast, earlier: object) -> object:
        question = QUESTIONS[each.key]
        is_invited = question.voters is Voters.INVITED
        by_code = {None: CodeNeededError, UNKNOWN_CODE: WrongCodeError}
        by_code[REVOKED_CODE] = RevokedCodeError
        is_full = self.households[each.key, each.network] >= 2
        refusals = {
            by_code.get(each.code): is_invited and each.code in by_code,
            InvalidSelectionError: each.selection not in ALLOWED,
            InvalidNameError: question.voters is Voters.NAMED and each.name is None,
            TooManyFromNetworkError: question.voters is Voters.NETWORK and is_full and not earlier,
            AlreadyVotedError: earlier and not question.may_change,
        }
        return next((refusal for refusal, is_broken in refusals.items() if is_broken), None)


@given(st.lists(st.lists(CASTS, max_size=15), max_size=4), st.randoms(use_true_random=False))
def test_planner_equals_admitting_one_by_one(batches: list[list[Cast]], chance: Random) -> None:
    ledger = Ledger()
    standing: dict[tuple[int, bytes], Current] = {}
    networks: dict[tuple[int, bytes], int] = {}
    used: set[int] = set()
    weights: dict[tuple[int, bytes], int] = {}
    lengths: Counter[int] = Counter()

    for batch in batches:
        asked = {
            key: rules(**_fields(each) | {"ballot_count": lengths[each.question_id]})
            for key, each in QUESTIONS.items()
        }
        planner = Planner(asked, standing, Admission(CODES, networks))
        expected = [ledger.cast(each) for each in batch]
        outcomes = [
            planner.decide(
                Ballot(each.key, each.selection, "", name=each.name),
                each.hash,
                each.ticket,
            )
            for each in batch
        ]
        plan = planner.finish(chance.shuffle)
        networks |= planner.admission.seats
        assert not used & set(planner.admission.used), "noted twice"
        used |= set(planner.admission.used)
        lengths.update(plan.added)
        for entry in plan.entries:
            if entry.replaced_by is None:
                place = (entry.question_id, entry.key_hash)
                standing[place] = Current(entry.position, entry.selection, entry.name)
                weights[place] = entry.weight
        assert [kind(each) for each in outcomes] == expected

    assert {
        (QUESTIONS[key].question_id, hash_): (selection, name)
        for (key, hash_), (selection, name, _) in ledger.current.items()
    } == {place: (each.selection, each.name) for place, each in standing.items()}
    assert weights == {
        (QUESTIONS[key].question_id, hash_): weight
        for (key, hash_), (_, _, weight) in ledger.current.items()
    }
    assert used == {CODES[place].id for place in standing if place in CODES}
    assert all(voters <= 2 for voters in networks.values())
    assert sum(networks.values()) == sum(ledger.households.values())


def _fields(each: Any) -> dict[str, Any]:
    return {name: getattr(each, name) for name in each.__dataclass_fields__}
