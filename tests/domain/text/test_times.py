from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from polls.domain.text import times
from polls.domain.text.moment_problems import MomentError
from polls.domain.text.times import (
    in_field,
    instant,
    is_zone,
    places,
)
from polls.presentation.refusals import moments

ZONES = st.sampled_from(sorted(filter(is_zone, available_timezones())))


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2026-06-05T18:00", "UTC", datetime(2026, 6, 5, 18, tzinfo=UTC)),
        ("2026-06-05T18:00", "Europe/Paris", datetime(2026, 6, 5, 16, tzinfo=UTC)),
        ("২০২৬-06-05T18:00", "UTC", datetime(2026, 6, 5, 18, tzinfo=UTC)),
        ("2026-12-05 18:00", "Europe/Paris", datetime(2026, 12, 5, 17, tzinfo=UTC)),
        (" 2026-06-05T18:00:00.000 ", "Asia/Kolkata", datetime(2026, 6, 5, 12, 30, tzinfo=UTC)),
    ],
)
def test_instant_is_that_of_the_zones_clocks(text: str, zone: str, expected: datetime) -> None:
    assert instant(text, zone) == expected


def test_instant_is_the_first_where_an_hour_passes_twice() -> None:
    assert instant("2026-10-25T02:30", "Europe/Paris") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "next_step"),
    [
        ("2026-03-29T02:30", "Europe/Paris", "Write 03:30, or another time."),
        ("2011-12-30T02:30", "Pacific/Apia", "Write 2011-12-31 02:30, or another time."),
    ],
)
def test_instant_that_the_clocks_skip_does_not_exist(text: str, zone: str, next_step: str) -> None:
    with pytest.raises(MomentError) as refusal:
        instant(text, zone)

    assert moments.sentence(refusal.value.problem) == (
        f"The clocks in {zone} go forward then, so 02:30 does not exist on that day. {next_step}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-06-05",
        "2026-02-30T18:00",
        "2026-06-05T25:00",
        "0000-01-01T00:00",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "2026-06-05T18:00+02:00",
        "2026-06-0⁵T18:00",
    ],
)
def test_instant_is_refused_where_the_text_is_none(text: str) -> None:
    with pytest.raises(MomentError):
        instant(text, "Asia/Tokyo")


@given(st.text(), ZONES)
def test_instant_fails_in_one_way_only(text: str, zone: str) -> None:
    with pytest.raises(MomentError):
        instant(f"{text}x", zone)


@given(st.datetimes(timezones=st.just(UTC)), ZONES | st.text())
@example(datetime(9999, 12, 31, 23, 59, tzinfo=UTC), "Asia/Tokyo")
@example(datetime(1, 1, 1, tzinfo=UTC), "America/New_York")
def test_moments_can_always_stand_in_a_field(moment: datetime, zone: str) -> None:
    assert len(in_field(moment, zone)) == len("2026-06-05T18:00")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("asia/kathmandu", "Asia/Kathmandu"),
        (" America/New York ", "America/New_York"),
        ("utc", "UTC"),
        ("Europe/Paris", "Europe/Paris"),
        ("Mars/Base ", "Mars/Base"),
        ("", ""),
    ],
)
def test_zone_is_known_by_any_capitals(given: str, name: str) -> None:
    assert times.spelled(given) == name


def test_places_are_zones_and_utc_is_the_first() -> None:
    assert places()[0] == "UTC"
    assert {"Europe/Paris", "America/New_York", "Asia/Kathmandu"} < set(places())
    assert all(map(is_zone, places()))
    assert not is_zone("Mars/Base")


@pytest.mark.parametrize("name", ["localtime", "Factory"])
def test_clock_of_no_place_is_no_zone(name: str) -> None:
    assert not is_zone(name)
    assert in_field(datetime(2026, 6, 5, 18, tzinfo=UTC), name) == "2026-06-05T18:00"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 6, 5, 12, 0, 1, 999_999, tzinfo=UTC), "2026-06-05T12:00:01+00:00"),
        (datetime(2026, 6, 5, 12, tzinfo=ZoneInfo("Europe/Paris")), "2026-06-05T12:00:00+02:00"),
        # Paris was 9 minutes and 21 seconds ahead, which HTML has no way to write.
        (datetime(1890, 6, 5, 12, tzinfo=ZoneInfo("Europe/Paris")), "1890-06-05T11:50:39+00:00"),
    ],
)
def test_instant_is_written_for_programs_to_the_second(moment: datetime, text: str) -> None:
    assert times.exact(moment) == text


@pytest.mark.parametrize(
    ("text", "type_"),
    [("", "datetime-local"), ("2026-06-05T12:00", "datetime-local"), ("soon", "text")],
)
def test_field_shows_what_is_no_moment_so_that_it_can_be_mended(text: str, type_: str) -> None:
    assert times.field_type(text) == type_
