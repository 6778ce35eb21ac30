from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bench.stores import PostgresStore, SqliteStore
from polls.services.questions import samples
from polls.services.running import databases

if TYPE_CHECKING:
    from bench.stores import Store
    from polls.settings import Settings


@pytest.fixture
def store(settings: Settings) -> Store:
    """The database of an application with the sample questions."""
    asyncio.run(_insert_samples(settings))
    place = settings.postgres
    if place is None:
        return SqliteStore(settings.sqlite.path)
    assert place.host
    assert place.user
    return PostgresStore(place.host, place.user, place.database)


async def _insert_samples(settings: Settings) -> None:
    async with databases.opened(settings) as database:
        await samples.insert(database)
