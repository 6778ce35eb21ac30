"""CSV: a column for each choice, a row for each ballot, or for each kind of ballot.

The first cell says what the cells are: `ranks`, `scores` or `marks`; below it stands how many such
ballots there are. Without it each row is one ballot, of ranks unless the reader is told otherwise:
so CIVS writes them. A rank is a number from 1, the same number shares it; a mark is anything but
0; an empty cell, or `-`, says nothing.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from polls.domain.counting.profiles import grouped, members
from polls.domain.formulas import harmless, original
from polls.formats import numbers
from polls.formats.elections import MARKS, RANKING, SCORES, Election
from polls.formats.lines import MARK, Names
from polls.formats.problems import FormatError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polls.domain.counting.profiles import Count, Marks, Ranking, Scores

KINDS = {"ranks": RANKING, "scores": SCORES, "marks": MARKS}
_MAX_SCORE = 1_000
_BLANK = {"", "-"}


def read(text: str, kind: str = "ranks") -> Election:
    """Read an election whose first cell says its kind, or is of the `kind` given."""
    rows = _rows(text)
    line, header = next(rows, (1, []))
    has_counts = header[:1] and header[0].strip().lower() in KINDS
    if has_counts:
        kind = header[0].strip().lower()
    names = Names()
    for name in header[1:] if has_counts else header:
        names.add(original(name).strip(), line)
    if not names:
        raise FormatError(line, "the first line should name the choices")
    ballots: list[tuple[Any, Count]] = []
    for line, row in rows:
        count = numbers.weight(row[0].strip(), line) if has_counts else 1
        cells = [cell.strip() for cell in (row[1:] if has_counts else row)]
        if len(cells) != len(names):
            raise FormatError(line, f"there are {len(cells)} cells for {len(names)} choices")
        ballots.append((_SELECTIONS[kind](cells, line), count))
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
        cells = _cells(selection, election)
        table.writerow([numbers.written(count), *cells])
    return out.getvalue()


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.removeprefix(MARK)), strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise FormatError(reader.line_num, f"this is no CSV: {error}") from None


def _ranking(cells: list[str], line: int) -> Ranking:
    ranks: dict[int, list[int]] = {}
    for choice, cell in enumerate(cells):
        if cell not in _BLANK:
            number = numbers.whole(cell, line, "a rank", len(cells))
            if not number:
                raise FormatError(line, "ranks are numbered from 1")
            ranks.setdefault(number, []).append(choice)
    return tuple(_rank(ranks.get(number, [])) for number in range(1, max(ranks, default=0) + 1))


def _rank(choices: list[int]) -> int | tuple[int, ...] | None:
    if not choices:
        return None
    return tuple(choices) if len(choices) > 1 else choices[0]


def _scores(cells: list[str], line: int) -> Scores:
    return tuple(
        None if cell in _BLANK else numbers.whole(cell, line, "a score", _MAX_SCORE)
        for cell in cells
    )


def _marks(cells: list[str], line: int) -> Marks:
    for cell in cells:
        if cell.startswith("-") and cell not in _BLANK:
            raise FormatError(line, f"a mark should be empty, 0 or 1, not {shown(cell)}")
    return tuple(choice for choice, cell in enumerate(cells) if cell not in {*_BLANK, "0"})


_SELECTIONS = {"ranks": _ranking, "scores": _scores, "marks": _marks}


def _cells(selection: Any, election: Election) -> list[str]:
    choices = election.profile.choices
    if election.ballot == SCORES:
        return ["" if score is None else str(score) for score in selection]
    if election.ballot == MARKS:
        return ["1" if choice in selection else "" for choice in choices]
    places = {c: str(place) for place, rank in enumerate(selection, 1) for c in members(rank)}
    return [places.get(choice, "") for choice in choices]
