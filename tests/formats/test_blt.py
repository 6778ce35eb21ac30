from __future__ import annotations

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.domain.counting.profiles import grouped
from polls.formats import blt
from polls.formats.elections import RANKING, Election
from polls.formats.errors import FormatError
from polls.presentation.refusals import sentence
from tests.refusals import refuses

HILL = """4 2
-2
3 1 3 4 0
4 1 3 2 0
2 4 1 3 0
1 2 0
2 2 4 3 1 0
1 3 4 2 0
0
"Adam"
"Basil"
"Charlotte"
"Donald"
"Title"
"""
"""The example of Hill, Wichmann and Woodall 1987."""


def test_example_of_1987_is_read() -> None:
    election = blt.read(HILL)

    assert election.names == ("Adam", "Basil", "Charlotte", "Donald")
    assert election.title == "Title"
    assert election.seats == 2
    assert election.profile == grouped(
        [0, 2, 3],
        [
            ((0, 2, 3), 3),
            ((0, 2, 1), 4),
            ((3, 0, 2), 2),
            ((1,), 1),
            ((1, 3, 2, 0), 2),
            ((2, 3, 1), 1),
        ],
    )


@pytest.mark.parametrize(
    ("ballot", "ranking", "count"),
    [
        ("2 1=2 3 0", ((0, 1), 2), 2),
        ("1 2 - 1 0", (1, None, 0), 1),
        ("1 0", (), 1),
        ("3/2 1 0", (0,), Fraction(3, 2)),
        ("1.5 1 0", (0,), Fraction(3, 2)),
        ("(ballot 7) 2 1 0", (0,), 2),
        ("[7] 2 1 0", (0,), 2),
        ("  1   3\t2  0  # as marked", (2, 1), 1),
        ("1 3\n2 0", (2, 1), 1),
        ("1 3 /* not\n 1 */ 2 0", (2, 1), 1),
        ("1 /* 3 */ 3/* 1 */2 0 # /*", (2, 1), 1),
        ("2 (1 3) 2 0", ((0, 2), 1), 2),
        ("2 3 ( 1 ) 0", (2, 0), 2),
        ("[ballot 7] 2 1 0", (0,), 2),
        ("02 01 0", (0,), 2),
    ],
)
def test_ballot_is_read_in_each_variant(
    ballot: str,
    ranking: tuple[int, ...],
    count: int,
) -> None:
    election = blt.read(f'3 1\n{ballot}\n0\n"A"\n"B"\n"C"\n"T"\n')

    assert election.profile.counts == {ranking: count}
    assert election.names == ("A", "B", "C")


@pytest.mark.parametrize(
    ("ending", "names", "title"),
    [
        ('"A" "B" "T"\n', ("A", "B"), "T"),
        ('"A"\n"B"\n', ("A", "B"), ""),
        ("A b\nB\nT\n", ("A b", "B"), "T"),
        ('"Al "the" one"\n"B"\n\n"T"', ('Al "the" one', "B"), "T"),
        ('"Zoë \\"Z\\""\n"Łódź"\n"T" "source" "comment"', ('Zoë "Z"', "Łódź"), "T"),
    ],
)
def test_names_are_read_in_each_variant(ending: str, names: tuple[str, ...], title: str) -> None:
    election = blt.read(f"\N{ZERO WIDTH NO-BREAK SPACE}2 1\r\n1 1 0\r\n0\r\n{ending}")

    assert (election.names, election.title) == (names, title)


def test_nicknames_withdrawn_and_tie_order_are_read() -> None:
    election = blt.read(
        '3 1\n[nick a b c]\n[tie c a b]\n[withdrawn b]\n2 c=a b 0\n0\n"A" "B" "C"\n'
    )

    assert election.tie_order == (2, 0, 1)
    assert election.profile == grouped([0, 2], [(((2, 0), 1), 2)])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: the file ends where the number of choices should be"),
        (
            "x 1\n",
            "line 1, column 1: the number of choices should be a whole number up to 1,000, not 'x'",
        ),
        ("99999999999999999999 1\n", "line 1, column 1: the number of choices should be a whole"),
        ("0 1\n0\n", "line 1, column 1: there are no choices"),
        ("2 0\n0\n", "line 1, column 3: the number of seats is 0: write how many are elected"),
        (
            "2 3\n",
            "line 1, column 3: the number of seats should be a whole number up to 2, not '3'",
        ),
        (
            "2 1\n1 1 2 0\n1 3 0\n",
            "line 3, column 3: '3' is not a candidate: the file has 2 candidates",
        ),
        (
            "2 1\n1 1 2 0\n-1 1 0\n",
            "line 3, column 1: the number of ballots should be a number such as",
        ),
        ("2 1\n1 1 2\n", "line 3: the file ends where the 0 that ends a ballot should be"),
        ("2 1\n1 1=x 0\n", "line 2, column 3: 'x' is not a candidate: the file has 2 candidates"),
        ("2 1\n1/0 1 0\n", "line 2, column 1: the number of ballots should be a number such as"),
        (
            "2 1\n9999999999999 1 0\n",
            "line 2, column 1: the number of ballots may be 1,000,000,000,000",
        ),
        ('2 1\n1 1 0\n0\n"A"\n', "line 4: the file ends after 1 of 2 candidates' names"),
        ("1 1\n1 1 0\n0\n", "line 3: the file ends before the name of its 1 candidate"),
        (
            '1 1\n1 1 0\n0\n"A"\n"T"\n"U"\n',
            "line 6: there are more lines than the name of 1 candidate and a title",
        ),
        ("1 1\n[nick]\n", "line 2, column 6: there should be 1 nickname"),
        ("2 1\n[nick a a]\n", "line 2, column 10: there should be 2 different nicknames"),
        (
            "2 1\n[nick a b a]\n[tie a b a]\n",
            "line 2, column 12: there should be 2 different nicknames",
        ),
        ("2 1\n[nick 2 1]\n", "line 2, column 10: '2' means something else on a ballot"),
        ("2 1\n[nick a -]\n", "line 2, column 10: '-' means something else on a ballot"),
        ("2 1\n[nick a b=a]\n", "line 2, column 12: 'b=a' means something else on a ballot"),
        ("2 1\n[tie 1 2 1]\n", "line 2, column 11: [tie] should name each candidate once"),
        (
            "2 1\n[undeclared 2]\n1 1 0\n",
            "line 2, column 14: 'undeclared' is not a known option: use nick, tie",
        ),
        ("2 1\n[tie 1 2\n1 1 0\n", "line 2, column 1: an option begins here and has no end"),
        ("2 1\n1 1_0 0\n", "line 2, column 3: '1_0' is not a candidate: the file has 2 candidates"),
        ("2 1\n1 ٢ 0\n", "line 2, column 3: '٢' is not a candidate: the file has 2 candidates"),
        ("2 1\n1 (1 x) 0\n", "line 2, column 7: 'x' is not a candidate: the file has 2 candidates"),
        ("2 1\n1 /* 1 0\n0\n", "line 2, column 3: the comment that begins here has no end"),
        (
            "2 1\n3 1 2\n2 2 1 0\n0\n",
            "line 3, column 7: the ballot that begins on line 2 goes on to here and names a candi",
        ),
        ("2 1\n[tie 1]\n", "line 2, column 7: [tie] should name each candidate once"),
        ("2 1\n(1 1 2 0\n", "line 2, column 1: a ballot's id begins here and has no end"),
    ],
)
def test_broken_file_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        blt.read(text)

    assert sentence(refused.value).startswith(message)


@settings(deadline=None)
@given(st.text(st.sampled_from('0123456789-=()[]"#/ \nabc*.\\'), max_size=200))
def test_no_text_makes_the_reader_fail_otherwise(text: str) -> None:
    with contextlib.suppress(FormatError):
        assert len(blt.read(f"2 1\n{text}").names) == 2


@settings(deadline=None)
@given(st.data())
def test_written_election_is_read_again_as_it_was(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.text("aä \"'\\#0", min_size=1), min_size=2, max_size=4))
    tidy = tuple(" ".join(name.split()) or "x" for name in names)
    choice = st.integers(0, len(tidy) - 1)
    rank = choice | st.none() | st.lists(choice, min_size=2, max_size=3).map(tuple)
    count = st.integers(1, 10**9) | st.integers(1, 99).map(lambda n: Fraction(n, 12))
    ballots = data.draw(st.lists(st.tuples(st.lists(rank).map(tuple), count), max_size=5))
    election = Election(
        names=tidy,
        ballot=RANKING,
        profile=grouped(range(1, len(tidy)), ballots),
        title="T",
        seats=1,
        tie_order=tuple(range(len(tidy))),
    )

    assert blt.read(blt.write(election)) == election


def test_names_keep_what_looks_like_a_comment() -> None:
    text = '2 1 /* two of\nthem */\n1 1 0\n0\n"Tea /* hot"\n"Coffee */"\n""\n'

    assert blt.read(text).names == ("Tea /* hot", "Coffee */")


@pytest.mark.parametrize(
    ("beginning", "is_taken"),
    [("-3 -2\n", True), ("-3\n-2\n", True), ("-3 1 2 0\n", False), ("-2 -3 1 1 2 0\n", False)],
)
def test_line_of_who_has_withdrawn_is_no_ballot(beginning: str, is_taken: bool) -> None:
    text = f'3 1\n{beginning}4 1 2 0\n0\n"A"\n"B"\n"C"\n'

    if is_taken:
        assert blt.read(text).profile == grouped([0], [((0, 1), 4)])
    else:
        with refuses(FormatError, match=r"line 2, column .*continues as a ballot"):
            blt.read(text)
