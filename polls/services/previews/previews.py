"""Pictures of questions, each drawn once, in a thread."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeAlias

from polls.services.previews.drawing import draw

if TYPE_CHECKING:
    from polls.bulkheads import Bulkhead
    from polls.domain.questions.questions import Question

CAPACITY = 200
"""Pictures kept: at 20 KB at the most about four megabytes."""

_Wanted: TypeAlias = "tuple[str, int, str]"
"""What is drawn: the question's text, how many choices there are, and what one is called."""


class Previews:
    """Keeps the pictures of questions. They say nothing that a vote could change."""

    def __init__(self, bulkhead: Bulkhead) -> None:
        self._bulkhead = bulkhead
        self._kept: dict[_Wanted, bytes] = {}
        self._drawing: dict[_Wanted, asyncio.Future[bytes]] = {}

    async def of(self, question: Question, network: str | None = None) -> bytes:
        """Return the picture of a question, a PNG, for somebody from this network.

        Raises:
            BusyError: too many wait for theirs.
            TooMuchAtOnceError: too many in that network do.
        """
        wanted = (question.text, len(question.choices), question.rules.noun)
        if wanted in self._kept:
            return self._kept[wanted]
        if wanted not in self._drawing:
            drawing = asyncio.ensure_future(self._bulkhead.run(network, draw, *wanted))
            self._drawing[wanted] = drawing
            drawing.add_done_callback(lambda done: self._keep(wanted, done))
        return await asyncio.shield(self._drawing[wanted])

    def _keep(self, wanted: _Wanted, done: asyncio.Future[bytes]) -> None:
        del self._drawing[wanted]
        if done.cancelled() or done.exception() is not None:
            return
        while len(self._kept) >= CAPACITY:
            del self._kept[next(iter(self._kept))]
        self._kept[wanted] = done.result()
