from __future__ import annotations

from dataclasses import replace

import pytest

from polls.domain.counting.profiles import grouped
from polls.formats import preflib
from polls.formats.errors import FormatError
from polls.presentation.refusals import sentence

RECENT = """# FILE NAME: 00001-00000001.toi
# TITLE: Drinks
# DATA TYPE: toi
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 7
# NUMBER UNIQUE ORDERS: 3
# ALTERNATIVE NAME 1: Tea
# ALTERNATIVE NAME 2: Coffee: black
# ALTERNATIVE NAME 3: Water
4: 1,2,3
2: {1,3},2
1: 2
"""
OLDER = "3\n1,Tea\n2,Coffee: black\n3,Water\n7,7,3\n4,1,2,3\n2,{1,3},2\n1,2\n"


@pytest.mark.parametrize("text", [RECENT, OLDER])
def test_both_forms_say_the_same(text: str) -> None:
    election = preflib.read(text)

    assert election.names == ("Tea", "Coffee: black", "Water")
    assert election.profile == grouped(
        range(3),
        [((0, 1, 2), 4), (((0, 2), 1), 2), ((1,), 1)],
    )


@pytest.mark.parametrize("order", ["1,{2,3}", " 1 , { 2 , 3 } ", "\t1,{},{2,3},", "01,{2,3}"])
def test_order_is_read_in_each_variant(order: str) -> None:
    text = RECENT.replace("4: 1,2,3", f"4 :{order}")

    assert preflib.read(text).profile.counts[0, (1, 2)] == 4


@pytest.mark.parametrize(
    ("ranking", "kind"),
    [((0, 1), "soc"), ((1,), "soi"), (((0, 1),), "toc"), (((0, 1), 2), "toc")],
)
def test_written_file_says_its_kind(ranking: tuple[int, ...], kind: str) -> None:
    size = 3 if 2 in ranking else 2
    names = "\n".join(f"# ALTERNATIVE NAME {n}: {n}" for n in range(1, size + 1))
    text = f"# NUMBER ALTERNATIVES: {size}\n{names}\n"
    election = replace(preflib.read(text), profile=grouped(range(size), [(ranking, 1)]))

    written = preflib.write(election)

    assert f"# DATA TYPE: {kind}\n" in written


MISSING = "a line such as # NUMBER ALTERNATIVES: 3 is missing before the orders"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: the file is empty"),
        ("# NUMBER ALTERNATIVES: x\n", "line 1: the number of choices should be a whole number"),
        ("# NUMBER ALTERNATIVES: 1\n1: 1\n", "line 2: there should be 1 name of altern"),
        ("# TITLE: x\n5: 1,2\n", f"line 2: {MISSING}"),
        ("# ALTERNATIVE NAME 1: Tea\n", f"line 1: {MISSING}"),
        (f"{RECENT}5 1,2\n", "line 13: an order begins as in 42: 1,2 and not '5 1,2'"),
        (f"{RECENT}5: 1,9\n", "line 13, column 6: an alternative should be a whole number up to 3"),
        (f"{RECENT}5: 1,0\n", "line 13, column 6: alternatives are numbered from 1"),
        (f"{RECENT}5: {{1,2\n", "line 13: an order is numbers as in 1,{2,3},4, and a } is missing"),
        (
            f"{RECENT}5: 1,,2\n",
            "line 13, column 6: an order is numbers as in 1,{2,3},4, without ','",
        ),
        (
            f"{RECENT}5: 1 2\n",
            "line 13, column 6: an order is numbers as in 1,{2,3},4, without '2'",
        ),
        (f"{RECENT}5: 1,{{2,{{3}}}}\n", "line 13, column 9: an order is numbers as in"),
        (f"{RECENT}5: 2,{{1,2}}\n", "line 13, column 9: the alternative 2 is listed twice"),
        (f"{RECENT}2: 1\n", "line 13: the file says that it has 7 ballots, and has 9: has a part"),
        (RECENT.replace("1: 2\n", ""), "line 11: the file says that it has 7 ballots, and has 6"),
        (
            RECENT.replace("VOTERS: 7", "VOTERS: 1"),
            "line 12: the file says that it has 1 ballot, and has 7",
        ),
        (
            RECENT.replace(" toi", " toc"),
            "line 12: the file says that its orders are toc, and they",
        ),
        (
            RECENT.replace(" toi", " soi"),
            "line 12: the file says that its orders are soi, and they",
        ),
        (
            RECENT.replace(" toi", " soc"),
            "line 12: the file says that its orders are soc, and they",
        ),
        (RECENT.replace(" toi", " cat"), "line 3: the data are 'cat', which are not orders"),
        (RECENT.replace("E 3: Water", "E 2: Water"), "line 9: the alternative 2 is listed twice"),
        (
            OLDER.replace("7,7,3\n", ""),
            "line 5: totals are three numbers as in 7,7,3, not '4,1,2,3'",
        ),
        (
            OLDER.replace("2,{1,3},2\n", ""),
            "line 7: the file says that it has 7 ballots, and has 5",
        ),
        (f"{RECENT}x: 1\n", "line 13, column 1: the number of ballots should be a number"),
        (f"{OLDER}x,1\n", "line 9, column 1: the number of ballots should be a number"),
    ],
)
def test_broken_file_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        preflib.read(text)

    assert sentence(refused.value).startswith(message)
