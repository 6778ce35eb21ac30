from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.typedefs import DATABASE
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from polls.settings import Settings
    from tests.conftest import Client, ClientFor


@pytest.fixture
async def site(client: Client) -> Site:
    await asking.ask(client.app[DATABASE], "Tea or coffee?", ["Tea", "Coffee"])
    return Site(client)


@pytest.fixture
def site_with(
    sqlite_settings: Settings,
    client_for: ClientFor,
) -> Callable[..., Awaitable[Site]]:
    """Starts a site with other settings; what it is asked here does not reach the database."""

    async def start(**changes: object) -> Site:
        return Site(await client_for(sqlite_settings.model_copy(update=changes)))

    return start
