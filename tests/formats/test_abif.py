from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.domain.counting.profiles import grouped
from polls.formats import abif
from polls.formats.elections import RANKING, SCORES, Election
from polls.formats.problems import FormatError


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
    ("text", "message"),
    [
        ("", "line 1: there are no choices"),
        ("Tea>Coffee\n", "line 1: a vote begins as in 27:A>B and not 'Tea>Coffee'"),
        ("2:Tea>>Coffee\n", "line 1: a vote is as in A>B=C or A/5,B/3 and not 'Tea>>Coffee'"),
        ("2:Tea>Tea\n", "line 1: a choice is there twice"),
        ("2:Tea/9999\n", "line 1: a score should be a whole number up to 1,000"),
        ("{title\n", "line 1: '{title' is no JSON"),
    ],
)
def test_broken_file_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        abif.read(text)

    assert str(refused.value).startswith(message)


NAMES = st.lists(st.text("aä []<>=;,#/*:{}\"'", min_size=1), min_size=2, max_size=2)


@settings(deadline=None)
@given(NAMES)
def test_written_rankings_are_read_again_whatever_the_names_are(names: list[str]) -> None:
    rankings = grouped(range(2), [((0, 1), 2), (((0, 1),), 1), ((1,), 1), ((), 1)])

    again = abif.read(abif.write(Election(tuple(names), RANKING, rankings, title='"T"')))

    assert (again.profile, again.title, len(again.names)) == (rankings, '"T"', 2)


@settings(deadline=None)
@given(NAMES)
def test_written_scores_are_read_again_whatever_the_names_are(names: list[str]) -> None:
    scores = grouped(range(2), [((5, 0), 2), ((None, 3), 1), ((None, None), 1)])

    again = abif.read(abif.write(Election(tuple(names), SCORES, scores)))

    assert (again.profile, again.ballot) == (scores, SCORES)
