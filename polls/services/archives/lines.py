"""The lines of an archive as they are read: each checked, and at the end all of them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel, ValidationError

from polls.services.archives.refusals import (
    BadFileError,
    BadValueError,
    FileFault,
    FileTooLarge,
    LineFault,
    LineTooLarge,
    LogTooLarge,
    Misplaced,
    TooManyLines,
    UnknownFormatError,
    Unreadable,
    refuse,
)
from polls.services.archives.shape import FORMAT, FORMATS, LIMITS, SHAPES, Header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LONGEST_LINE = 16_000_000
"""Bytes: the longest that is written is that of an entry of the log which says all that an
organiser changed in one go. The whole log may have as many: its page shows all of it."""

LONGEST_OTHER_LINE = 100_000
"""Bytes: ten times what a ballot says that ranks 500 choices."""

LARGEST_FILE = 10_000_000_000
"""Bytes."""

_ORDER = {kind: place for place, kind in enumerate(SHAPES)}
_STARTS = {kind: f'{{"{kind}":'.encode() for kind in SHAPES}
_SINGLE = {"header", "question", "end"}


class NumberedLine(NamedTuple):
    """A line of an archive that says something about the question."""

    number: int
    """In the file, from 1."""
    kind: str
    content: BaseModel
    size: int
    """Bytes."""


def checked(read_line: Callable[[int], bytes]) -> Iterator[NumberedLine]:
    """Yield each line but the first and the last.

    Args:
        read_line: returns the next line with its end, or the part of it that fits; nothing at the
            end of the file.

    Raises:
        ArchiveError: a line is none, stands at the wrong place, there are too many of them, or the
            file was cut or altered.
    """
    digest, number, before = sha256(), 0, ""
    shapes: Mapping[str, type[BaseModel]] = SHAPES
    bounds = _Bounds()
    while text := read_line(LONGEST_LINE):
        number += 1
        kind = _kind(text, number, before)
        bounds.count(kind, number, len(text))
        content = _parsed(text, number, kind, shapes)
        if isinstance(content, Header):
            shapes = _shapes(content)
        if kind == "end":
            if content.model_dump() != {"lines": number - 1, "sha256": digest.hexdigest()}:
                raise BadFileError(FileFault.CHANGED)
            if read_line(1):
                raise BadFileError(FileFault.GOES_ON)
            return
        digest.update(text)
        before = kind
        if kind != "header":
            yield NumberedLine(number, kind, content, len(text))
    raise BadFileError(FileFault.NO_ARCHIVE if number == 0 else FileFault.CUT_OFF)


class _Bounds:
    """How much there is of everything, and whether that is too much."""

    def __init__(self) -> None:
        self._lines = dict.fromkeys(LIMITS, 0)
        self._logged = 0
        self._size = 0

    def count(self, kind: str, number: int, size: int) -> None:
        """Count a line; an archive that is too large is refused."""
        self._size += size
        if self._size > LARGEST_FILE:
            refuse(number, FileTooLarge(LARGEST_FILE))
        if kind == "log":
            self._logged += size
            if self._logged > LONGEST_LINE:
                refuse(number, LogTooLarge(LONGEST_LINE))
        elif size > LONGEST_OTHER_LINE:
            refuse(number, LineTooLarge(LONGEST_OTHER_LINE))
        if kind in LIMITS:
            self._lines[kind] += 1
            if self._lines[kind] > LIMITS[kind]:
                refuse(number, TooManyLines(kind, LIMITS[kind]))


def _kind(text: bytes, number: int, before: str) -> str:
    kind = text[2:20].partition(b'"')[0].decode("ascii", "replace")
    if not before and kind != "header":
        raise BadFileError(FileFault.NO_ARCHIVE)
    if not text.endswith(b"\n") and len(text) < LONGEST_LINE:
        raise BadFileError(FileFault.CUT_OFF)
    if kind not in SHAPES or not text.startswith(_STARTS[kind]) or not text.endswith(b"}\n"):
        refuse(number, LineFault.NOT_EXPORTED)
    if not _may_follow(kind, before):
        refuse(number, Misplaced(kind))
    return kind


def _parsed(
    text: bytes,
    number: int,
    kind: str,
    shapes: Mapping[str, type[BaseModel]],
) -> BaseModel:
    try:
        return shapes[kind].model_validate_json(text[len(_STARTS[kind]) : -2])
    except ValidationError as error:
        refuse(number, _unreadable(error))


def _may_follow(kind: str, before: str) -> bool:
    if not before:
        return kind == "header"
    if (kind in _SINGLE and kind == before) or (before == "header" and kind != "question"):
        return False
    return _ORDER[kind] >= _ORDER[before]


def _shapes(header: Header) -> Mapping[str, type[BaseModel]]:
    if header.polls != "question":
        raise BadFileError(FileFault.NO_ARCHIVE)
    if header.format not in FORMATS:
        raise UnknownFormatError(header.format, FORMAT)
    return FORMATS[header.format]


def _unreadable(error: ValidationError) -> Unreadable:
    """Return what is wrong first, and where, without what the file says there: it may be secret."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    ours = first.get("ctx", {}).get("error")
    if isinstance(ours, BadValueError):
        return Unreadable(place, ours.problem)
    return Unreadable(place, first["msg"].removeprefix("Value error, "))
