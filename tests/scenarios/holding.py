"""A locked question: every batch for it stays in the middle of its transaction."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.postgres import session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.settings import Settings

IN_TIME = 10.0
# Only the first in the queue waits for us, the next one for the first.
_WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
"""


@asynccontextmanager
async def held(settings: Settings, key: str, batches: int) -> AsyncIterator[None]:
    """Lock a question on PostgreSQL; the block begins when so many batches wait for it."""
    async with (
        session(settings) as connection,
        connection.transaction(),
        asyncio.timeout(IN_TIME),
    ):
        await connection.fetchval("SELECT id FROM question WHERE key = $1 FOR UPDATE", key)
        while await connection.fetchval(_WAITING) < batches:
            await asyncio.sleep(0.02)
        yield
