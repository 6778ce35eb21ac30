"""The files that pages load in each content coding, made when somebody first asks for them."""

from __future__ import annotations

import asyncio

from polls.assets.files import assets
from polls.codings import Coding, packed_for_good
from polls.single_flight import Bounds, SingleFlight


class PackedAssets(SingleFlight[tuple[str, Coding], tuple[bytes, Coding], bytes]):
    """Packs each file once in each coding, in a thread: the densest takes 30 ms."""

    def __init__(self) -> None:
        super().__init__(Bounds(len(assets()) * len(Coding) + 1))  # room for all of them

    async def of(self, name: str, coding: Coding) -> bytes:
        """Return the body of the file of this name in this coding."""
        return await self.get((name, coding), (assets()[name].body, coding))

    async def _make(self, source: tuple[bytes, Coding]) -> bytes:
        return await asyncio.to_thread(packed_for_good, *source)
