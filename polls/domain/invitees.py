"""Whom to invite: a list of names with weights, as people keep it."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.errors import InvalidListError
from polls.domain.formulas import original
from polls.domain.likeness import folded
from polls.domain.texts import line_problems, whole_number, without_hidden_controls

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_HEADING = re.compile(r"\W*name\W+weight\W*", re.IGNORECASE)
_LIKE_A_NUMBER = re.compile(r"([-+]?[\d.]+)?")
_COLUMNS = 2


class Invitee(NamedTuple):
    """Somebody, or an address, to be invited; `line` is where in a list, from 1, if in one."""

    label: str
    weight: int = 1
    line: int = 0


def read(text: str) -> list[Invitee]:
    """Read a list: a name a line, and perhaps a weight after a tab, a semicolon or a comma.

    A comma separates only before a number, since names have commas too. Quotation marks are read
    as in CSV (RFC 4180), blank lines and a heading “name;weight” are left out.

    Raises:
        InvalidListError: with every problem of it, by line.
    """
    lines = _LINE_END.split(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    if len(lines) > _MOST_LINES:
        raise InvalidListError([_too_many(len(lines), "lines")])
    invitees, problems = [], list[tuple[int, str]]()
    for number, line in enumerate(lines, start=1):
        cells = _cells(line)
        if not cells or (number == 1 and _HEADING.fullmatch(line)):
            continue
        found = list(_problems(cells))
        problems += [(number, problem) for problem in found]
        if not found:
            invitees.append(Invitee(original(cells[0]), int((*cells, "")[1] or 1), number))
    told = [
        f"Line {number}: {problem}"
        for number, problem in sorted([*problems, *_repetitions(invitees)])
    ]
    if not invitees and not told:
        told.append("There is no name in the list.")
    if len(invitees) > MOST_AT_ONCE:
        told.insert(0, _too_many(len(invitees), "names"))
    if told:
        raise InvalidListError(told)
    return invitees


def _cells(line: str) -> list[str]:
    """Split a line at its first kind of separator; empty cells at its end are left out."""
    if len(line) > _LONGEST_LINE:
        return [line]
    by_tab, by_semicolon, by_comma = _ways(line)
    *before, last = by_comma or [""]
    is_weighted = before and _LIKE_A_NUMBER.fullmatch(last)
    weighted = [", ".join(before), last] if is_weighted else []
    ways = (by_tab, by_semicolon, weighted)
    cells = next((cells for cells in ways if len(cells) > 1), by_tab or [line.strip()])
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _ways(line: str) -> list[list[str]]:
    """Split a line at each kind of separator; nothing where its quotation marks do not allow it."""
    ways = [_split(line, separator) for separator in _SEPARATORS]
    if not any(ways):  # the marks are a part of the name, or one has no second
        ways = [line.split(separator) for separator in _SEPARATORS]
    return [[cell.strip() for cell in cells] for cells in ways]


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return []


def _problems(cells: list[str]) -> Iterator[str]:
    if len(cells) > _COLUMNS:
        yield (
            f"It has {len(cells)} columns; a line has a name, and perhaps a weight. A name with a "
            "separator in it stands in quotation marks."
        )
        return
    yield from line_problems("The name", cells[0])
    weight = (*cells, "")[1]
    if weight and not 1 <= (whole_number(weight, _DIGITS) or 0) <= HEAVIEST:
        quoted = without_hidden_controls(weight[: _DIGITS + 1])
        yield f"“{quoted}” is no weight, which is a whole number from 1 to {HEAVIEST:,}."


def _repetitions(invitees: list[Invitee]) -> Iterator[tuple[int, str]]:
    first: dict[str, int] = {}
    for each in invitees:
        before = first.setdefault(folded(each.label), each.line)
        if before != each.line:
            problem = f"“{each.label}” stands on line {before} already."
            yield each.line, f"{problem} Tell people of the same name apart."


def _too_many(number: int, noun: str) -> str:
    return f"The list has {number:,} {noun}; {MOST_AT_ONCE:,} names can be invited at once."
