from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from polls.services.running import supervision
from polls.services.running.supervision import Supervisor


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_SECONDS", 0.01)
    monkeypatch.setattr(supervision, "LONGEST_SECONDS", 0.2)


async def test_task_that_fails_is_started_again_until_it_returns() -> None:
    supervisor, attempts = Supervisor(), []

    async def work() -> None:
        attempts.append(list(supervisor.down))
        if len(attempts) < 3:
            raise OSError("no space left")

    with capture_logs() as logs:
        await supervisor.start("box", work)
    down = list(supervisor.down)
    await asyncio.sleep(0.25)

    assert attempts == [[], ["box"], ["box"]]
    assert supervisor.restarts == {"box": 2}
    assert [(each["event"], each["task"]) for each in logs] == [("task_failed", "box")] * 2
    assert down == ["box"]
    assert list(supervisor.down) == []


async def test_task_that_is_cancelled_ends() -> None:
    supervisor = Supervisor()
    task = supervisor.start("listener", asyncio.Event().wait)  # type: ignore[arg-type]
    await asyncio.sleep(0)

    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    assert supervisor.restarts == {"listener": 0}


async def test_task_that_something_else_cancelled_within_is_started_again() -> None:
    supervisor, attempts = Supervisor(), []

    async def work() -> None:
        attempts.append(1)
        if len(attempts) == 1:
            raise asyncio.CancelledError  # as of a driver's future that was cancelled

    with capture_logs():
        await supervisor.start("box", work)

    assert supervisor.restarts == {"box": 1}
