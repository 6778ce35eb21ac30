"""A commit whose answer comes too late: the voter who sends the vote again is the same voter."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from polls.ballotbox import box
from polls.main import init_app
from polls.services.results import recounts
from polls.services.running import databases
from polls.typedefs import BALLOT_BOX
from tests.scenarios.serving import sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest
    from pytest_aiohttp import AiohttpClient

    from polls.domain.ballots.ballots import Ballot, Outcome
    from polls.domain.errors import PollsError
    from polls.settings import Settings


async def test_vote_sent_again_after_an_unknown_outcome_is_one_ballot(
    settings: Settings,
    aiohttp_client: AiohttpClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(box, "ANSWER_SECONDS", 0.2)
    await sample(settings)
    client = await aiohttp_client(init_app(settings))
    ballot_box = client.app[BALLOT_BOX]
    write = ballot_box._write

    async def write_and_answer_late(
        ballots: Sequence[Ballot],
    ) -> Sequence[Outcome | PollsError]:
        outcomes = await write(ballots)
        await asyncio.sleep(1)
        return outcomes

    monkeypatch.setattr(ballot_box, "_write", write_and_answer_late)
    first = await client.post("/poll/1/vote", data={"choice": "1"}, allow_redirects=False)
    monkeypatch.setattr(ballot_box, "_write", write)
    await asyncio.sleep(1)
    again = await client.post("/poll/1/vote", data={"choice": "1"}, allow_redirects=False)
    await client.close()

    assert (first.status, again.status) == (503, 303)
    assert ballot_box.overdue == 1
    assert "voter" in first.cookies
    async with databases.opened(settings) as database:
        recount = await recounts.of(database, "1")
    assert (recount.ballots, recount.differences) == (1, ())
