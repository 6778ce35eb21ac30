"""CSV: a column for each choice, a row for each ballot, or for each kind of ballot.

The first cell says what the cells are: `ranks`, `scores` or `marks`; below it stands how many such
ballots there are. Without it each row is one ballot, of ranks unless the reader is told otherwise:
so CIVS writes them. A rank is a number from 1, the same number shares it; a mark is 1, x, yes, true
or a tick, and 0, no and false are none; an empty cell, or `-`, says nothing.
"""

from __future__ import annotations

import csv
import io
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.counting.profiles import grouped, members
from polls.domain.text.formulas import harmless, original
from polls.formats.elections import MARKS, RANKING, SCORES, Election
from polls.formats.errors import FormatError
from polls.formats.problems.common import Figure
from polls.formats.problems.tables import NoChoiceColumn, NoMark, OtherCells, TableFault
from polls.formats.reading import numbers, rows
from polls.formats.reading.limits import MAX_SCORE
from polls.formats.reading.names import Names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polls.domain.counting.profiles import Count, Marks, Rank, Ranking

KINDS = {"ranks": RANKING, "scores": SCORES, "marks": MARKS}
_BLANK = {"", "-"}
_MARKED = {"1", "x", "yes", "true", "✓", "✔"}
_NOT_MARKED = {*_BLANK, "0", "no", "false"}
_OF_VOTERS = {
    *("name", "names", "voter", "voters", "voter name", "e-mail", "email"),
    *("id", "voter id", "ballot id", "ballot", "ballots", "#", "nr", "no.", "timestamp"),
    *("weight", "weights", "count", "counts", "number", "number of ballots", "vote", "votes"),
    *("anzahl", "gewicht", "stimmen", "nombre", "poids", "número", "peso"),
    *("rank", "score"),
}
"""What the first cell says in tables that hold more than the ballots, or whose first cell is nearly
one of `KINDS`. “Mark” is not among them: people are called so."""
_SUMS = {"total", "sum", "summe", "somme", "totale", "suma"}
"""What the last cell says above the sums of the rows."""


def read(text: str, kind: str = "ranks") -> Election:
    """Read an election whose first cell says its kind, or is of the `kind` given."""
    sign, table = rows.of(text)
    may_part_thousands = sign != ","  # where commas are in decimals
    line, header = next(table, (1, [""]))
    first = header[0].strip().lower()
    has_counts = first in KINDS
    kind = first if has_counts else kind
    names = _names(header, line, has_counts)
    cells = _Cells(_CELLS[kind].read, len(names))
    ballots: list[tuple[Any, Count]] = []
    for line, row in table:
        count: Count = 1
        if len(row) != len(header):
            raise FormatError(OtherCells(len(row) - has_counts, len(names)), line)
        if has_counts:
            try:
                count = numbers.weight(row.pop(0).strip(), may_part_thousands=may_part_thousands)
            except FormatError as problem:
                raise problem.at(line, 1) from None
        try:
            given_cells = [cells[cell] for cell in row]
        except FormatError as problem:
            known = takewhile(cells.__contains__, row)
            raise problem.at(line, sum(1 for _ in known) + 1 + has_counts) from None
        ballots.append((_CELLS[kind].selection(given_cells), count))
    return Election(
        names=tuple(names),
        ballot=KINDS[kind],
        profile=grouped(range(len(names)), ballots),
    )


def read_scores(text: str) -> Election:
    """Read scores; a first cell that says so is not needed."""
    return read(text, "scores")


def read_marks(text: str) -> Election:
    """Read marks; a first cell that says so is not needed."""
    return read(text, "marks")


def write(election: Election) -> str:
    """Return the election with its kind and counts; who has withdrawn has no column."""
    (kind,) = (word for word, ballot in KINDS.items() if ballot == election.ballot)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    choices = election.profile.choices
    table.writerow([kind, *(harmless(election.names[choice]) for choice in choices)])
    for selection, count in election.profile.counts.items():
        table.writerow([numbers.written(count), *_written(selection, election)])
    return out.getvalue()


def _names(header: list[str], line: int, has_counts: bool) -> Names:  # noqa: FBT001 - of the header
    if not any(header[has_counts:]):
        raise FormatError(TableFault.NO_NAMES, line)
    names = Names()
    for column, cell in enumerate(header[has_counts:], 1 + has_counts):
        try:
            names.add(original(cell).strip())
        except FormatError as problem:
            raise problem.at(line, column) from None
    if not has_counts:
        _check_names(names, line)
    return names


def _check_names(names: Names, line: int) -> None:
    """Refuse what is likely no line of names; in a table that says its kind it is one."""
    if all(name.isdecimal() for name in names):
        raise FormatError(TableFault.NUMBERS_FOR_NAMES, line)
    first, last = next(iter(names)), next(reversed(names))
    if not {first.lower(), first.lower().rstrip(".:")}.isdisjoint(_OF_VOTERS):
        raise FormatError(NoChoiceColumn(first), line, 1)
    if last.lower() in _SUMS:
        raise FormatError(NoChoiceColumn(last), line, len(names))


class _Cells(dict[str, Any]):
    """What each text in a cell means, read once."""

    def __init__(self, read: Callable[[str, int], Any], size: int) -> None:
        super().__init__()
        self._read = read
        self._size = size

    def __missing__(self, cell: str) -> Any:
        self[cell] = self._read(cell.strip(), self._size)
        return self[cell]


def _rank(cell: str, size: int) -> int | None:
    if cell in _BLANK:
        return None
    number = numbers.whole(cell, Figure.RANK, size)
    if not number:
        raise FormatError(TableFault.RANK_ZERO)
    return number


def _score(cell: str, _size: int) -> int | None:
    return None if cell in _BLANK else numbers.whole(cell, Figure.SCORE, MAX_SCORE)


def _mark(cell: str, _size: int) -> bool:
    is_marked = cell.lower() in _MARKED
    if not is_marked and cell.lower() not in _NOT_MARKED:
        raise FormatError(NoMark(cell))
    return is_marked


def _ranking(cells: Sequence[int | None]) -> Ranking:
    ranks: dict[int, list[int]] = {}
    for choice, number in enumerate(cells):
        if number is not None:
            ranks.setdefault(number, []).append(choice)
    return tuple(_shared(ranks.get(number, [])) for number in range(1, max(ranks, default=0) + 1))


def _shared(choices: list[int]) -> Rank:
    if not choices:
        return None
    return tuple(choices) if len(choices) > 1 else choices[0]


def _marks(cells: Sequence[bool]) -> Marks:
    return tuple(choice for choice, is_marked in enumerate(cells) if is_marked)


class _Kind(NamedTuple):
    """How a kind of ballots is read."""

    read: Callable[[str, int], Any]
    """One cell, of a table of so many choices."""
    selection: Callable[[list[Any]], Any]
    """What the cells of a row say together."""


_CELLS = {
    "ranks": _Kind(_rank, _ranking),
    "scores": _Kind(_score, tuple),
    "marks": _Kind(_mark, _marks),
}


def _written(selection: Any, election: Election) -> list[str]:
    choices = election.profile.choices
    if election.ballot == SCORES:
        return ["" if score is None else str(score) for score in selection]
    if election.ballot == MARKS:
        return ["1" if choice in selection else "" for choice in choices]
    places = {c: str(place) for place, rank in enumerate(selection, 1) for c in members(rank)}
    return [places.get(choice, "") for choice in choices]
