from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.settings import MetricsSettings
from polls.typedefs import DATABASE
from tests import asking
from tests.metrics.scraping import Scraped
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor


@pytest.fixture
async def scraped(settings: Settings, client_for: ClientFor, unused_tcp_port: int) -> Scraped:
    """The application with one question, “Tea or coffee?”, under /poll/1, and its metrics."""
    block = MetricsSettings(port=unused_tcp_port)
    client = await client_for(settings.model_copy(update={"metrics": block}))
    await asking.ask(client.app[DATABASE], "Tea or coffee?", ["Tea", "Coffee"])
    return Scraped(Site(client), unused_tcp_port)
