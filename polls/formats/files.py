"""Which format a file is in, by its name or its beginning, and reading it."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, NamedTuple

from polls.formats import abif, blt, cvotes, preflib, tables
from polls.formats.elections import MARKS, RANKING, SCORES
from polls.formats.problems import MAX_CHARACTERS, FormatError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from polls.formats.elections import Election

READERS: dict[str, Callable[[str], Election]] = {
    "blt": blt.read,
    "cvotes": cvotes.read,
    "abif": abif.read,
    "soc": preflib.read,
    "soi": preflib.read,
    "toc": preflib.read,
    "toi": preflib.read,
    "preflib": preflib.read,
    "scores.csv": tables.read_scores,
    "marks.csv": tables.read_marks,
    "csv": tables.read,
}
"""By the ending of the file's name, longer endings first."""


class Writer(NamedTuple):
    """What writes an election in one format."""

    title: str
    ballots: frozenset[str]
    """What a selection may be: `marks`, `ranking`, `scores`."""
    write: Callable[[Election], str]
    ending: Callable[[Election], str] | None = None
    """How a file's name ends, where what is in it decides that."""


WRITERS = {
    "blt": Writer("BLT", frozenset({RANKING}), blt.write),
    "cvotes": Writer("CVOTES", frozenset({RANKING}), cvotes.write),
    "preflib": Writer("PrefLib", frozenset({RANKING}), preflib.write, preflib.data_type),
    "abif": Writer("ABIF", frozenset({RANKING, SCORES}), abif.write),
    "grouped.csv": Writer("grouped CSV", frozenset({MARKS, RANKING, SCORES}), tables.write),
}
"""By what an address or a name ends with; `read` takes files with these names."""


def read(path: Path, format_: str | None = None) -> Election:
    """Read an election from a file; raise `FormatError` if it is not what it should be.

    The bytes are UTF-8, or UTF-16 if they say so, as spreadsheets do, or else Latin-1, as old
    files are.
    """
    endings = (ending for ending in READERS if path.name.lower().endswith(f".{ending}"))
    reader = READERS.get(format_ or next(endings, ""))
    if reader is None:
        known = ", ".join(READERS)
        raise FormatError(1, f"{path.name} is in no format known here: {known}")
    with path.open("rb") as file:
        content = file.read(MAX_CHARACTERS + 1)
    if len(content) > MAX_CHARACTERS:
        raise FormatError(1, f"{path.name} is larger than {MAX_CHARACTERS:,} bytes")
    return reader(_text(content))


def _text(content: bytes) -> str:
    is_utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
