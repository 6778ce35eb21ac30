from __future__ import annotations

from fractions import Fraction

import pytest

from polls.domain.counting.profiles import grouped
from polls.formats import tables
from polls.formats.elections import MARKS, RANKING, SCORES, Election
from polls.formats.problems import FormatError


def test_ranks_are_read_with_shared_and_skipped_ones() -> None:
    election = tables.read('ranks,Tea,"Coffee, black",Water\n3,1,2,2\n1/2,1,,3\n1,,-,\n', "marks")

    assert (election.ballot, election.names) == (RANKING, ("Tea", "Coffee, black", "Water"))
    assert election.profile == grouped(
        range(3),
        [((0, (1, 2)), 3), ((0, None, 2), Fraction(1, 2)), ((), 1)],
    )


def test_table_of_civs_has_a_ballot_a_row() -> None:
    election = tables.read("Tea,Coffee,Water\n1,2,3\n1,2,3\n-,1,1\n")

    assert election.profile.counts == {(0, 1, 2): 2, ((1, 2),): 1}


def test_scores_are_read_with_blanks() -> None:
    said = tables.read("scores,Tea,Coffee\n3,5,0\n0.5,,2\n")
    told = tables.read_scores("Tea,Coffee\n5,0\n")

    assert said.ballot == told.ballot == SCORES
    assert said.profile.counts == {(5, 0): 3, (None, 2): Fraction(1, 2)}
    assert told.profile.counts == {(5, 0): 1}


def test_marks_are_anything_but_nothing() -> None:
    election = tables.read_marks("Tea,Coffee,Water\n1,0,x\n,-,\n")

    assert election.ballot == MARKS
    assert election.profile.counts == {(0, 2): 1, (): 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: the first line should name the choices"),
        ("ranks\n", "line 1: the first line should name the choices"),
        ("Tea,Tea\n", "line 1: the choice 'Tea' is there twice"),
        ("Tea,\n", "line 1: a choice has no name"),
        ("Tea,Coffee\n1\n", "line 2: there are 1 cells for 2 choices"),
        ("Tea,Coffee\n1,0\n", "line 2: ranks are numbered from 1"),
        ("Tea,Coffee\n1,9\n", "line 2: a rank should be a whole number up to 2, not '9'"),
        ("scores,Tea\nx,1\n", "line 2: the number of ballots should be a number"),
        ("scores,Tea\n1,-3\n", "line 2: a score should be a whole number up to 1,000"),
        ("marks,Tea\n1,-3\n", "line 2: a mark should be empty, 0 or 1, not '-3'"),
        ('Tea,"Coffee\n1,2\n', "line 2: this is no CSV: unexpected end of data"),
    ],
)
def test_broken_table_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        tables.read(text)

    assert str(refused.value).startswith(message)


def test_names_that_a_spreadsheet_would_compute_are_written_as_text_and_read_again() -> None:
    names = ("=1+1", "'=1", "'Tea")
    election = Election(names, MARKS, grouped(range(3), [((0,), 1)]))

    text = tables.write(election)

    assert text.splitlines()[0] == "marks,'=1+1,''=1,'Tea"
    assert tables.read(text).names == names
