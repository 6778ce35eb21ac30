"""The parts of a bar of scores."""

from __future__ import annotations

from fractions import Fraction

import pytest

from polls.domain.counting.outcomes import Runoff
from polls.presentation.charts import stacks
from polls.presentation.charts.stacks import MOST_PARTS, SHADES, Scale, StackPart, stack

GRADES = Scale(2, ("Poor", "Fair", "Good"))


def test_parts_stand_from_the_best_score_to_the_blanks() -> None:
    assert stack({0: 1, 1: 2, 2: 5}, 10, GRADES) == (
        StackPart("Good", "Good", 5, 0, 50, SHADES),
        StackPart("Fair", "Fair", 2, 50, 20, SHADES // 2),
        StackPart("Poor", "Poor", 1, 70, 10, 0),
        StackPart("blank", "", 2, 80, 20, None),
    )


def test_scores_that_nobody_gave_have_no_part() -> None:
    assert [part.label for part in stack({1: 3}, 3, GRADES)] == ["Fair"]


def test_scores_without_labels_are_called_by_their_numbers() -> None:
    scale = Scale(2, ("Poor",))

    assert [scale.label(score) for score in range(3)] == ["Poor", "1", "2"]


@pytest.mark.parametrize("highest", [1, 5, 10, 11, 20, 100, 500])
def test_every_score_is_in_one_band_and_the_bands_are_few(highest: int) -> None:
    bands = {Scale(highest).band(score) for score in range(highest + 1)}

    assert sorted(score for band in bands for score in band) == list(range(highest + 1))
    assert len(bands) <= MOST_PARTS


def test_scores_of_a_long_scale_share_parts() -> None:
    parts = stack({100: 1, 95: 1, 0: 2}, 4, Scale(100))

    assert [(part.label, part.short, part.ballots) for part in parts] == [
        ("91 to 100", "91–100", 2),  # noqa: RUF001 - from one score to another
        ("0", "0", 2),
    ]


def test_parts_of_weights_fill_the_whole_bar() -> None:
    parts = stack({0: Fraction(1, 3), 1: Fraction(2, 3)}, Fraction(3), GRADES)

    assert [part.x for part in parts] == [0, 22.22, 33.33]
    assert parts[-1].x + parts[-1].width == pytest.approx(100)


def test_number_stands_only_where_it_finds_room() -> None:
    wide, narrow = stack({1: 95, 2: 5}, 100, GRADES)[::-1]

    assert (wide.has_room, wide.middle) == (True, 52.5)
    assert not narrow.has_room


def test_word_stands_only_where_it_finds_room() -> None:
    scale = Scale(1, ("No", "Acceptable"))

    fits = [stack({1: n, 0: 100 - n}, 100, scale)[0].word_fits for n in (40, 20, 10)]

    assert fits == ["always", "wide", ""]


def test_legend_has_the_words_of_the_scale_best_first() -> None:
    assert [(each.label, each.shade) for each in GRADES.legend()] == [
        ("Good", SHADES),
        ("Fair", SHADES // 2),
        ("Poor", 0),
    ]
    assert Scale(5).legend() == ()


def test_choice_that_nobody_scored_is_blank() -> None:
    assert stack({}, 4, GRADES) == (StackPart("blank", "", 4, 0, 100, None),)


def test_runoff_has_those_for_neither_in_the_middle() -> None:
    step = Runoff((7, 3), {7: 5, 3: 4}, undecided=1, winner=7)

    assert stacks.runoff(step) == (
        StackPart("winner", "5", 5, 0, 50, SHADES),
        StackPart("neither", "1", 1, 50, 10, None),
        StackPart("loser", "4", 4, 60, 40, SHADES // 3),
    )
