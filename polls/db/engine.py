"""Which database it is: the one place that chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.db.postgres import Postgres
from polls.db.sqlite import Sqlite

if TYPE_CHECKING:
    from polls.db.database import Database
    from polls.settings import Settings


def connect(settings: Settings, *, seconds: float | None = None) -> Database:
    """Prepare the database that the configuration names; nothing is opened yet.

    Args:
        settings: the whole configuration.
        seconds: how long a transaction may take; None where nobody waits in a browser.
    """
    if settings.postgres is not None:
        return Postgres(settings.postgres, seconds)
    return Sqlite(settings.sqlite.path, seconds)
