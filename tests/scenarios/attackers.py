"""Attackers at work: requests that cost a server much, over connections that send them again."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from contextlib import asynccontextmanager
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode

from tests.scenarios.plain import FORM_TYPE, Connection, get, post

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

Requests: TypeAlias = "Mapping[str, Callable[[], bytes]]"
"""What makes requests, by their names."""

CONNECTIONS = 16
CHOICES = tuple(f"{'Quite a long choice ' * 9}{number}" for number in range(500))
"""As many as a question may have, and nearly as long as they may be."""

LINES = 17_000
PACKED_BYTES = 200_000
PARAMETERS = 7_000
"""Empty ones of a media type; a header may have 8,190 bytes."""

REST_SECONDS = 0.05
"""What was refused comes again that much later."""

PAGES = ("", "/results", "/results.json", "/results.csv", "/screen", "/mine", "/preview.png")


def requests(key: str, choice_id: int) -> Requests:
    """Return the worst requests that strangers were seen to send.

    Args:
        key: of a question with `CHOICES` to rank, and with some ballots.
        choice_id: one of its choices.
    """
    lines = "\n".join(f"choice {number}" for number in range(LINES))
    choices = "\n".join(CHOICES)
    packed = secrets.token_bytes(PACKED_BYTES)
    parameters = FORM_TYPE + ";" * PARAMETERS
    same = {
        "too many lines": _new(choices=lines),
        "preview": _new(choices=choices, do="preview"),
        "new question": _new(choices=choices),
        "packed body": post("/new", packed, "Content-Encoding: gzip"),
        "long header": post("/new", b"text=What", media_type=parameters),
        "wrong ballot": post(f"/poll/{key}/vote", b"rank-999999=1"),
        **{page or "ballot": get(f"/poll/{key}{page}") for page in PAGES},
    }
    return {name: partial(bytes, request) for name, request in same.items()} | {
        "ballot of somebody": lambda: get(f"/poll/{key}", _voter()),
        "vote": lambda: post(f"/poll/{key}/vote", f"rank-{choice_id}=1".encode(), _voter()),
    }


def _new(**fields: str) -> bytes:
    return post("/new", urlencode({"text": "What?", "method": "schulze"} | fields).encode())


def _voter() -> str:
    return f"Cookie: voter={secrets.token_urlsafe(16)}"


@asynccontextmanager
async def attacked(port: int, requests: Requests) -> AsyncIterator[Counter[tuple[str, int]]]:
    """Attack a server meanwhile; yield how often which request was answered with which status.

    Each connection sends every request, one after the other, and each begins with another one. A
    status of 0: there was no answer.
    """
    answers: Counter[tuple[str, int]] = Counter()
    kinds = list(requests.items())
    attackers = [
        asyncio.create_task(_attack(Connection(port), kinds[first:] + kinds[:first], answers))
        for first in range(CONNECTIONS)
    ]
    try:
        yield answers
    finally:
        for attacker in attackers:
            attacker.cancel()
        await asyncio.wait(attackers)


async def _attack(
    connection: Connection,
    kinds: list[tuple[str, Callable[[], bytes]]],
    answers: Counter[tuple[str, int]],
) -> None:
    try:
        for name, request in cycle(kinds):
            try:
                status = await connection.send(request())
            except (OSError, EOFError):
                status = 0
            answers[name, status] += 1
            if status in {0, 429, 503}:
                await asyncio.sleep(REST_SECONDS)
    finally:
        connection.close()
