"""The server with watchers that it trusts: sent everything, kept for ever, with large buffers.

The negative control of the test of watchers who never read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polls.live.stream.watchers
import polls.views.voter.events
from polls.cli import main as run
from polls.live import Watcher

if TYPE_CHECKING:
    from polls.live.stream.events import Event


class GenerousWatcher(Watcher):
    def serve(self, event: Event | None, _now: float, *, is_beat: bool) -> None:  # noqa: ARG002
        if event and event.tag != self._tag and not self._transport.is_closing():
            self._bring(event)


if __name__ == "__main__":
    vars(polls.live.stream.watchers)["_limit"] = lambda _transport: None
    vars(polls.views.voter.events)["Watcher"] = GenerousWatcher
    run()
