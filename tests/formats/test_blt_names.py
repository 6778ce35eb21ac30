"""Who the candidates of a BLT file are: on lines of their own, with parties, or side by side."""

from __future__ import annotations

import pytest

from polls.formats import blt
from polls.formats.errors import FormatError
from polls.presentation.refusals import sentence
from tests.refusals import refuses


@pytest.mark.parametrize(
    ("ending", "names", "title"),
    [
        # as Scottish councils write them
        (
            '"Ann" "Party X"\n"Bob" "Party Y"\n"Ward 1"\n',
            ("Ann (Party X)", "Bob (Party Y)"),
            "Ward 1",
        ),
        ('"Ann" "Party X"\n"Bob" "Party Y"\n', ("Ann (Party X)", "Bob (Party Y)"), ""),
        ('"Ann" ""\n"Bob" "Independent"\nWard 1\n', ("Ann", "Bob (Independent)"), "Ward 1"),
        ('"A ""Nick"" Smith"\n"Bob"\n"T"\n', ('A "Nick" Smith', "Bob"), "T"),
        (
            '"Ann ""Party X"""\n"Bob ""Party Y"""\nWard 1\n',
            ('Ann "Party X"', 'Bob "Party Y"'),
            "Ward 1",
        ),
        (
            '"""Ann"" ""Party X"" "\n"""Bob"" ""Party Y"" "\n"""Ward 1"" "\n',
            ("Ann (Party X)", "Bob (Party Y)"),
            "Ward 1",
        ),
        ("Ann (X)\nBob   \n\tWard 1\n", ("Ann (X)", "Bob"), "Ward 1"),
        ('Ann\n"Bob"\n', ("Ann", "Bob"), ""),
        # as programs that read word by word take them
        ('"Adam" "Basil"\n', ("Adam", "Basil"), ""),
        ('"Adam" "Basil" "Title"', ("Adam", "Basil"), "Title"),
        ('"Adam"\n"Basil" "Title"', ("Adam", "Basil"), "Title"),
        # with comments
        ('"Adam"  # incumbent\n"Basil" # the other\n', ("Adam", "Basil"), ""),
        ('"Team #1"\n"Team #2"  # second\n', ("Team #1", "Team #2"), ""),
        ("# names\n\nAdam # incumbent\n/* no\n\none */ Basil\n", ("Adam", "Basil"), ""),
    ],
)
def test_names_are_those_that_their_author_meant(
    ending: str,
    names: tuple[str, ...],
    title: str,
) -> None:
    election = blt.read(f"2 1\n3 1 2 0\n0\n{ending}")

    assert (election.names, election.title) == (names, title)


@pytest.mark.parametrize(
    "text",
    [
        '4 2 -2 3 1 3 4 0 4 1 3 2 0 0 "Adam" "Basil" "Charlotte" "Donald" "Title"',
        '4 2\n-2\n3 1 3 4 0\n4 1 3 2 0\n0 "Adam" "Basil"\n"Charlotte" "Donald"\n"Title"\n',
        '4\n2 -2 3 1 3\n4 0 4 1 3 2 0 0\n"Adam" "Basil" "Charlotte"\n"Donald" "Title"\n',
        '4 2\r-2\r3 1 3 4 0\r4 1 3 2 0\r0\r"Adam"\r"Basil"\r"Charlotte"\r"Donald"\r"Title"\r',
    ],
)
def test_file_is_read_word_by_word_where_lines_say_nothing(text: str) -> None:
    election = blt.read(text)

    assert election.names == ("Adam", "Basil", "Charlotte", "Donald")
    assert election.title == "Title"
    assert election.profile.choices == (0, 2, 3)
    assert election.profile.counts == {(0, 2, 3): 3, (0, 2, 1): 4}


def test_two_names_behind_the_last_zero_are_two_candidates() -> None:
    assert blt.read('2 1\n1 1 0\n0 "Adam" "Basil"\n"Title"\n').names == ("Adam", "Basil")


def test_parties_behind_the_last_zero_are_no_candidates() -> None:
    election = blt.read('2 1\n1 1 0\n0 "Ann" "X"\n"Bob" "Y"\n"Title"\n')

    assert (election.names, election.title) == (("Ann (X)", "Bob (Y)"), "Title")


@pytest.mark.parametrize(
    ("ending", "message"),
    [
        ('"A"\n"B"\n"C"\n"T"\n', "line 7: there are more lines than the names of 2 candidates"),
        ('"A"\n', "line 4: the file ends after 1 of 2 candidates' names"),
        ("", "line 3: the file ends after 0 of 2 candidates' names"),
        ('"A" "B"\n"T"\n', "line 4: 'B' could be the party of 'A', or the next candidate: "),
        (
            '"A" "X" "B" "Y"\n',
            "line 4: there are 4 names, not 2, and not one on each line: write each",
        ),
        ('"A" x\n"B"\n', "line 4: 'x' stands behind the quotes"),
        ('"A\n"B"\n', "line 4: the quotes of '\"A' have no end on this line"),
        ('"A"\n""\n', "line 5: a choice has no name"),
        ("Team #1\nTeam #2\n", "line 5: 'Team' is listed twice if the text after # is left out"),
        (f'"A"\n"{"x" * 1_001}"\n', "line 5: a name has 1,001 characters; 1,000 are allowed"),
    ],
)
def test_names_that_could_be_others_are_refused_with_their_line(ending: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        blt.read(f"2 1\n3 1 2 0\n0\n{ending}")

    assert sentence(refused.value).startswith(message)


def test_source_on_a_line_of_its_own_is_refused_with_where_it_belongs() -> None:
    names = '2 1\n3 1 2 0\n0\n"A"\n"B"\n'

    with refuses(FormatError, match="put a source or a comment on the line of the title, in quo"):
        blt.read(f'{names}"Title"\n"Source"\n')

    assert blt.read(f'{names}"Title" "Source" "Comment"\n').title == "Title"
