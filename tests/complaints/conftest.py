"""A browser for the complaints about what is seen and pressed."""

from tests.browser.conftest import browser, chromium, seats, visitors
from tests.browser.conftest import site as served

__all__ = ["browser", "chromium", "seats", "served", "visitors"]
