"""Voters at work: what they sent, and what the server acknowledged."""

from __future__ import annotations

import asyncio
import random
import secrets
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp

from polls.domain.electorate.credentials import key_hash, question_token
from tests.scenarios.serving import PROGRAM, sample, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from polls.settings import Settings

QUICK = aiohttp.ClientTimeout(total=15)
RETRY_SECONDS = 0.2
"""Sooner than the server asks for: a restart takes two seconds, and the test should see it."""


def visitor(**options: Any) -> aiohttp.ClientSession:
    """Return a browser that forgets its cookies, so that each vote can bring its own."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        cookie_jar=aiohttp.DummyCookieJar(),
        **options,
    )


@asynccontextmanager
async def voting(
    settings: Settings,
    folder: Path,
    program: Sequence[str] = PROGRAM,
) -> AsyncIterator[tuple[Voters, aiohttp.ClientSession]]:
    """Serve the sample questions to voters, and give them a browser."""
    await sample(settings)
    async with serving(settings, folder, program=program) as server, visitor() as session:
        yield Voters(server.url), session


@dataclass
class Voters:
    """Sends votes and keeps the accounts: the cookie and choice of every acknowledged vote."""

    url: str
    choices: tuple[int, ...] = (1, 2, 3)
    question: str = "1"
    acknowledged: dict[str, int] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    doubles: float = 0.2
    """Share of the votes that are sent a second time, as a double click does."""
    pause: float = 0
    """Seconds between two votes over one connection."""
    is_patient: bool = False
    """Whether a vote that is not known to be recorded is sent again until it is."""
    is_over: bool = False
    """Whether the crowd should go home."""
    retry_after: set[str | None] = field(default_factory=set)
    """What answers with 503 said of the next attempt."""
    errors: list[BaseException] = field(default_factory=list)
    """Requests that had no answer."""

    async def crowd(self, size: int, votes_each: int) -> None:
        """Let `size` voters' connections vote, `votes_each` fresh voters one after another."""
        async with visitor(timeout=QUICK) as session:
            await asyncio.gather(
                *(self._one_after_another(session, votes_each) for _ in range(size))
            )

    async def _one_after_another(self, session: aiohttp.ClientSession, votes: int) -> None:
        for _ in range(votes):
            if self.is_over:
                return
            token, choice = secrets.token_urlsafe(16), random.choice(self.choices)
            times = 2 if random.random() < self.doubles else 1
            answers = await self._at_once(session, token, choice, times)
            while self.is_patient and 503 in answers:
                await asyncio.sleep(RETRY_SECONDS)
                answers = await self._at_once(session, token, choice, times)
            if None in answers or 409 in answers:
                return  # the server is gone, or voting has ended
            await asyncio.sleep(self.pause)

    async def _at_once(
        self,
        session: aiohttp.ClientSession,
        token: str,
        choice: int,
        times: int,
    ) -> list[int | None]:
        """Send the same vote so many times; return each status, or None where none came."""
        return await asyncio.gather(*(self._try(session, token, choice) for _ in range(times)))

    async def _try(self, session: aiohttp.ClientSession, token: str, choice: int) -> int | None:
        try:
            return await self.vote(session, token, choice)
        except (aiohttp.ClientError, TimeoutError) as error:
            self.errors.append(error)
            return None

    async def vote(self, session: aiohttp.ClientSession, token: str, choice: int) -> int:
        """Vote once; note an acknowledgement the moment it is read."""
        async with session.post(
            f"{self.url}/poll/{self.question}/vote",
            data={"choice": str(choice)},
            cookies={"voter": token},
            allow_redirects=False,
        ) as response:
            await response.read()
            self.statuses.append(response.status)
            if response.status == 303:
                self.acknowledged[token] = choice
            if response.status == 503:
                self.retry_after.add(response.headers.get("Retry-After"))
            return response.status

    def hashes(self, credential_key: bytes) -> dict[bytes, int]:
        """Return the acknowledged votes as the database should know them."""
        return {
            key_hash(credential_key, f"browser:{question_token(token, self.question)}"): choice
            for token, choice in self.acknowledged.items()
        }
