"""Draws each picture once, one at a time, in a thread."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeAlias

from polls.domain.errors import UnavailableError
from polls.services.previews.drawing import draw

if TYPE_CHECKING:
    from polls.domain.questions import Question

CAPACITY = 200
"""Pictures kept: at 20 KB at the most about four megabytes."""

MOST_WAITING = 20
"""Who waits for a picture; each takes about a tenth of a second, so nobody waits for long."""

_Wanted: TypeAlias = "tuple[str, int, str]"
"""What is drawn: the question's text, how many choices there are, and what one is called."""


class Previews:
    """Keeps the pictures of questions. They say nothing that a vote could change."""

    def __init__(self) -> None:
        self._kept: dict[_Wanted, bytes] = {}
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def of(self, question: Question) -> bytes:
        """Return the picture of a question, a PNG.

        Raises:
            UnavailableError: too many wait for theirs.
        """
        wanted = (question.text, len(question.choices), question.rules.noun)
        if wanted in self._kept:
            return self._kept[wanted]
        if self._waiting >= MOST_WAITING:
            raise UnavailableError("Too many pictures are asked for at this moment.")
        self._waiting += 1
        try:
            async with self._turn:
                if wanted not in self._kept:
                    self._keep(wanted, await asyncio.to_thread(draw, *wanted))
                return self._kept[wanted]
        finally:
            self._waiting -= 1

    def _keep(self, wanted: _Wanted, picture: bytes) -> None:
        while len(self._kept) >= CAPACITY:
            del self._kept[next(iter(self._kept))]
        self._kept[wanted] = picture
