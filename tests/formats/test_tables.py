from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from polls.domain.counting.profiles import grouped
from polls.formats import tables
from polls.formats.elections import MARKS, RANKING, SCORES, Election
from polls.formats.errors import FormatError
from polls.presentation.refusals import sentence

if TYPE_CHECKING:
    from polls.domain.counting.profiles import Count


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
        ("Tea,Tea\n", "line 1, column 2: the choice 'Tea' is listed twice"),
        ("Tea,\n", "line 1, column 2: a choice has no name"),
        ("Tea,Coffee\n1\n", "line 2: the line has 1 cell for 2 choices"),
        ("Tea,Coffee\n1,0\n", "line 2, column 2: ranks are numbered from 1"),
        ("Tea,Coffee\n1,9\n", "line 2, column 2: a rank should be a whole number up to 2, not '9'"),
        ("scores,Tea\nx,1\n", "line 2, column 1: the number of ballots should be a number"),
        ("scores,Tea\n1,-3\n", "line 2, column 2: a score should be a whole number up to 1,000"),
        ("marks,Tea\n1,-3\n", "line 2, column 2: a mark should be empty, 0 or 1, not '-3'"),
        (
            'Tea,"Coffee\n1,2\n',
            "line 2: this is not valid CSV: a cell that contains a quote must be in quotes",
        ),
    ],
)
def test_broken_table_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        tables.read(text)

    assert sentence(refused.value).startswith(message)


def test_names_that_a_spreadsheet_would_compute_are_written_as_text_and_read_again() -> None:
    names = ("=1+1", "'=1", "'Tea")
    election = Election(names, MARKS, grouped(range(3), [((0,), 1)]))

    text = tables.write(election)

    assert text.splitlines()[0] == "marks,'=1+1,''=1,'Tea"
    assert tables.read(text).names == names


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("hint", [False, True])
def test_table_is_read_as_spreadsheets_write_it(sign: str, end: str, hint: bool) -> None:
    lines = [["Anna", "Bob", "Cleo"], ["1", "0", "1"], ["1", "0", "0"], ["0", "1", "0"]]
    first = f"sep={sign}{end}" if hint else ""

    election = tables.read_marks(first + end.join(sign.join(line) for line in lines) + end)

    assert election.names == ("Anna", "Bob", "Cleo")
    assert election.profile.counts == {(0, 2): 1, (0,): 1, (1,): 1}


def test_row_with_nothing_to_see_is_no_ballot() -> None:
    assert tables.read("\u2060\nA,B\n1,2\n\u200b,\n").profile.counts == {(0, 1): 1}


def test_signs_in_names_are_not_between_cells() -> None:
    in_quotes = tables.read('"Tea; hot","Coffee, black"\n1,2\n')
    told_by_rows = tables.read("Tea, hot;Coffee, black\n1;2\n")

    assert in_quotes.names == ("Tea; hot", "Coffee, black")
    assert told_by_rows.names == ("Tea, hot", "Coffee, black")


def test_signs_in_quotes_do_not_separate_even_above_no_ballots() -> None:
    names = 'Tea,"Milk; ""fresh""","Coffee, black"'

    election = tables.read(f"ranks,{names}\n")

    assert election.names == ("Tea", 'Milk; "fresh"', "Coffee, black")


@pytest.mark.parametrize("cell", ["1", "x", "X", " x ", "yes", "TRUE", "✓", "✔"])
def test_mark_is_read_in_each_variant(cell: str) -> None:
    assert tables.read_marks(f"Tea,Coffee\n{cell},no\n").profile.counts == {(0,): 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Tea,Coffee\n1,0\n1,Anna\n", "line 3, column 2: a mark should be empty, 0 or 1, not 'An"),
        ("Tea,Coffee\n2,0\n", "line 2, column 1: a mark should be empty, 0 or 1, not '2'"),
        ("marks,Tea,Coffee\n3,1,?\n", "line 2, column 3: a mark should be empty, 0 or 1, not '?'"),
        ("marks;Tea;Coffee\n1,5;1;0\n", "line 2, column 1: the number of ballots should be a"),
        ("Tea;Coffee\n1,0\n", "line 2: the line has 1 cell for 2 choices"),
        ("sep=|\nTea|Coffee\n", "line 1: between cells are commas, semicolons or tabs"),
        ("sep=;\nTea;Coffee\n1;z\n", "line 3, column 2: a mark should be empty, 0 or 1, not 'z'"),
        ("A,B;C\n0\n", "line 1: either commas or semicolons could separate the cells"),
        ("1,0,1\n1,0,0\n", "line 1, column 3: the choice '1' is listed twice"),
        ("1,0\n1,0\n", "line 1: the first line should name the choices, and is of numbers"),
        ("Weight,Tea\n1,0\n", "line 1, column 1: leave the column 'Weight' out; if these are"),
        ("Name,Tea\n1,0\n", "line 1, column 1: leave the column 'Name' out; if these are choices"),
        ("rank,A,B\n4,1,2\n", "line 1, column 1: leave the column 'rank' out; if these are"),
        ("Votes;A;B\n2;1;3\n", "line 1, column 1: leave the column 'Votes' out; if these are"),
        ("Nr.,A,B\n1,2,3\n", "line 1, column 1: leave the column 'Nr.' out; if these are"),
        ("#,A,B\n1,2,3\n", "line 1, column 1: leave the column '#' out; if these are choices"),
        ("A,B,Total\n1,2,3\n", "line 1, column 3: leave the column 'Total' out; if these are"),
        ("ranks;A;B\n4.000;1;2\n", "line 2, column 1: the number of ballots could be a decimal"),
        ("ranks\tA\tB\n1.500\t1\t2\n", "line 2, column 1: the number of ballots could be"),
        (f"Tea,Coffee\n1,{'1' * 200_000}\n", "line 2: a cell is too long"),
    ],
)
def test_table_that_says_something_else_is_refused(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        tables.read_marks(text)

    assert sentence(refused.value).startswith(message)


def test_table_that_says_its_kind_may_have_choices_called_by_numbers() -> None:
    assert tables.read("marks,1,2,Weight\n3,1,,\n").names == ("1", "2", "Weight")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("ranks,A,B\n4.000,1,2\n", 4),
        ("ranks;A;B\n4.0000;1;2\n", 4),
        ("ranks;A;B\n4000;1;2\n", 4000),
        ("ranks;A;B\n0.500;1;2\n", Fraction(1, 2)),
        ("ranks;A;B\n1.25;1;2\n", Fraction(5, 4)),
    ],
)
def test_number_that_can_be_understood_in_one_way_is_read(text: str, count: Count) -> None:
    assert tables.read(text).profile.counts == {(0, 1): count}


def test_choices_may_be_called_as_columns_of_voters_where_the_table_says_its_kind() -> None:
    election = tables.read("ranks,Number,Votes,Total\n2,1,2,3\n")

    assert election.names == ("Number", "Votes", "Total")
