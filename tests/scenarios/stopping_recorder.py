"""The server that stands still where it makes a record: before the commit, or right behind it.

So that a test can kill it there.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polls.cli import main as run
from polls.services.records import making

if TYPE_CHECKING:
    from collections.abc import Callable

    from polls.db.engines.database import Database

WHERE = "STAND_STILL"
"""Names the variable that says where: `before` or `after`, and the file that says that it does."""


def stand_still(file: str) -> None:
    Path(file).touch()
    threading.Event().wait()


def stop_at(where: str, file: str) -> None:
    publish, make = making.publish, making._make

    def published(*args: Any) -> bool:
        is_made = publish(*args)
        stand_still(file)  # in the transaction
        return is_made

    async def made(database: Database, *args: Any, **options: Any) -> bool:
        is_made = await make(database, *args, **options)
        stand_still(file)
        return is_made

    patched: dict[str, Callable[..., Any]] = {"before": published, "after": made}
    setattr(making, {"before": "publish", "after": "_make"}[where], patched[where])


if __name__ == "__main__":
    stop_at(*os.environ[WHERE].split(" ", 1))
    run()
