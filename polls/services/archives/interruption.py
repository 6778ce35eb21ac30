"""Ctrl-C during long work that does not wait for anything, where asyncio would notice it late."""

from __future__ import annotations

import asyncio


def stop_if_interrupted() -> None:
    """Give up if the task was cancelled; called between two pieces of work."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
