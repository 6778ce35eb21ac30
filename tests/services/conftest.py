from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from polls.ballotbox import BallotBox, Writer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.db.engines.database import Database


@pytest.fixture
async def box(database: Database) -> AsyncIterator[BallotBox]:
    """A ballot box whose writer writes to `database`."""
    box = BallotBox(Writer(database, announce=lambda _change: None).write)
    running = asyncio.create_task(box.run())
    yield box
    box.drain()
    await running
