"""The rows of a CSV file, with commas, semicolons or tabs between the cells."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from polls.domain.text.characters import is_visible
from polls.formats.errors import FormatError
from polls.formats.problems.tables import Separator, SeveralSeparators, TableFault
from polls.formats.reading import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNS = tuple(each.value for each in Separator)
_HINT = "sep="
"""How a first line begins that tells Excel what is between the cells."""


def of(text: str) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """Return the sign between the cells, and the rows that are not empty.

    Each row comes with the number of the line on which it ends.

    Raises:
        FormatError: it is no CSV, which may be found only while the rows are read, or its first
            rows do not say what is between the cells.
    """
    text = lines.plain(text)
    above, sign = 0, None
    if text[: len(_HINT)].lower() == _HINT:
        hint, _, text = text.partition("\n")
        above, sign = 1, hint[len(_HINT) : len(_HINT) + 1]
        if sign not in _SIGNS:
            raise FormatError(TableFault.UNKNOWN_SEPARATOR, 1)
    sign = sign or _sign(text)
    return sign, ((above + line, row) for line, row in _read(text, sign) if _is_row(row))


def _sign(text: str) -> str:
    """Return the sign that cuts the first row into cells, and the second into as many.

    Of two such signs, one may cut through quotes, as a semicolon in a name that is in them does.
    """
    cut = {sign: _first_two(text, sign) for sign in _SIGNS if sign in text}
    able = {sign: rows for sign, rows in cut.items() if rows and len(rows[0]) > 1}
    if len(able) > 1:
        able = {sign: rows for sign, rows in able.items() if len({*map(len, rows)}) == 1}
        if len(able) > 1:
            able = {sign: rows for sign, rows in able.items() if _keeps_quotes(text, sign)}
        if len(able) != 1:
            raise FormatError(SeveralSeparators(tuple(map(Separator, cut))), 1)
    return next(iter(able), ",")


def _first_two(text: str, sign: str) -> list[list[str]]:
    rows: list[list[str]] = []
    with suppress(FormatError):  # it is told when the whole text is read
        rows.extend(islice((row for _, row in _read(text, sign) if _is_row(row)), 2))
    return rows


def _keeps_quotes(text: str, sign: str) -> bool:
    """Tell whether every quote in the first row begins a cell, ends it or is doubled (RFC 4180)."""
    cell = rf'(?:"[^"]*(?:""[^"]*)*"|[^"\n{sign}]*)'
    return re.match(rf"\n*{cell}(?:{sign}{cell})*(?:\n|\Z)", text) is not None


def _read(text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        fault = TableFault.LONG_CELL if "limit" in str(error) else TableFault.BAD_QUOTES
        raise FormatError(fault, max(reader.line_num, 1)) from None


def _is_row(row: list[str]) -> bool:
    return any(cell and not cell.isspace() and (cell.isascii() or is_visible(cell)) for cell in row)
