"""What is current: the pages as they stand now."""

from polls.live.pages import Page, Pages

__all__ = ["Page", "Pages"]
