from __future__ import annotations

import pytest

from polls.domain.methods import METHODS
from polls.presentation.language import PSEUDO, spoken
from polls.presentation.results import columns
from tests.presentation.results.test_headline import AVAILABILITY, LABELS, OF_STYLE, read


@pytest.mark.parametrize(
    ("method", "titles", "row"),
    [
        ("plurality", ["Votes", "Share"], ["26", "26 %"]),
        ("score", ["Points", "Mean"], ["293", "2.93"]),
        ("star", ["Points"], ["293"]),
        ("majority_judgment", ["Median grade"], ["Fair"]),
        ("availability", ["Yes", "If need be"], ["26", "42"]),
        ("instant_runoff", ["First choices", "Share"], ["26", "26 %"]),
        ("schulze", ["Duels won"], ["3"]),
        ("borda", ["Points"], ["194"]),
    ],
)
def test_columns_are_few_and_of_the_method(method: str, titles: list[str], row: list[str]) -> None:
    ballots = AVAILABILITY if method == "availability" else OF_STYLE[METHODS[method].ballot]
    question, result = read(ballots, method=method, labels=LABELS)

    found = columns.of(result, question)

    assert [column.title for column in found] == titles
    assert [column.cells[2] for column in found] == row


def test_columns_of_grades_are_empty_before_the_first_one() -> None:
    question, result = read({}, method="majority_judgment", labels=LABELS)

    assert [column.cells[2] for column in columns.of(result, question)] == [""]


def test_columns_are_headed_in_the_language_of_the_reader() -> None:
    question, result = read(OF_STYLE[METHODS["score"].ballot], method="score", labels=LABELS)

    with spoken(PSEUDO):
        found = columns.of(result, question)

    assert [column.title for column in found] == ["⟦Ƥóíñŧš ~~~~⟧", "⟦Ṁéáñ ~~~~⟧"]
    assert found[0].cells[2] == "293"
