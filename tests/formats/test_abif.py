from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.domain.counting.profiles import grouped
from polls.formats import abif
from polls.formats.elections import MARKS, RANKING, SCORES, Election
from polls.formats.errors import FormatError
from polls.presentation.refusals import sentence


def test_rankings_are_read_with_tokens_and_a_title() -> None:
    election = abif.read(
        '# drinks\n{"title": "Drinks"}\n=tea:[Tea from Assam]\n=[c ff]:[Coffee]\n'
        "42:tea/5>[c ff]/2=Wasser/2  # many\n7 : [c ff]\n",
    )

    assert (election.title, election.ballot) == ("Drinks", RANKING)
    assert election.names == ("Tea from Assam", "Coffee", "Wasser")
    assert election.profile.counts == {(0, (1, 2)): 42, (1,): 7}


def test_scores_are_read_where_nothing_is_ranked() -> None:
    election = abif.read("27:Tea/5,Coffee/3\n3:Coffee/0\n")

    assert election.ballot == SCORES
    assert election.profile.counts == {(5, 3): 27, (None, 0): 3}


@pytest.mark.parametrize(
    "metadata",
    [
        '{title: "Drinks"}\n{max_rating: 10}',
        "{title: Drinks}\n{max_rating: 10}  # of ten",
        "{'title': 'Drinks', 'max_rating': '10'}",
        '{version: 0.1, title: "Drinks", max_rating: 10}',
        '{"title": "Drinks", "max_rating": 10, "ballot_type": null}',
        "{description: who likes it, and how much}\n{title: Drinks }\n{ max_rating : 10 }",
    ],
)
def test_metadata_are_read_with_quotes_and_without(metadata: str) -> None:
    election = abif.read(f"{metadata}\n1:A/10,B/0\n")

    assert (election.title, election.highest) == ("Drinks", 10)
    assert election.profile.counts == {(10, 0): 1}


@pytest.mark.parametrize(
    "metadata",
    ["{seats: 2}", '{"num_winners": 2}', "{Number of Seats: 2}", '{"winners": "2"}\n{seats: 2}'],
)
def test_number_of_seats_is_read_whatever_it_is_called(metadata: str) -> None:
    assert abif.read(f"{metadata}\n2:A>B>C\n").seats == 2


def test_metadata_about_other_things_are_passed_over() -> None:
    election = abif.read('{winner: "A"}\n{election_methods: "copeland"}\n{seats: null}\n2:A>B\n')

    assert election.seats is None


def test_metadata_keep_signs_within_quotes() -> None:
    assert abif.read('{title: "A, b: \\"c\\""}\n1:A\n').title == 'A, b: "c"'


def test_ranks_with_scores_are_counted_by_either() -> None:
    election = abif.read("2:A/5>B/0\n1:B/5>A/5=C/5\n1:\n")

    assert (election.ballot, election.names) == (RANKING, ("A", "B", "C"))
    assert election.profile.counts == {(0, 1): 2, (1, (0, 2)): 1, (): 1}
    assert election.others[SCORES].counts == {
        (5, 0, None): 2,
        (5, 5, 5): 1,
        (None, None, None): 1,
    }
    assert election.others[MARKS].counts == {(0,): 2, (0, 1, 2): 1, (): 1}


def test_scored_line_among_ranked_ones_is_in_the_order_of_its_scores() -> None:
    election = abif.read("2:A>B\n1:A/0,B/5,C/5\n")

    assert election.profile.counts == {(0, 1): 2, ((1, 2), 0): 1}
    assert SCORES not in election.others


@pytest.mark.parametrize("name", ['"Ann Lee"', "[Ann Lee]", '"Ann  Lee"', "ann"])
def test_names_are_read_in_quotes_and_brackets(name: str) -> None:
    election = abif.read(f'=ann:[Ann Lee]\n3:{name}/5,"Bob #2"/0 # and so on\n')

    assert election.names == ("Ann Lee", "Bob #2")
    assert election.profile.counts == {(5, 0): 3}


@pytest.mark.parametrize(
    "line",
    ["27:A>B", "27 : A > B", "27*A>B", "\t27 * A >B  # x", "27.0:A>B", '27:"A">[B]', "027:A>B"],
)
def test_vote_is_read_in_each_variant(line: str) -> None:
    assert abif.read(f"{line}\r\n").profile.counts == {(0, 1): 27}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: there are no choices"),
        ("Tea>Coffee\n", "line 1: a vote begins as in 27:A>B and not 'Tea>Coffee'"),
        (
            "2:Tea>>Coffee\n",
            "line 1, column 7: a vote is as in A>B=C or A/5,B/3 and not '2:Tea>>Coffee'",
        ),
        ("2:Tea>Tea\n", "line 1, column 7: a choice is listed twice"),
        ("2:Tea/9999\n", "line 1, column 3: a score should be a whole number up to 1,000"),
        ("2:A/5,B\n", "line 1, column 7: between commas each choice has a score"),
        ("2:A,B\n", "line 1, column 5: between commas each choice has a score"),
        ("2:A>B,C\n", "line 1, column 7: choices are ranked with > and =, or scored with commas"),
        ("2:A/3>B/5\n", "line 1, column 7: the ranks say another thing than the scores 3 and 5"),
        ("2:A/3=B/2\n", "line 1, column 7: the ranks say another thing than the scores 3 and 2"),
        ("1:A/5\n2:B\n", "line 2: this choice has no score, as others have"),
        ("2:A>(B=C)\n", "line 1, column 5: a vote is as in"),
        (
            "2:A B>C\n",
            "line 1, column 5: a vote is as in A>B=C or A/5,B/3 and not '2:A B>C'; names",
        ),
        ("2:A>\n", "line 1, column 5: a vote is as in"),
        ("2:A*3\n", "line 1, column 4: a vote is as in"),
        ("2:A/5.5\n", "line 1, column 3: a score should be a whole number up to 1,000"),
        ("2x:A>B\n", "line 1, column 1: the number of ballots should be a number such as 3"),
        (" ٢:A>B\n", "line 1, column 2: the number of ballots should be a number such as 3"),
        ("3:Tea>Coffee\n2:tea\n", "line 2, column 3: 'tea' is nearly 'Tea': write both alike"),
        ("=t:[Tea]\n2:[tea]\n", "line 2, column 3: 'tea' is nearly 'Tea': write both alike"),
        ("=a:[Tea]\n=a:[Tee]\n", "line 2: the choice 'Tee' is listed twice"),
        ("2:Tea\n=t:[Tea]\n", "line 2: the choice 'Tea' is listed twice"),
        ("=a:[Tea]\n=b:[Tea]\n2:[Tea]\n", "line 3, column 3: several choices are called 'Tea'"),
        ("{max_rating: 5}\n1:A/6\n", "line 2, column 3: a score should be a whole number up to 5"),
        ("1:A/6\n{max_rating: 5}\n", "line 2: max_rating is 5, and a score is higher"),
        ("{max_rating: high}\n", "line 1: max_rating should be a whole number up to 1,000"),
        ("{seats: 0}\n1:A\n", "line 1: the number of seats is 0: write how many are elected"),
        ("{num_winners: two}\n", "line 1: the number of seats should be a whole number"),
        ("{seats: 2}\n{winners: 3}\n", "line 2: an earlier line has 2 seats, this one 3"),
        ("{title: A, and: B: C} x\n", "line 1: metadata are as in"),
        ("{title\n", 'line 1: metadata are as in {"title": "Drinks"} and not \'{title\''),
    ],
)
def test_broken_file_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        abif.read(text)

    assert sentence(refused.value).startswith(message)


NAMES = st.lists(st.text("aä []<>=;,#/*:{}\"'", min_size=1), min_size=2, max_size=2)


@settings(deadline=None)
@given(NAMES)
def test_written_rankings_are_read_again_whatever_the_names_are(names: list[str]) -> None:
    rankings = grouped(range(2), [((0, 1), 2), (((0, 1),), 1), ((1,), 1), ((), 1)])

    again = abif.read(abif.write(Election(tuple(names), RANKING, rankings, title='"T"', seats=2)))

    assert (again.profile, again.title, again.seats) == (rankings, '"T"', 2)
    assert len(again.names) == 2


@settings(deadline=None)
@given(NAMES)
def test_written_scores_are_read_again_whatever_the_names_are(names: list[str]) -> None:
    scores = grouped(range(2), [((5, 0), 2), ((None, 3), 1), ((None, None), 1)])

    again = abif.read(abif.write(Election(tuple(names), SCORES, scores)))

    assert (again.profile, again.ballot) == (scores, SCORES)
