"""Drawn requests to a real server: no answer but what was meant, no traceback, nobody waits long.

`make fuzz` sends many more of them than this short run does.
"""

from __future__ import annotations

import asyncio
import os
import re
from typing import TYPE_CHECKING

from polls.domain.methods import METHODS
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Voters
from polls.services.running import databases
from polls.services.voters import invitations
from tests import asking
from tests.fuzz.drawing import Place, Requests
from tests.scenarios.serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from polls.settings import Settings
    from tests.fuzz.drawing import Drawn
    from tests.scenarios.serving import Server

NUMBER = int(os.environ.get("FUZZ_REQUESTS", "800"))
SEED = int(os.environ.get("FUZZ_SEED", "11"))
AT_ONCE = 8
PATIENCE = 15
MOST_PLACES = 60

STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
ASKED = re.compile(rb"\r\nLocation: \S*/poll/(\w+)/share\r\n")
SECRET = re.compile(rb"\r\nSet-Cookie: organiser=([\w-]{22});")
CHOICE = re.compile(rb'(?:value="|"(?:rank|score)-)(\d{1,9})"')


async def test_no_request_is_answered_with_a_fault(settings: Settings, tmp_path: Path) -> None:
    places = await questions(settings)
    generous = settings.model_copy(update={"create_per_hour": 100_000})

    async with serving(generous, tmp_path) as server:
        requests = Requests(SEED, places)
        faults = await send(server, requests)
        status = await server.stop()

    assert not faults, "\n".join(faults)
    assert status == 0
    log = server.output.read_text(errors="replace")
    for word in ("Traceback", "request_failed", "batch_failed", "Unhandled exception"):
        assert word not in log


async def questions(settings: Settings) -> list[Place]:
    """Ask a question by each method and for each kind of voters, drafts and ended ones too."""
    places = []
    async with databases.opened(settings) as database:
        for method in METHODS:
            choices = ("2030-12-24", "2030-12-25 18:00", "2030-12-26")
            asked = await asking.asked(
                database,
                choices=choices,
                method=method,
                max_choices=None if method != "plurality" else 1,
            )
            places.append(Place(asked.key, asked.secret))
        for voters in Voters:
            asked = await asking.asked(
                database,
                voters=voters,
                is_listed=False,
                is_draft=voters is Voters.ANYONE,
                per_network=3 if voters is Voters.NETWORK else None,
            )
            places.append(Place(asked.key, asked.secret))
            if voters is Voters.INVITED:
                made = await invitations.make(database, asked.key, 5, OPERATOR)
                places[-1].codes += [each.code for each in made]
        ended = await asking.asked(database)
        await asking.close(database, ended.key)
        places.append(Place(ended.key, ended.secret))
    return places


async def send(server: Server, requests: Requests) -> list[str]:
    """Send the requests, some at once, and return what went wrong, a line each."""
    faults: list[str] = []
    left = iter(range(NUMBER))

    async def one_after_the_other() -> None:
        for _ in left:
            drawn = requests.draw()
            try:
                async with asyncio.timeout(PATIENCE):
                    answer = await answered(server, drawn)
            except TimeoutError:
                faults.append(f"no answer in {PATIENCE} s: {drawn.line}: {drawn.raw[:2000]!r}")
                continue
            except ConnectionError as error:
                faults.append(f"{error!r}: {drawn.line}: {drawn.raw[:2000]!r}")
                continue
            found = STATUS.match(answer)
            status = int(found[1]) if found else 0
            if status == 0 or (status >= 500 and status != 503):
                faults.append(f"{status}: {drawn.line}: {drawn.raw[:2000]!r}")
            learn(requests, drawn, answer)

    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    return faults


async def answered(server: Server, drawn: Drawn) -> bytes:
    """Send one request and return its answer; of one that does not end, the beginning."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        writer.write(drawn.raw)
        await writer.drain()
        answer = b""
        while len(answer) < 1_000_000 and (more := await reader.read(65_536)):
            answer += more
            if b"text/event-stream" in answer:
                break
        return answer
    finally:
        writer.close()


def learn(requests: Requests, drawn: Drawn, answer: bytes) -> None:
    """Remember questions that were asked, and which choices a ballot has."""
    asked, secret = ASKED.search(answer), SECRET.search(answer)
    if asked and secret:
        requests.places.append(Place(asked[1].decode(), secret[1].decode()))
        del requests.places[20:-MOST_PLACES]
    if drawn.place and b" 200 OK" in answer[:20] and b"<form" in answer:
        drawn.place.choices = [int(each) for each in CHOICE.findall(answer)][:50]
