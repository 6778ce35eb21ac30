"""What the examples for nginx and HAProxy say while no server answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.scenarios.proxies import BEFORE
from tests.scenarios.serving import free_port

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("proxy", BEFORE)
async def test_voter_is_told_to_send_the_vote_again(proxy: str, tmp_path: Path) -> None:
    async with (
        BEFORE[proxy]([free_port(), free_port()], tmp_path) as url,  # before nothing
        aiohttp.ClientSession() as session,
        session.post(f"{url}/poll/1/vote", data={"choice": "1"}) as answer,
    ):
        page = await answer.text()

    assert (answer.status, answer.content_type) == (503, "text/html")
    assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("2", "no-store")
    assert "send it again in a few seconds. A vote that arrived twice counts once." in page
    assert "width=device-width" in page
    assert page.startswith("<!doctype html>")
