"""All that is counted in one application: plain numbers, read when somebody asks for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from polls.metrics.batches import Batches

if TYPE_CHECKING:
    from aiohttp.web import AbstractRoute

    from polls.ballotbox import BallotBox
    from polls.live import Pages, WatcherLimits
    from polls.services.running.readiness import Readiness
    from polls.services.running.supervision import Supervisor


@dataclass(slots=True)
class Numbers:
    """The numbers, and the machines that keep their own.

    Counting happens with every vote, so it is done with whole numbers where things happen; names,
    labels and text are made when Prometheus asks: docs/decisions/0011-counted-in-plain-numbers.md.
    """

    pages: Pages
    seats: WatcherLimits
    answers: defaultdict[tuple[AbstractRoute | None, int], int] = field(
        default_factory=lambda: defaultdict(int),
    )
    """(Route, status) → responses; None stands for whatever has no address here."""
    batches: Batches = field(default_factory=Batches)
    box: BallotBox | None = None
    """From the start of the application on."""
    readiness: Readiness | None = None
    """As `box`."""
    supervisor: Supervisor | None = None

    def answered(self, route: AbstractRoute, status: int) -> None:
        """Count a response.

        Where no address fits, aiohttp makes a route anew for each request: those are one.
        """
        self.answers[None if route.resource is None else route, status] += 1
