"""The lines of an archive as they are read: each checked, and at the end all of them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NoReturn

from pydantic import ValidationError

from polls.domain.errors import ArchiveError
from polls.services.archives.shape import FORMAT, SHAPES, Header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel

LONGEST_LINE = 16_000_000
"""Bytes: the longest that is written is that of an entry of the log which says all that an
organiser changed in one go."""

_ORDER = {kind: place for place, kind in enumerate(SHAPES)}
_SINGLE = {"header", "question", "end"}


def checked(read_line: Callable[[int], bytes]) -> Iterator[tuple[str, BaseModel]]:
    """Yield kind and content of each line but the first and the last.

    Args:
        read_line: returns the next line with its end, or the part of it that fits; nothing at the
            end of the file.

    Raises:
        ArchiveError: a line is none, stands at the wrong place, or the file was cut or altered.
    """
    digest, number, before = sha256(), 0, ""
    while line := read_line(LONGEST_LINE):
        kind, content = _parsed(line, number, before)
        if kind == "end":
            if content.model_dump() != {"lines": number, "sha256": digest.hexdigest()}:
                raise ArchiveError("The file was changed or damaged since it was written.")
            if read_line(1):
                raise ArchiveError("Something follows the end of the file's question.")
            return
        digest.update(line)
        number, before = number + 1, kind
        if kind != "header":
            yield kind, content
    raise ArchiveError(_NO_ARCHIVE if number == 0 else _CUT)


_NO_ARCHIVE = "The file is none that “polls export” writes."
_CUT = "The file is cut off: its end is missing."


def _parsed(line: bytes, number: int, before: str) -> tuple[str, BaseModel]:
    kind = line[2:20].partition(b'"')[0].decode("ascii", "replace")
    if number == 0 and kind != "header":
        raise ArchiveError(_NO_ARCHIVE)
    if not line.endswith(b"\n") and len(line) < LONGEST_LINE:
        raise ArchiveError(_CUT)
    start = f'{{"{kind}":'.encode()
    if kind not in SHAPES or not line.startswith(start) or not line.endswith(b"}\n"):
        _refuse(number, "is none that “polls export” writes")
    if not _may_follow(kind, before):
        _refuse(number, f"says “{kind}”, which does not belong there")
    try:
        content = SHAPES[kind].model_validate_json(line[len(start) : -2])
    except ValidationError as error:
        _refuse(number, f"cannot be read: {_reason(error)}")
    if isinstance(content, Header):
        _check_format(content)
    return kind, content


def _may_follow(kind: str, before: str) -> bool:
    if not before:
        return kind == "header"
    if (kind in _SINGLE and kind == before) or (before == "header" and kind != "question"):
        return False
    return _ORDER[kind] >= _ORDER[before]


def _check_format(header: Header) -> None:
    if header.polls != "question":
        raise ArchiveError(_NO_ARCHIVE)
    if header.format != FORMAT:
        raise ArchiveError(
            f"The file has format {header.format}, this version of Polls reads {FORMAT}: "
            "use the version that wrote it, or a newer one.",
        )


def _refuse(number: int, reason: str) -> NoReturn:
    raise ArchiveError(f"Line {number + 1} of the file {reason}.")


def _reason(error: ValidationError) -> str:
    """Say what is wrong first, and where, without what the file says there: it may be secret."""
    first = error.errors(include_input=False, include_context=False, include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    reason = first["msg"].removeprefix("Value error, ")
    return f"{place}: {reason}" if place else reason
