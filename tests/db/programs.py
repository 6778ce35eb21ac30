"""What another program does to an embedded database."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def another_program_writing(database: Path) -> Iterator[None]:
    """Hold the lock that all our programs take to write, of whichever version they are."""
    with database.with_name(f"{database.name}.write.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
