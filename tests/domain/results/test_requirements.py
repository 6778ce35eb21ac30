from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.questions.questions import Choice, Kind
from polls.domain.questions.rules import Rules, Threshold
from polls.domain.results import results, tallies
from polls.domain.results.requirements import Requirement, quorum
from polls.domain.results.results import Lead
from polls.domain.results.tallies import Count, Group
from polls.presentation.results import columns
from polls.presentation.results.headline import headline
from tests import asking

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question

CHOICES = (
    Choice(1, "Tea", 0),
    Choice(2, "Coffee", 0),
    Choice(3, "Juice", 0),
    Choice(4, "Blank vote", 0, Kind.BLANK),
)
SEED = b"0" * 32


def question_of(**rules: Any) -> Question:
    return asking.question(choices=CHOICES, lot_seed=SEED, **rules)


def judged(*groups: tuple[tuple[int, ...], int], **rules: Any) -> results.Result:
    """Count so many ballots of each selection, and judge the result when voting has ended."""
    question = question_of(**rules)
    tally = tallies.folded(question, [Group(marks, 1, number) for marks, number in groups])
    counted = results.read(question, tally, is_closed=True)
    return results.judged(counted, question.rules, None, is_closed=True)


@pytest.mark.parametrize(
    ("rules", "invited", "needed"),
    [
        (Rules(quorum=7), None, Requirement(7, 5, is_weight=False)),
        (Rules(quorum=7), Count(30, 30), Requirement(7, 5, is_weight=False)),
        (Rules(quorum=7), Count(30, 90), Requirement(7, 15, is_weight=True)),
        (Rules(quorum_percent=50), Count(30, 30), Requirement(15, 5, is_weight=False)),
        (Rules(quorum_percent=50), Count(31, 31), Requirement(16, 5, is_weight=False)),
        (Rules(quorum_percent=50), Count(30, 91), Requirement(46, 15, is_weight=True)),
        (Rules(quorum_percent=100), Count(3, 3), Requirement(3, 5, is_weight=False)),
        (Rules(), Count(30, 30), None),
    ],
)
def test_quorum_is_a_number_or_a_share_of_the_invited(
    rules: Rules,
    invited: Count | None,
    needed: Requirement | None,
) -> None:
    assert quorum(rules, Count(5, 15), invited) == needed


def test_quorum_of_weights_that_may_not_be_told_is_not_met() -> None:
    needed = quorum(Rules(quorum=7), None, Count(3, 30))

    assert needed == Requirement(7, None, is_weight=True)
    assert not needed.is_met


@pytest.mark.parametrize(
    ("number", "lead"),
    [(3, Lead.WON), (4, Lead.WON), (5, Lead.SHORT)],
)
def test_nobody_wins_with_fewer_ballots_than_the_quorum(number: int, lead: Lead) -> None:
    result = judged(((1,), 3), ((4,), 1), quorum=number)

    assert result.quorum == Requirement(number, 4, is_weight=False)
    assert result.lead is lead
    assert [line.choice.text for line in result.leaders] == ["Tea"]


def test_quorum_is_not_missed_before_the_end() -> None:
    question = asking.question(choices=CHOICES, quorum=5)
    tally = tallies.folded(question, [Group((1,), 1, 3)])
    counted = results.read(question, tally, is_closed=False)

    result = results.judged(counted, question.rules, None, is_closed=False)

    assert result.lead is Lead.LEADS
    assert result.quorum == Requirement(5, 3, is_weight=False)


@pytest.mark.parametrize(
    ("votes", "blank", "threshold", "lead"),
    [
        ((4, 3, 3), 0, Threshold.SIMPLE, Lead.WON),
        ((5, 3, 2), 0, Threshold.ABSOLUTE, Lead.UNSUPPORTED),
        ((6, 3, 1), 0, Threshold.ABSOLUTE, Lead.WON),
        ((6, 3, 1), 1, Threshold.ABSOLUTE, Lead.WON),
        ((6, 3, 1), 2, Threshold.ABSOLUTE, Lead.UNSUPPORTED),
        ((6, 2, 1), 0, Threshold.TWO_THIRDS, Lead.WON),
        ((6, 2, 1), 1, Threshold.TWO_THIRDS, Lead.UNSUPPORTED),
        ((0, 0, 0), 2, Threshold.ABSOLUTE, Lead.EMPTY),
        ((2, 2, 0), 0, Threshold.ABSOLUTE, Lead.UNSUPPORTED),
    ],
)
def test_winner_needs_its_share_of_all_ballots(
    votes: tuple[int, int, int],
    blank: int,
    threshold: Threshold,
    lead: Lead,
) -> None:
    marks = [((id_,), number) for id_, number in enumerate(votes, 1)]

    assert judged(*marks, ((4,), blank), threshold=threshold).lead is lead


def test_support_in_a_runoff_is_that_of_the_last_round() -> None:
    ballots = [((1, 3), 4), ((2,), 3), ((3, 1), 2)]

    result = judged(
        *ballots,
        method="instant_runoff",
        max_choices=None,
        threshold=Threshold.TWO_THIRDS,
    )

    assert result.threshold == Requirement(6, 6, is_weight=False)
    assert result.lead is Lead.WON


def test_threshold_counts_weights() -> None:
    question = asking.question(choices=CHOICES, threshold=Threshold.ABSOLUTE, lot_seed=SEED)
    tally = tallies.folded(question, [Group((1,), 5, 1), Group((2,), 1, 4)])

    counted = results.read(question, tally, is_closed=True)
    result = results.judged(counted, question.rules, None, is_closed=True)

    assert result.threshold == Requirement(5, 5, is_weight=True)
    assert result.lead is Lead.WON


def test_method_without_support_knows_no_threshold() -> None:
    ballots = [((1, 3), 4), ((2,), 3)]

    result = judged(*ballots, method="schulze", max_choices=None, threshold=Threshold.ABSOLUTE)

    assert (result.threshold, result.lead) == (None, Lead.WON)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"quorum": 7}, "No result: 6 of the 7 votes needed."),
        ({"quorum": 7, "max_choices": 2}, "No result: 6 of the 7 ballots needed."),
        (
            {"quorum": 6, "threshold": Threshold.ABSOLUTE},
            (
                "Nobody wins: Tea has the most, 3 of 6 votes, "
                "but needs more than half: 4, which is 1 more."
            ),
        ),
        (
            {"threshold": Threshold.TWO_THIRDS, "method": "instant_runoff", "max_choices": None},
            (
                "Nobody wins: Tea has the most in the last round, 3 of 6 ballots, "
                "but needs at least two thirds: 4, which is 1 more."
            ),
        ),
    ],
)
def test_first_sentence_says_what_is_missing(rules: dict[str, Any], said: str) -> None:
    result = judged(((1,), 3), ((2,), 2), ((4,), 1), **rules)

    names = {choice.id: choice.text for choice in CHOICES}
    assert headline(question_of(**rules), result, names, is_closed=True) == said


def test_first_sentence_names_all_who_are_level_and_have_too_little() -> None:
    result = judged(((1,), 3), ((2,), 3), threshold=Threshold.ABSOLUTE)

    question = question_of(threshold=Threshold.ABSOLUTE)
    names = {choice.id: choice.text for choice in CHOICES}
    assert headline(question, result, names, is_closed=True) == (
        "Nobody wins: Tea and Coffee have the most, 3 of 6 votes each, "
        "but need more than half: 4, which is 1 more."
    )


@pytest.mark.parametrize(
    ("threshold", "votes", "others", "blank", "share"),
    [
        (Threshold.SIMPLE, 135, 68, 0, "67 %"),
        (Threshold.TWO_THIRDS, 135, 68, 0, "66.5 %"),
        (Threshold.TWO_THIRDS, 136, 67, 0, "67 %"),
        (Threshold.TWO_THIRDS, 2, 1, 0, "67 %"),
        (Threshold.TWO_THIRDS, 666_666_666, 333_333_334, 0, "66.6666666 %"),
        (Threshold.TWO_THIRDS, 135, 65, 3, "66.5 %"),  # of all ballots, blank votes included
        (Threshold.ABSOLUTE, 101, 100, 0, "50.2 %"),
        (Threshold.ABSOLUTE, 100, 100, 0, "50 %"),
        (Threshold.ABSOLUTE, 100, 101, 0, "50 %"),
    ],
)
def test_share_does_not_round_across_what_is_needed(
    threshold: Threshold,
    votes: int,
    others: int,
    blank: int,
    share: str,
) -> None:
    result = judged(((1,), votes), ((2,), others), ((4,), blank), threshold=threshold)

    assert columns.of(result, question_of(threshold=threshold))[1].cells[1] == share


def test_first_sentence_says_how_many_more_were_needed() -> None:
    result = judged(((1,), 135), ((2,), 68), threshold=Threshold.TWO_THIRDS)

    question = question_of(threshold=Threshold.TWO_THIRDS)
    assert headline(question, result, result.names, is_closed=True) == (
        "Nobody wins: Tea has the most, 135 of 203 votes, "
        "but needs at least two thirds: 136, which is 1 more."
    )
