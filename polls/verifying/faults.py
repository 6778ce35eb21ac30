"""What is wrong with a file that is checked, each in one sentence for who checks it."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class FaultKind(StrEnum):
    """The check that failed: docs/record-format.md, “Checking a record”."""

    SIGNATURE = "signature"
    LEAVES = "leaves"
    MANIFEST = "manifest"
    BALLOTS = "ballots"
    RESULT = "result"
    LOTS = "lots"
    COUNT = "count"


class NotARecordError(Exception):
    """It is not what it was taken for: it cannot be checked at all."""


class WrongError(Exception):
    """It can be checked, and something in it is not right."""

    kind: FaultKind | None = None
    """Of a record; a receipt has none."""


@contextmanager
def checking(kind: FaultKind) -> Iterator[None]:
    """Say of what is found wrong meanwhile which check it failed, unless that is known already."""
    try:
        yield
    except WrongError as error:
        error.kind = error.kind or kind
        raise
