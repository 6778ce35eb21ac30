"""Databases of the version before, for tests of what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls import migrations
from polls.db.engines.engine import connect

if TYPE_CHECKING:
    from polls.settings import Settings

BEFORE = migrations.KNOWN[-2]


async def go_back(settings: Settings) -> None:
    """Make the tables, which are empty, those of the version before."""
    database = connect(settings)
    await migrations.upgrade(database, "base")
    await migrations.upgrade(database, BEFORE)
    await database.close()
