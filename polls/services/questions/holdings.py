"""The questions that somebody organises or has voted on, by what their browser holds."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from polls.db import questions as table
from polls.domain.electorate.credentials import secret_hash
from polls.domain.electorate.holdings import Holder, Holding

if TYPE_CHECKING:
    from collections.abc import Collection

    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Outline, Stage


class Mine(NamedTuple):
    """A question, and as what somebody takes part in it."""

    outline: Outline
    stage: Stage
    holdings: tuple[Holding, ...]

    @property
    def is_organiser(self) -> bool:
        """Whether it is shown to its organiser."""
        return any(each.part is Holder.ORGANISER for each in self.holdings)

    @property
    def has_voted(self) -> bool:
        """Whether it is shown to one of its voters."""
        return any(each.part is Holder.VOTER for each in self.holdings)


async def found(database: Database, held: Collection[Holding]) -> list[Mine]:
    """Return the questions of what is held, newest first, in one statement whatever it is.

    Whoever forges what a browser holds learns nothing: an organiser's secret must be right, and
    voters see what everybody sees who has the address.
    """
    now = datetime.now(UTC)
    rows = await database.read(table.held, sorted({each.key for each in held}))
    mine = []
    for outline, stored in rows:
        is_open = outline.has_choices and outline.stage(now).has_begun
        own = tuple(
            each
            for each in held
            if each.key == outline.key
            and (_opens(each, stored) if each.part is Holder.ORGANISER else is_open)
        )
        if own:
            mine.append(Mine(outline, outline.stage(now), own))
    return mine


def _opens(holding: Holding, stored: bytes | None) -> bool:
    return stored is not None and hmac.compare_digest(secret_hash(holding.token), stored)
