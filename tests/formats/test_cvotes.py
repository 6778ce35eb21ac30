from __future__ import annotations

import pytest

from polls.domain.counting.profiles import grouped
from polls.formats import cvotes
from polls.formats.problems import FormatError

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
        ("A < B", "line 2: 'A < B' cannot be a candidate's name"),
        ("A > B > A", "line 2: a candidate is there twice"),
        ("A > > B", "line 2: a rank is empty"),
        ("A * many", "line 2: the number of ballots should be a number"),
        ("A ^x", "line 2: a vote's weight should be a whole number"),
        ("A > B * 8 ^7", "line 2: the number of ballots should be a number"),
        ("A\n#/Weight Allowed: true", "line 3: parameters should stand before the first vote"),
        ("#/Weight Allowed: perhaps", "line 2: weight allowed is true or false, not 'perhaps'"),
        ("#/Candidates: C;A", "line 2: the choice 'A' is there twice"),
        ("#/Number of Seats: x", "line 2: the number of seats should be a whole number"),
    ],
)
def test_broken_line_is_refused(line: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        cvotes.read(f"#/Candidates: A;B\n{line}\n")

    assert str(refused.value).startswith(message)
