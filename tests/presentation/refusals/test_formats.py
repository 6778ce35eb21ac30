from __future__ import annotations

import pytest

from polls.formats.errors import FormatError
from polls.formats.problems.blt import NoCandidate
from polls.formats.problems.tables import Separator, SeveralSeparators
from polls.presentation.language import PSEUDO, spoken
from polls.presentation.refusals import sentence
from tests import refusals


@pytest.mark.parametrize("error", refusals.examples(FormatError))
def test_every_problem_of_a_file_is_put_into_the_language_that_is_spoken(
    error: FormatError,
) -> None:
    without_place = FormatError(error.problem)

    with spoken(PSEUDO):
        said = sentence(without_place)

    assert said != sentence(without_place)


def test_part_of_a_file_is_shown_short_and_on_one_line() -> None:
    told = sentence(FormatError(NoCandidate("a\n" + "b" * 1_000, 1)))

    assert told == f"'a\\n{'b' * 58}…' is not a candidate: the file has 1 candidate"


def test_all_signs_that_could_separate_cells_are_named() -> None:
    told = sentence(FormatError(SeveralSeparators(tuple(Separator)), 1))

    assert told == (
        "line 1: either commas or semicolons or tabs could separate the cells: put names that "
        "contain one in quotes"
    )
