"""Every format at once: what is written is read again, and nothing makes a reader stumble."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.domain.counting.profiles import grouped, members
from polls.formats import abif, blt, cvotes, files, preflib, tables
from polls.formats.elections import MARKS, RANKING, SCORES, Election
from polls.formats.errors import FormatError
from polls.formats.files import READERS
from polls.formats.reading import limits
from tests.refusals import refuses

if TYPE_CHECKING:
    from pathlib import Path

WRITERS = {"blt": blt.write, "cvotes": cvotes.write, "toi": preflib.write, "csv": tables.write}
NAMES = ("Tea", "Coffee", "Soft drinks", "Łódź water")
COUNTS = st.integers(1, 9) | st.sampled_from([Fraction(3, 2), Fraction(1, 8), 10**11])
"""Six of them together are still below the largest number that is read."""
PIECES = [
    *("0", "1", "12", "-", ",", ";", ":", ">", "=", "*", "^", "/", "|", "{", "}", "[", "]", "("),
    *('"', "#", "# ", "#/", "\n", "\r", " ", "\t", "\x00", "A", "ä", "٣", "²", "ranks", "scores"),
    *("# ALTERNATIVE NAME 1: A\n", "# NUMBER ALTERNATIVES: 1\n", "#/Candidates: A;B\n", "2 1\n"),
    *("#/Number of Seats:", "[nick a b]", "[tie 1 2]", '{"title": 3}', "=a:[A]\n", "9" * 30),
    "/EMPTY/",
]


def selections(ballot: str) -> st.SearchStrategy[tuple[Any, ...]]:
    choice = st.integers(0, len(NAMES) - 1)
    if ballot == SCORES:
        return st.tuples(*[st.none() | st.integers(0, 5)] * len(NAMES)).map(tuple)
    order = st.permutations(range(len(NAMES)))
    cut = order.flatmap(lambda o: st.integers(0, len(o)).map(lambda n: tuple(o[:n])))
    if ballot == MARKS:
        return cut.map(sorted).map(tuple)
    shared = st.sets(choice, min_size=2).map(sorted).map(tuple)
    return cut | shared.map(lambda rank: (rank,))


@pytest.mark.parametrize(
    ("name", "ballot"),
    [*((name, RANKING) for name in WRITERS), ("csv", SCORES), ("csv", MARKS)],
)
@settings(deadline=None)
@given(data=st.data())
def test_written_election_is_read_again_as_it_was(
    name: str,
    ballot: str,
    data: st.DataObject,
) -> None:
    drawn = st.lists(st.tuples(selections(ballot), COUNTS), max_size=6)
    election = Election(
        names=NAMES,
        ballot=ballot,
        profile=grouped(range(len(NAMES)), data.draw(drawn)),
    )

    again = READERS[name](WRITERS[name](election))

    assert (again.names, again.ballot, again.profile) == (NAMES, ballot, election.profile)


@pytest.mark.parametrize("ending", files.WRITERS)
@pytest.mark.parametrize(
    "names",
    [
        ("Tea", "tea", "TEA", "Te\N{COMBINING ACUTE ACCENT}a", "Téa"),
        ("1", "2", "3", "4", "5"),
        ("Weight", "Name", "ranks", "sep=;", "A,B;C"),
        ("c2", "c1", "-", "0", "yes"),
        ('"A"', "'B'", "#C", "\\", '""'),
    ],
)
def test_every_export_is_read_again_whatever_the_names_are(
    ending: str,
    names: tuple[str, ...],
) -> None:
    writer = files.WRITERS[ending]
    profiles: dict[str, Any] = {
        RANKING: grouped(range(5), [((4, 0, 1), 7), (((1, 2), 3), 2), ((), 1)]),
        SCORES: grouped(range(5), [((5, None, 0, 1, 2), 7), ((None,) * 5, 1)]),
        MARKS: grouped(range(5), [((0, 4), 7), ((), 1)]),
    }
    for ballot in writer.ballots:
        election = Election(names, ballot, profiles[ballot], title="T: #1", highest=5)

        again = READERS[ending.rpartition(".")[2]](writer.write(election))

        assert (again.ballot, again.profile) == (ballot, election.profile)
        if ending != "cvotes":  # which has no place for the signs in some of these
            assert again.names == names


def test_scores_that_nobody_gave_are_read_again_as_scores() -> None:
    election = Election(NAMES, SCORES, grouped(range(4), [((None,) * 4, 3)]), highest=5)

    assert abif.read(abif.write(election)).ballot == SCORES


@settings(deadline=None)
@given(data=st.data())
def test_written_blt_keeps_all_that_an_election_has(data: st.DataObject) -> None:
    everybody = range(len(NAMES))
    one = st.sampled_from(everybody)
    shared = st.sets(one, min_size=2).map(sorted).map(tuple)
    rankings = st.lists(one | shared | st.none(), max_size=5).map(tuple)
    election = Election(
        names=NAMES,
        ballot=RANKING,
        profile=grouped(
            sorted(data.draw(st.sets(one))),  # who has withdrawn still stands on ballots
            data.draw(st.lists(st.tuples(rankings, COUNTS), max_size=6)),
        ),
        title=data.draw(st.sampled_from(["", "What to drink", '"x" \\ y', "1 0", "# Fjörd"])),
        seats=data.draw(st.integers(1, len(NAMES))),
        tie_order=data.draw(st.sampled_from([(), (2, 0, 3, 1)])),
    )

    assert blt.read(blt.write(election)) == election


@pytest.mark.parametrize("name", READERS)
@settings(deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=30))
def test_no_text_makes_a_reader_stumble(name: str, pieces: list[str]) -> None:
    with contextlib.suppress(FormatError):
        election = READERS[name]("".join(pieces))
        known = set(range(len(election.names)))
        for selection in election.profile.counts:
            if election.ballot == RANKING:
                assert {choice for rank in selection for choice in members(rank)} <= known


def test_format_is_that_of_the_longest_ending(tmp_path: Path) -> None:
    path = tmp_path / "Drinks.SCORES.csv"
    path.write_text("Tea,Coffee\n3,5\n", encoding="utf-8")

    assert files.read(path).ballot == SCORES


def test_format_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "ballots.txt"
    path.write_text("Tea > Coffee\n", encoding="utf-8")

    assert files.read(path, "cvotes").names == ("Tea", "Coffee")
    known = r"ballots\.txt does not have the ending of a known format\. .* blt, "
    with refuses(FormatError, match=known):
        files.read(path)


def test_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    path = tmp_path / "large.cvotes"
    path.write_text("Tea > Coffee\n", encoding="utf-8")

    with refuses(FormatError, match=r"large\.cvotes is larger than 10 bytes"):
        files.read(path)

    assert limits.MAX_BYTES > 10


def test_old_files_are_read_as_windows_1252_which_is_told(tmp_path: Path) -> None:
    path = tmp_path / "old.cvotes"
    path.write_bytes("Café > Žižek\n".encode("cp1252"))

    election = files.read(path)

    assert (election.names, election.is_guess) == (("Café", "Žižek"), True)


def test_ends_of_ms_dos_texts_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "old.cvotes"
    path.write_bytes(b"Tea > Water\r\n\x1a")

    assert files.read(path).profile.counts == {(0, 1): 1}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_files_of_spreadsheets_are_read_in_their_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "drinks.csv"
    path.write_text("Café,茶\r\n1,2\r\n\r\n,1\r\n", encoding=encoding)

    assert files.read(path).names == ("Café", "茶")
