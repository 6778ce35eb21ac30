from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.domain.counting.profiles import grouped
from polls.formats import cvotes
from polls.formats.elections import RANKING, Election
from polls.formats.errors import FormatError
from polls.presentation.refusals import sentence

EXAMPLE = """# My beautiful election
#/Candidates: Candidate A;Candidate B ; Candidate C
#/Number of Seats: 2
#/Implicit Ranking: true
#/Weight allowed: true

# Here the votes datas:
Candidate A > Candidate B > Candidate C * 42
julien , signature:55073db57b0a859911 || Candidate A > Candidate B > Candidate C # the 43rd
Candidate C > Candidate A = Candidate B ^7 * 8 # 8 votes with a weight of 7.
Candidate B = Candidate A>Candidate D>Candidate C
Candidate C
/EMPTY/ * 2
"""


def test_example_of_the_standard_is_read() -> None:
    election = cvotes.read(EXAMPLE)

    assert election.names == ("Candidate A", "Candidate B", "Candidate C")
    assert (election.seats, election.unranked) == (2, "last")
    assert election.profile == grouped(
        range(3),
        [((0, 1, 2), 43), ((2, (0, 1)), 56), (((1, 0), 2), 1), ((2,), 1), ((), 2)],
    )


def test_weights_count_only_where_they_are_allowed() -> None:
    election = cvotes.read("#/Candidates: A;B\n#/Implicit Ranking: false\nA > B ^7 *2\n")

    assert election.profile.counts == {(0, 1): 2}
    assert election.unranked == "not_compared"


def test_candidates_come_from_the_votes_where_nothing_names_them() -> None:
    election = cvotes.read("Tea > Coffee\nWater\n")

    assert election.names == ("Tea", "Coffee", "Water")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a > B", "line 2, column 1: 'a' is nearly 'A': write both alike"),
        ("A > \N{FULLWIDTH LATIN CAPITAL LETTER B}", "line 2, column 5: "),
        ("A, B", "line 2, column 1: 'A, B' cannot be a candidate's name"),
        ("A ; B", "line 2, column 1: 'A ; B' cannot be a candidate's name"),
        ("x || A > B ;", "line 2, column 10: 'B ;' cannot be a candidate's name"),
        ("A > B *", "line 2, column 7: the number of ballots should be a number"),
        ("A ^ * 2", "line 2, column 3: a vote's weight should be a whole number"),
        ("Anna > Bob", "line 1: no vote names any of the candidates"),
        ("#/Implicit Ranking false", "line 2: a parameter is as in #/Candidates: A ; B and not"),
        ("#/Implicit Rankin: false", "line 2: there is no parameter 'Implicit Rankin': is it"),
        ("#/Weight Allowed: true # so", "line 2: weight allowed is true or false, not 'true # so'"),
        ("A < B", "line 2, column 1: 'A < B' cannot be a candidate's name"),
        ("A > B > A", "line 2, column 9: a candidate is listed twice"),
        ("A > > B", "line 2, column 5: a rank is empty"),
        ("A * many", "line 2, column 3: the number of ballots should be a number"),
        ("A ^x", "line 2, column 3: a vote's weight should be a whole number"),
        ("A > B * 8 ^7", "line 2, column 7: the number of ballots should be a number"),
        ("A\n#/Weight Allowed: true", "line 3: parameters must come before the first vote"),
        ("#/Weight Allowed: perhaps", "line 2: weight allowed is true or false, not 'perhaps'"),
        ("#/Candidates: C;A", "line 2: the parameter Candidates is listed twice"),
        ("#/Number of Seats: x", "line 2: the number of seats should be a whole number"),
        ("#/Number of Seats: 0", "line 2: the number of seats is 0: write how many are elected"),
        ("#Number of Seats: 2", "line 2: this is a comment and begins as a parameter does: write"),
        ("# /implicit ranking : false", "line 2: this is a comment and begins as a parameter"),
        ("#/Seats: 2", "line 2: there is no parameter 'Seats': is it Number of Seats?"),
        ("#/Number of Winners: 2", "line 2: there is no parameter 'Number of Winners': is it"),
        ("x || A || B", "line 2, column 8: tags end with ||, which occurs a second time here"),
        ("A \N{FULLWIDTH GREATER-THAN SIGN} B", "line 2, column 1: 'A \uff1e B' cannot be a"),
        ("A > (B = A)", "line 2, column 5: '(B' is nearly 'B': write both alike"),
        ('"A" > B', "line 2, column 1: '\"A\"' is nearly 'A': write both alike"),
    ],
)
def test_broken_line_is_refused(line: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        cvotes.read(f"#/Candidates: A;B\n{line}\n")

    assert sentence(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("A > B x 3", "line 1, column 5", "B x 3"),
        ("A > B \N{MULTIPLICATION SIGN}3", "line 1, column 5", "B \N{MULTIPLICATION SIGN}3"),
        ("A > B (3)", "line 1, column 5", "B (3)"),
        ("A > B: 3", "line 1, column 5", "B: 3"),
        ("3: B > A", "line 1, column 1", "3: B"),
        ("3x B > A", "line 1, column 1", "3x B"),
        ("A > B 3\nB > A", "line 1", "B 3"),
        ("A > B\n3 B > A", "line 2", "3 B"),
        ("#/Candidates: A; B\nA > B x 3", "line 2, column 5", "B x 3"),
        ("#/Candidates: A; B\n3 B > A", "line 2, column 1", "3 B"),
    ],
)
def test_number_of_ballots_that_would_be_part_of_a_name_is_refused(
    text: str, place: str, name: str
) -> None:
    with pytest.raises(FormatError) as refused:
        cvotes.read(text)

    assert sentence(refused.value).startswith(
        f"{place}: {name!r} looks like 'B' with a number of ba"
    )


def test_numbers_that_belong_to_names_are_read() -> None:
    voted = cvotes.read("Option 1 > Option 2 * 3\nSpaceX 3\nHenry 8\n")
    listed = cvotes.read("#/Candidates: B; B x 3; B 3\nB x 3 > B 3 > Stranger x 2\n")

    assert voted.names == ("Option 1", "Option 2", "SpaceX 3", "Henry 8")
    assert listed.profile.counts == {(1, 2): 1}


@pytest.mark.parametrize("sign", "<>=,#/*^|")
def test_names_with_a_sign_of_the_format_are_refused(sign: str) -> None:
    with pytest.raises(FormatError) as refused:
        cvotes.read(f"#/Candidates: Anna{sign} Bob ; Cleo\nAnna > Bob\n")

    assert sentence(refused.value).startswith(
        f"line 1: 'Anna{sign} Bob' cannot be a candidate's name"
    )


def test_comments_of_people_are_passed_over() -> None:
    election = cvotes.read("# Candidates and what they say\n# Title: Drinks\n#\nA > B # seats: 2\n")

    assert election.names == ("A", "B")
    assert election.seats is None


def test_lines_with_nothing_to_see_are_passed_over() -> None:
    assert cvotes.read("\u200b\n#/Candidates: A;B\n \u2060\u3164\nB > A\n").profile.counts == {
        (1, 0): 1
    }


def test_parameters_of_other_programs_are_passed_over() -> None:
    election = cvotes.read("#/Candidates: A;B\n#/Voting Methods: Schulze\n#/Colour: red\nB > A\n")

    assert election.profile.counts == {(1, 0): 1}


@settings(deadline=None)
@given(st.lists(st.text("aä <>=;,#/*^|:\"'\uff1e", min_size=1), min_size=2, max_size=4))
def test_written_election_is_read_again_whatever_the_names_are(names: list[str]) -> None:
    rankings = grouped(range(len(names)), [((0, 1), 2), (((0, 1),), 1), ((1,), 1), ((), 1)])
    election = Election(tuple(names), RANKING, rankings, seats=1, unranked="last")

    again = cvotes.read(cvotes.write(election))

    assert (again.profile, again.seats) == (election.profile, 1)
    assert len(set(again.names)) == len(names)
