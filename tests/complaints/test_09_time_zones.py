"""“Completely unusable across time zones”: PEERS row 9."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from polls.presentation.dates import moment
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor

ZONES = ("America/New_York", "Europe/Paris", "Asia/Kathmandu", "Pacific/Auckland")


@pytest.fixture
async def site(settings: Settings, client_for: ClientFor) -> Site:
    return Site(await client_for(settings))


@pytest.mark.parametrize("zone", ZONES)
async def test_we_all_read_another_time_on_the_same_poll(site: Site, zone: str) -> None:
    wall = (datetime.now(UTC) + timedelta(days=10)).strftime("%Y-%m-%dT18:00")
    ends = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))

    share = await site.post(
        "/new",
        urlencode(
            {
                "text": "When do we meet?",
                "choices": "Monday\nTuesday",
                "closes": "at",
                "close_date": wall,
                "zone": zone,
                "visibility": "always",
            },
        ),
    )
    key = share.location.split("/")[2]
    pages = [f"/poll/{key}", f"/poll/{key}/results", f"/poll/{key}/screen", share.location]

    (question,) = await asking.every(site.database)
    assert question.close_date == ends.astimezone(UTC)
    for path in pages:
        words = (await site.get(path)).page.words
        assert f"{ends.day} {ends:%B %Y}, 18:00 {zone}" in words, path
        assert moment(ends, "UTC") not in words, path


async def test_the_clocks_change_while_my_poll_is_open(site: Site) -> None:
    before, after = "2040-03-24T18:00", "2040-03-26T18:00"  # summer time begins on the 25th
    answer = await site.post(
        "/new",
        urlencode(
            {
                "text": "When do we meet?",
                "choices": "Monday\nTuesday",
                "opens": "at",
                "pub_date": before,
                "closes": "at",
                "close_date": after,
                "zone": "Europe/Paris",
            },
        ),
    )

    (question,) = await asking.every(site.database)
    assert answer.status == 303
    assert question.close_date is not None
    assert question.close_date - question.pub_date == timedelta(days=2, hours=-1)


async def test_my_poll_ends_at_a_time_that_does_not_exist(site: Site) -> None:
    answer = await site.post(
        "/new",
        urlencode(
            {
                "text": "When do we meet?",
                "choices": "Monday\nTuesday",
                "closes": "at",
                "close_date": "2040-03-25T02:30",
                "zone": "Europe/Paris",
            },
        ),
    )

    assert answer.status == 422
    assert "02:30 does not exist on that day." in answer.page.words
    assert "2040-03-25T02:30" in answer.text  # to be mended, not to be typed anew
