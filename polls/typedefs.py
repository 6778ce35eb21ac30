"""The inventory of what hangs on the application, and on a request."""

from asyncio import Semaphore

from aiohttp.web import AppKey, RequestKey

from polls.assets import PackedAssets
from polls.ballotbox import BallotBox
from polls.bulkheads import Bulkhead
from polls.db.engines.database import Database
from polls.live import Changes, Hub, Pages, Policies, Tallies, WatcherLimits
from polls.metrics import Numbers
from polls.services.previews import Previews
from polls.services.running.rate_limits import RateLimit
from polls.services.running.readiness import Readiness
from polls.services.running.supervision import Supervisor
from polls.settings import Settings

SETTINGS = AppKey("SETTINGS", Settings)
DATABASE = AppKey("DATABASE", Database)
BALLOT_BOX = AppKey("BALLOT_BOX", BallotBox)
PAGES = AppKey("PAGES", Pages)
POLICIES = AppKey("POLICIES", Policies)
CHANGES = AppKey("CHANGES", Changes)
NUMBERS = AppKey("NUMBERS", Numbers)
READINESS = AppKey("READINESS", Readiness)
HUB = AppKey("HUB", Hub)
WATCHER_LIMITS = AppKey("WATCHER_LIMITS", WatcherLimits)
EXPORTS = AppKey("EXPORTS", Semaphore)
EXPORTS_ASKED = AppKey("EXPORTS_ASKED", Semaphore)
QUESTION_LIMIT = AppKey("QUESTION_LIMIT", RateLimit)
CODE_TRIES = AppKey("CODE_TRIES", RateLimit)
JOIN_TRIES = AppKey("JOIN_TRIES", RateLimit)
SHORT_WORK = AppKey("SHORT_WORK", Bulkhead)
"""For what takes longer than a vote may wait, and less than a second; counts have their own."""

UPLOAD_PLACES = AppKey("UPLOAD_PLACES", Semaphore)
WATCHERS_ASKED = AppKey("WATCHERS_ASKED", Semaphore)
TALLIES = AppKey("TALLIES", Tallies)
SUPERVISOR = AppKey("SUPERVISOR", Supervisor)
PREVIEWS = AppKey("PREVIEWS", Previews)
PACKED_ASSETS = AppKey("PACKED_ASSETS", PackedAssets)

NEW_COOKIE = RequestKey("NEW_COOKIE", str)
"""The cookie to give to a request's sender, with whatever the answer will be."""

PRIVATE = RequestKey("PRIVATE", bool)
"""Set where the answer is for one person, and nothing may keep it."""

SHOWN_ELSEWHERE = RequestKey("SHOWN_ELSEWHERE", bool)
"""Set where the pages of other sites may show the answer."""

SHOWS_FRAME = RequestKey("SHOWS_FRAME", bool)
"""Set where the answer has a page of this site in a frame."""
