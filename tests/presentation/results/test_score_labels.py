from __future__ import annotations

from polls.domain.methods import METHODS
from polls.domain.questions.rules import Rules
from polls.presentation.language import PSEUDO, spoken
from polls.presentation.results import score_labels

GRADES = METHODS["majority_judgment"].labels


def test_labels_of_a_method_are_in_the_language_of_the_reader() -> None:
    rules = Rules(method="majority_judgment", highest=5, labels=GRADES)

    with spoken(PSEUDO):
        told = score_labels.of(rules)

    assert score_labels.of(rules) == GRADES
    assert told[0] == "⟦Řéĵéçŧ ~~~~⟧"
    assert len(told) == len(GRADES)


def test_labels_that_people_wrote_stay_as_they_are() -> None:
    rules = Rules(method="majority_judgment", highest=2, labels=("Poor", "Good", "Great"))

    with spoken(PSEUDO):
        assert score_labels.of(rules) == ("Poor", "Good", "Great")
        assert [score_labels.label(rules, score) for score in (2, 3)] == ["Great", "3"]
