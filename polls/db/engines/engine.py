"""Which database it is: the one place that chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polls.db.engines.database import Database
    from polls.settings import Settings


def connect(settings: Settings, *, seconds: float | None = None) -> Database:
    """Prepare the database that the configuration names; nothing is opened yet.

    Args:
        settings: the whole configuration.
        seconds: how long a transaction may take; None where nobody waits in a browser.
    """
    # Imported here: each brings a driver along, and only one of them is used.
    if settings.postgres is not None:
        from polls.db.engines.postgres import Postgres  # noqa: PLC0415

        return Postgres(settings.postgres, seconds)
    from polls.db.engines.sqlite import Sqlite  # noqa: PLC0415

    return Sqlite(settings.sqlite.path, seconds)
