from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.typedefs import DATABASE
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from tests.conftest import Client


@pytest.fixture
async def site(client: Client) -> Site:
    """The application with one question, “Tea or coffee?”, under /poll/1."""
    await asking.ask(client.app[DATABASE], "Tea or coffee?", ["Tea", "Coffee"])
    return Site(client)


@pytest.fixture
def empty_site(client: Client) -> Site:
    return Site(client)
