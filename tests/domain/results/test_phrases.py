from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.questions.questions import Choice, Kind
from polls.domain.results.phrases import as_listed, phrases, ranked
from tests import asking

if TYPE_CHECKING:
    from polls.domain.ballots.selections import Selection

CHOICES = (
    Choice(1, "Tea", 0),
    Choice(2, "Coffee", 0),
    Choice(3, "Water", 0),
    Choice(9, "Blank vote", 0, Kind.BLANK),
)
GRADES = {"method": "majority_judgment", "highest": 1, "labels": ("Poor", "Good")}


@pytest.mark.parametrize(
    ("rules", "selection", "said"),
    [
        ({}, (2, 1), ("Tea", "Coffee")),
        ({"method": "schulze"}, (3, (1, 2)), ("1. Water", "2. Tea", "2. Coffee")),
        ({"method": "schulze"}, (9,), ("Blank vote",)),
        ({"method": "score"}, ((1, 0), (3, 5)), ("Tea: 0", "Water: 5")),
        ({"method": "score"}, ((9, None),), ("Blank vote",)),
        (GRADES, ((1, 0), (2, 1)), ("Tea: Poor", "Coffee: Good")),
    ],
)
def test_phrases_say_what_a_ballot_says(
    rules: dict[str, Any],
    selection: Selection,
    said: tuple[str, ...],
) -> None:
    assert phrases(selection, asking.question(choices=CHOICES, **rules)) == said


def test_ranked_tells_the_choices_of_each_rank() -> None:
    question = asking.question(choices=CHOICES, method="schulze")

    assert ranked((3, (1, 2)), question) == [["Water"], ["Tea", "Coffee"]]


def test_dates_are_in_order_though_one_was_added_later() -> None:
    later, sooner = Choice(1, "2027-03-13", 0), Choice(2, "2027-01-05 18:00", 0)
    blank = Choice(3, "Blank vote", 0, Kind.BLANK)
    question = asking.question(choices=(later, blank, sooner), method="availability")

    said = phrases(((1, 2), (2, 1)), question)

    assert as_listed(question) == (sooner, later, blank)
    assert said == ("2027-01-05 18:00: 1", "2027-03-13: 2")
