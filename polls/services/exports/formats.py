"""The formats of an export, written a slice of rows at a time."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

import orjson

from polls.domain.counting.records import plain
from polls.domain.text.formulas import harmless

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence

    from polls.services.exports.sheets import ExportSheet


async def as_csv(sheet: ExportSheet) -> AsyncIterator[bytes]:
    """Write CSV as RFC 4180 has it, in UTF-8 with the mark by which spreadsheets know it."""
    yield csv_file([sheet.headings])
    async for rows in sheet.slices:
        yield _lines([sheet.cells(row) for row in rows])


async def as_json(sheet: ExportSheet) -> AsyncIterator[bytes]:
    """Write one object: what is known of the question, then the rows."""
    facts = {**sheet.facts, **await sheet.details(), sheet.rows_name: []}
    begun = orjson.dumps(facts, default=plain)
    yield begun.removesuffix(b"]}")
    is_first = True
    async for rows in sheet.slices:
        if rows:
            text = orjson.dumps(list(rows), default=plain)[1:-1]
            yield text if is_first else b"," + text
            is_first = False
    yield b"]}\n"


def csv_file(rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """Return a file of such CSV, or its beginning."""
    return codecs.BOM_UTF8 + _lines(rows)


def _lines(rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """Return rows as they stand in such a file; no cell is taken for a formula."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return text.getvalue().encode()
