"""What is current: changes as they are heard of, the pages they end, the watchers they reach."""

from polls.live.changes import Changes
from polls.live.kept.pages import Page, PageName, Pages
from polls.live.kept.policies import Policies
from polls.live.kept.tallies import KeptTally, Tallies, TallyReading
from polls.live.listener import listen
from polls.live.stream.channel import Audience, RenderedTally
from polls.live.stream.hub import Hub
from polls.live.stream.watcher_limits import WatcherLimits, affordable
from polls.live.stream.watchers import Watcher

__all__ = [
    "Audience",
    "Changes",
    "Hub",
    "KeptTally",
    "Page",
    "PageName",
    "Pages",
    "Policies",
    "RenderedTally",
    "Tallies",
    "TallyReading",
    "Watcher",
    "WatcherLimits",
    "affordable",
    "listen",
]
