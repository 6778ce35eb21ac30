"""Whom to invite: a list of names with weights, as people keep it."""

from __future__ import annotations

import csv
import re
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.electorate.list_problems import (
    BadEntry,
    BadWeight,
    EntryFault,
    InvalidListError,
    ListFault,
    NamedBefore,
    SeveralAddresses,
    TooManyColumns,
    TooManyEntries,
)
from polls.domain.text.characters import is_visible
from polls.domain.text.formulas import original
from polls.domain.text.likeness import folded
from polls.domain.text.texts import line_problems, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polls.domain.electorate.list_problems import EntryProblem, ListProblem

MOST_AT_ONCE = 10_000
"""Invitations made in one transaction: it keeps votes waiting for 0.1 s at the most."""

MOST_INVITATIONS = 100_000
"""Of one question; its pages still come within 0.2 s."""

HEAVIEST = 1_000_000

_MOST_LINES = 2 * MOST_AT_ONCE
"""Blank ones included; no more are looked at."""

_LONGEST_LINE = 2_000
"""Characters that are looked at for a name with its weight, quotation marks and all."""

_DIGITS = 7
"""Of the heaviest weight."""

_SEPARATORS = "\t;,"
_LINE_END = re.compile(r"\r\n|\r|\n")
_HINT = re.compile(r"\"?sep=(.)\"?[;,\s]*", re.IGNORECASE)
"""What Excel is told in the first line of a file: by what its cells are separated."""

_NO_LETTERS = re.compile(r"[\W_]+")
_TITLE = re.compile(
    r"""
    (full|first|last|given|family)?names? | forename | surname | e?mails? | (e?mail)?address(es)?
    | voters? | members? | participants? | persons? | people | invitees?
    | (numberof)?(weight|vote|share)s?
    | (vor|nach|familien)name | (e?mail)?adresse | mitglied | gewicht | stimmen | anteile
    | pr[ée]nom | nom | courriel | adresse(e?mail) | poids
    | nombre | apellidos? | correo(electr[óo]nico)? | peso
    """,
    re.VERBOSE,
)
"""What a column of a list of people is called, in English, German, French or Spanish."""

_MARK = '"'
_UNCLOSED = re.compile(r'(^|[\t;,])\s*"([^"]|"")*$')
"""A cell that begins with a quotation mark, which has no second on its line."""

_LIKE_A_NUMBER = re.compile(r"([-+]?[\d.]+)?")
_COLUMNS = 2
_BETWEEN_ADDRESSES = re.compile(r"[\s,;<>\"]+")


class Invitee(NamedTuple):
    """Somebody, or an address, to be invited; `line` is where in a list, from 1, if in one."""

    label: str
    weight: int = 1
    line: int = 0


def read(text: str) -> list[Invitee]:
    """Read a list: a name a line, and perhaps a weight after a tab, a semicolon or a comma.

    A comma separates only before a number, since names have commas too. Quotation marks are read
    as in CSV (RFC 4180), but a cell of several lines is a problem: each of them could be somebody.
    Blank lines are left out, and what spreadsheets put above the names: the headings of the
    columns, such as “Name;Weight” or “E-mail”, and Excel's hint “sep=;”.

    Raises:
        InvalidListError: with every problem of it, by line.
    """
    lines = _LINE_END.split(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    if len(lines) > _MOST_LINES:
        raise InvalidListError([TooManyEntries(len(lines), MOST_AT_ONCE, are_lines=True)])
    hint = _HINT.fullmatch(lines[0])
    separator = hint[1] if hint and hint[1] not in _SEPARATORS else None
    invitees, problems = [], list[BadEntry]()
    may_be_heading = True
    last_odd = max((n for n, line in enumerate(lines, start=1) if _has_odd_marks(line)), default=0)
    for number, line in enumerate(lines, start=1):
        if number < last_odd and _goes_on(line):
            problems.append(BadEntry(number, EntryFault.GOES_ON))
            continue
        cells = [] if hint and number == 1 else _cells(line, separator)
        if not cells:
            continue
        is_heading = may_be_heading and _is_heading(line, cells)
        may_be_heading = False
        if is_heading:
            continue
        found = list(_problems(cells))
        problems += [BadEntry(number, problem) for problem in found]
        if not found:
            invitees.append(Invitee(original(cells[0]), int((*cells, "")[1] or 1), number))
    entries = sorted([*problems, *_repetitions(invitees)], key=attrgetter("line"))
    whole: list[ListProblem] = []
    if not invitees and not entries:
        whole.append(ListFault.EMPTY)
    if len(invitees) > MOST_AT_ONCE:
        whole.append(TooManyEntries(len(invitees), MOST_AT_ONCE, are_lines=False))
    if whole or entries:
        raise InvalidListError([*whole, *entries])
    return invitees


def _has_odd_marks(line: str) -> bool:
    return line.count(_MARK) % 2 == 1


def _goes_on(line: str) -> bool:
    """Tell whether a cell is begun that its line does not end, as Excel writes Alt and Enter."""
    is_short = len(line) <= _LONGEST_LINE
    return is_short and _has_odd_marks(line) and _UNCLOSED.search(line) is not None


def _is_heading(line: str, cells: list[str]) -> bool:
    """Tell whether each cell of a line, however it may be split, is called what columns are."""
    if len(line) > _LONGEST_LINE:
        return False
    words = cells[0].split() if len(cells) == 1 else []  # “Name Weight”, but not “Vote;3”
    ways = [*_ways(line), cells, words]
    return any(way and all(_is_title(cell) for cell in way if cell) for way in ways)


def _is_title(cell: str) -> bool:
    return _TITLE.fullmatch(_NO_LETTERS.sub("", folded(cell))) is not None


def _cells(line: str, separator: str | None) -> list[str]:
    """Split a line at its first kind of separator, or at the one that was said.

    Cells at its end with nothing to see are left out.
    """
    if len(line) > _LONGEST_LINE:
        return [line]
    cells = _split_by(line, separator) if separator else _split_by_any(line)
    while cells and not is_visible(cells[-1]):
        cells.pop()
    return cells


def _split_by_any(line: str) -> list[str]:
    by_tab, by_semicolon, by_comma = _ways(line)
    *before, last = by_comma or [""]
    is_weighted = before and _LIKE_A_NUMBER.fullmatch(last)
    weighted = [", ".join(before), last] if is_weighted else []
    ways = (by_tab, by_semicolon, weighted)
    return next((cells for cells in ways if len(cells) > 1), by_tab or [line.strip()])


def _ways(line: str) -> list[list[str]]:
    """Split a line at each kind of separator; nothing where its quotation marks do not allow it."""
    ways = [_split(line, separator) for separator in _SEPARATORS]
    if not any(ways):  # the marks are a part of the name, or one has no second
        ways = [line.split(separator) for separator in _SEPARATORS]
    return [[cell.strip() for cell in cells] for cells in ways]


def _split_by(line: str, separator: str) -> list[str]:
    return [cell.strip() for cell in _split(line, separator) or line.split(separator)]


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return []


def _problems(cells: list[str]) -> Iterator[EntryProblem]:
    if (addresses := _number_of_addresses(cells)) > 1:  # as a mail has them
        yield SeveralAddresses(addresses)
        return
    if len(cells) > _COLUMNS:
        yield TooManyColumns(len(cells))
        return
    yield from line_problems(cells[0])
    weight = (*cells, "")[1]
    if weight and not 1 <= (whole_number(weight, _DIGITS) or 0) <= HEAVIEST:
        yield BadWeight(weight[: _DIGITS + 1], HEAVIEST)


def _number_of_addresses(cells: list[str]) -> int:
    """Return how many addresses of mail are written, where one that is repeated counts once."""
    words = {word for cell in cells if "@" in cell for word in _BETWEEN_ADDRESSES.split(cell)}
    return len({folded(word) for word in words if _is_address(word)})


def _is_address(word: str) -> bool:
    name, _, host = word.partition("@")
    return bool(name) and "." in host


def _repetitions(invitees: list[Invitee]) -> Iterator[BadEntry]:
    first: dict[str, int] = {}
    for each in invitees:
        before = first.setdefault(folded(each.label), each.line)
        if before != each.line:
            yield BadEntry(each.line, NamedBefore(each.label, before))
