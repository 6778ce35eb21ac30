"""Pictures of questions, each drawn once, in a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from polls.services.previews.drawing import draw
from polls.single_flight import Bounds, SingleFlight

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from polls.bulkheads import Bulkhead
    from polls.domain.questions.questions import Question

CAPACITY = 200
"""Pictures kept: at 20 KB at the most about four megabytes."""


class _Wanted(NamedTuple):
    """What is drawn."""

    text: str
    """Of the question."""
    choices: int
    """How many there are."""
    noun: str
    """What one is called."""


class Previews(SingleFlight[_Wanted, tuple[str | None, _Wanted], bytes]):
    """Keeps the pictures of questions. They say nothing that a vote could change."""

    def __init__(self, bulkhead: Bulkhead) -> None:
        super().__init__(Bounds(CAPACITY))
        self._bulkhead = bulkhead

    def of(self, question: Question, network: str | None = None) -> Coroutine[Any, Any, bytes]:
        """Return the picture of a question, a PNG, for somebody from this network.

        Raises:
            BusyError: too many wait for theirs.
            TooMuchAtOnceError: too many in that network do.
        """
        wanted = _Wanted(question.text, len(question.choices), question.rules.noun)
        return self.get(wanted, (network, wanted))

    async def _make(self, source: tuple[str | None, _Wanted]) -> bytes:
        network, wanted = source
        return await self._bulkhead.run(network, draw, *wanted)
