"""A site that is really served, and the ways to fill it."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import aiohttp

from polls.domain.questions.log import OPERATOR
from polls.services.questions import questions
from polls.services.running import databases
from polls.services.voters import invitations
from polls.settings import Settings, SqliteSettings
from tests import asking
from tests.scenarios.serving import serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from polls.domain.questions.questions import NewChoice


@dataclass(frozen=True)
class Site:
    """The address of a running server, and the settings of the database behind it."""

    url: str
    settings: Settings

    async def ask(
        self,
        text: str,
        choices: Sequence[str | NewChoice],
        votes: Sequence[int] = (),
        *,
        is_closed: bool = False,
        **values: Any,
    ) -> str:
        """Ask a question, cast so many votes for each choice, and return its key.

        Other values are those of `asking.ask`; unless they say so, it is not listed.
        """
        async with databases.opened(self.settings) as database:
            key = await asking.ask(database, text, choices, **{"is_listed": False} | values)
        for index, number in enumerate(votes):
            for _ in range(number):
                await self.vote(key, index)
        if is_closed:
            await self.close(key)
        return key

    async def vote(self, key: str, index: int) -> None:
        """Vote for the choice at this place, as somebody else each time."""
        async with databases.opened(self.settings) as database:
            asked = await questions.find(database, key, datetime.now(UTC))
        async with (
            aiohttp.ClientSession() as voter,
            voter.post(
                f"{self.url}/poll/{key}/vote",
                data={"choice": asked.choices[index].id},
                allow_redirects=False,
            ) as answer,
        ):
            assert answer.status == 303

    async def close(self, key: str) -> None:
        async with databases.opened(self.settings) as database:
            await asking.close(database, key)

    async def invite(self, key: str, number: int = 1) -> list[str]:
        """Make so many invitations and return their codes."""
        async with databases.opened(self.settings) as database:
            made = await invitations.make(database, key, number, OPERATOR)
        return [each.code for each in made]

    async def count(self, key: str) -> tuple[int, list[int]]:
        """Return the length of a question's ledger, and the votes of each choice."""
        async with databases.opened(self.settings) as database:
            question = await questions.find(database, key, datetime.now(UTC))
        return question.ballot_count, [choice.votes for choice in question.choices]


@asynccontextmanager
async def site_on(template: Path, folder: Path) -> AsyncIterator[Site]:
    """Serve a copy of the empty database `template`, in a process of its own."""
    path = folder / "polls.db"
    shutil.copy(template, path)
    settings = Settings(
        sqlite=SqliteSettings(path=path),
        embed_origins=("https://blog.example",),
        pseudo_locale=True,
    )
    async with serving(settings, folder) as server:
        yield Site(server.url, settings)
