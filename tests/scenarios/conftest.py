from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.postgres import Postgres, started

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A server that no other test needs."""
    yield from started()
