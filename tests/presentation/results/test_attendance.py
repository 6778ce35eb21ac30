"""Who can come when."""

from __future__ import annotations

from typing import NamedTuple

from polls.presentation.results import attendance
from polls.presentation.results.attendance import MOST, Answer


class Signed(NamedTuple):
    name: str
    selection: tuple[tuple[int, int | None], ...]


def test_answers_are_names_by_date_and_score() -> None:
    ballots = [Signed("Bob", ((1, 2), (2, 0))), Signed("Dana", ((1, 2),)), Signed("Eve", ((2, 1),))]

    assert attendance.answers(ballots) == {
        (1, 2): Answer(("Bob", "Dana"), 0),
        (2, 0): Answer(("Bob",), 0),
        (2, 1): Answer(("Eve",), 0),
    }


def test_answers_are_not_without_end() -> None:
    ballots = [Signed(str(number), ((1, 2),)) for number in range(MOST + 3)]

    names, left_out = attendance.answers(ballots)[1, 2]

    assert (len(names), left_out) == (MOST, 3)
