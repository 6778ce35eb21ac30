"""The server that hears of no change but its own votes, with pages that live for an hour.

The negative control of the tests in which a change arrives from elsewhere.
"""

from __future__ import annotations

import asyncio

import polls.main
from polls.cli import main as run
from tests.scenarios import patient_server


async def _hear_nothing(*_arguments: object) -> None:
    await asyncio.Event().wait()


if __name__ == "__main__":
    vars(polls.main)["listen"] = _hear_nothing
    patient_server.keep_pages()
    run()
