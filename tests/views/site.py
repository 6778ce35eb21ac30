"""The site as a browser meets it: get a page, send a form, keep the cookies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from polls.db.engines.changes import Change
from polls.services.questions import questions
from polls.services.results import recounts
from polls.typedefs import CHANGES, DATABASE
from tests import asking, pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.db.engines.database import Database
    from polls.domain.questions.questions import NewChoice, Question
    from tests.conftest import Client
    from tests.pages import Page

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """A response that has been read."""

    status: int
    headers: Any
    text: str

    @property
    def page(self) -> Page:
        return pages.read(self.text)

    @property
    def given(self) -> list[str]:
        """The names of the cookies that it gives to the browser."""
        return [each.partition("=")[0] for each in self.headers.getall("Set-Cookie", ())]

    @property
    def location(self) -> str:
        return str(self.headers["Location"])


@dataclass(frozen=True)
class Site:
    """One browser in front of the application."""

    client: Client

    @property
    def database(self) -> Database:
        return self.client.app[DATABASE]

    async def ask(self, text: str, choices: Sequence[str | NewChoice], **rules: Any) -> str:
        return await asking.ask(self.database, text, choices, **rules)

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.request("GET", path, headers=headers)

    async def post(self, path: str, body: bytes | str = b"", **headers: str) -> Answer:
        content = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": FORM} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return await self.request("POST", path, data=content, headers=headers)

    async def vote(self, *marks: object, key: str = "1", **headers: str) -> Answer:
        body = "&".join(f"choice={mark}" for mark in marks)
        return await self.post(f"/poll/{key}/vote", body, **headers)

    async def request(self, method: str, path: str, **options: Any) -> Answer:
        async with self.client.request(method, path, allow_redirects=False, **options) as response:
            return Answer(response.status, response.headers, await response.text())

    async def votes(self, key: str = "1") -> list[int]:
        """Return the counters, after making sure that a recount finds them right."""
        recount = await recounts.of(self.database, key)
        assert recount.differences == ()
        return [choice.votes for choice in recount.question.choices]

    async def question(self, key: str = "1") -> Question:
        return await questions.find(self.database, key, datetime.now(UTC))

    async def hear(self, key: str = "1") -> None:
        """Tell the pages of what a test wrote, before the database does."""
        question = await self.question(key)
        self.client.app[CHANGES].hear(Change(key, question.version))

    def forget(self) -> None:
        """Become another browser."""
        self.client.session.cookie_jar.clear()
