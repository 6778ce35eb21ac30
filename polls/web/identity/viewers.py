"""As whom a browser looks at the result of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polls.domain.questions.visibility import Role
from polls.web.identity import organisers, voters

if TYPE_CHECKING:
    from aiohttp import web

    from polls.domain.ballots.ballots import Recorded


class Viewer(NamedTuple):
    """A role, and what the browser's voter has on record."""

    role: Role
    recorded: Recorded | None

    @property
    def is_stranger(self) -> bool:
        """Whether the page says nothing of who looks at it."""
        return self.role is Role.SOMEBODY and self.recorded is None


async def viewer(request: web.Request) -> Viewer:
    """Return who looks at the question of this address."""
    recorded = await _recorded(request)
    if await organisers.is_organiser(request):
        return Viewer(Role.ORGANISER, recorded)
    return Viewer(Role.SOMEBODY if recorded is None else Role.VOTER, recorded)


async def presenter(request: web.Request) -> Role:
    """Return for whom a big screen is: for a room, whatever the one has voted who opened it."""
    return Role.ORGANISER if await organisers.is_organiser(request) else Role.SOMEBODY


async def has_voted(request: web.Request) -> bool:
    """Tell whether the browser's voter has a ballot on record for the question of this address."""
    return await _recorded(request) is not None


async def _recorded(request: web.Request) -> Recorded | None:
    key = request.match_info["question_id"]
    return await voters.recorded(request, key, voters.token(request))
