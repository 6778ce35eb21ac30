"""Voters at work: what they sent, and what the server acknowledged."""

from __future__ import annotations

import asyncio
import random
import secrets
from dataclasses import dataclass, field

import aiohttp

from polls.domain.credentials import key_hash

QUICK = aiohttp.ClientTimeout(total=15)


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

    async def crowd(self, size: int, votes_each: int) -> None:
        """Let `size` voters' connections vote, `votes_each` fresh voters one after another."""
        connector = aiohttp.TCPConnector(limit=0)
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(
            connector=connector, cookie_jar=jar, timeout=QUICK
        ) as session:
            await asyncio.gather(
                *(self._one_after_another(session, votes_each) for _ in range(size))
            )

    async def _one_after_another(self, session: aiohttp.ClientSession, votes: int) -> None:
        for _ in range(votes):
            token, choice = secrets.token_urlsafe(16), random.choice(self.choices)
            if random.random() < self.doubles:
                sent = [self.vote(session, token, choice), self.vote(session, token, choice)]
            else:
                sent = [self.vote(session, token, choice)]
            answers = await asyncio.gather(*sent, return_exceptions=True)
            if any(isinstance(answer, aiohttp.ClientError | TimeoutError) for answer in answers):
                return  # the server is gone
            if 409 in answers:
                return  # voting has ended

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
            return response.status

    def hashes(self, credential_key: bytes) -> dict[bytes, int]:
        """Return the acknowledged votes as the database should know them."""
        return {
            key_hash(credential_key, f"browser:{token}"): choice
            for token, choice in self.acknowledged.items()
        }
