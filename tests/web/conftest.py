"""The site that the tests of views have."""

from tests.views.conftest import empty_site, site

__all__ = ["empty_site", "site"]
