"""What is current: changes as they are heard of, the pages they end, the watchers they reach."""

from polls.live.changes import Changes
from polls.live.channel import Audience, Tally
from polls.live.hub import Hub
from polls.live.listener import listen
from polls.live.pages import Page, PageName, Pages
from polls.live.policies import Policies
from polls.live.seats import Seats, affordable
from polls.live.tallies import Kept, KeptContrasts, KeptResult, Tallies, advance
from polls.live.watchers import Watcher

__all__ = [
    "Audience",
    "Changes",
    "Hub",
    "Kept",
    "KeptContrasts",
    "KeptResult",
    "Page",
    "PageName",
    "Pages",
    "Policies",
    "Seats",
    "Tallies",
    "Tally",
    "Watcher",
    "advance",
    "affordable",
    "listen",
]
