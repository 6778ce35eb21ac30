"""Pictures of questions, each drawn once, in a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.services.previews.drawing import Caption, draw
from polls.single_flight import Bounds, SingleFlight

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from polls.bulkheads import Bulkhead

CAPACITY = 200
"""Pictures kept: at 20 KB at the most about four megabytes."""


class Previews(SingleFlight[Caption, tuple[str | None, Caption], bytes]):
    """Keeps the pictures of questions. They say nothing that a vote could change."""

    def __init__(self, bulkhead: Bulkhead) -> None:
        super().__init__(Bounds(CAPACITY))
        self._bulkhead = bulkhead

    def of(self, caption: Caption, network: str | None = None) -> Coroutine[Any, Any, bytes]:
        """Return the picture with these words, a PNG, for somebody from this network.

        Raises:
            BusyError: too many wait for theirs.
            TooMuchAtOnceError: too many in that network do.
        """
        return self.get(caption, (network, caption))

    async def _make(self, source: tuple[str | None, Caption]) -> bytes:
        network, caption = source
        return await self._bulkhead.run(network, draw, caption)
