from __future__ import annotations

import asyncio
import time

from polls.db.engines.turns import BUDGET_SECONDS, Turns


async def test_what_else_is_to_be_done_comes_between_long_readings() -> None:
    turns = Turns()
    order: list[str] = []

    async def read() -> None:
        await turns.take()
        order.append("read")
        time.sleep(2 * BUDGET_SECONDS)

    async def vote() -> None:
        for _ in range(3):
            order.append("vote")
            await asyncio.sleep(0)

    await asyncio.gather(read(), read(), read(), vote())

    assert order == ["read", "vote"] * 3


async def test_short_readings_wait_for_nothing() -> None:
    turns = Turns()
    order: list[str] = []

    async def read() -> None:
        await turns.take()
        order.append("read")

    async def vote() -> None:
        order.append("vote")

    await asyncio.gather(read(), read(), vote())

    assert order == ["read", "read", "vote"]
