"""What is current: the changes that are heard of, and the pages as they stand now."""

from polls.live.changes import Changes
from polls.live.listener import listen
from polls.live.pages import Page, PageName, Pages

__all__ = ["Changes", "Page", "PageName", "Pages", "listen"]
