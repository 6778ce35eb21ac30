"""The inventory of what hangs on the application."""

from aiohttp.web import AppKey

from polls.ballotbox import BallotBox
from polls.db.database import Database
from polls.live import Pages
from polls.settings import Settings

SETTINGS = AppKey("SETTINGS", Settings)
DATABASE = AppKey("DATABASE", Database)
BALLOT_BOX = AppKey("BALLOT_BOX", BallotBox)
PAGES = AppKey("PAGES", Pages)
