from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.questions import dates
from polls.domain.questions.dates import Date
from polls.domain.text.moment_problems import MomentError, SkippedDay, UnknownZone
from polls.domain.text.times import places
from polls.presentation.refusals import moments

EVENING = datetime(2026, 12, 24, 17, tzinfo=UTC)
DASH = "\N{EN DASH}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-24", Date(datetime(2026, 12, 23, 23, tzinfo=UTC), None, is_day=True)),
        (
            "2026-12-24 - 2026-12-27",
            Date(
                datetime(2026, 12, 23, 23, tzinfo=UTC),
                datetime(2026, 12, 26, 23, tzinfo=UTC),
                is_day=True,
            ),
        ),
        ("2026-12-24 18:00", Date(EVENING, None, is_day=False)),
        (
            f"2026-12-24 18:00{DASH}20:00",
            Date(EVENING, EVENING + timedelta(hours=2), is_day=False),
        ),
        ("2026-12-24 18:00-02:00", Date(EVENING, EVENING + timedelta(hours=8), is_day=False)),
    ],
)
def test_read_follows_the_clocks_of_the_zone(text: str, expected: Date) -> None:
    assert dates.read(text, "Europe/Paris") == expected


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" 2026-1-5 ", "2026-01-05"),
        ("2026-1-5-2026-1-7", f"2026-01-05{DASH}2026-01-07"),
        ("2026-01-05 to 2027-01-05", f"2026-01-05{DASH}2027-01-05"),
        (f"2026-01-05{DASH}2026-01-07", f"2026-01-05{DASH}2026-01-07"),
        ("2026-1-5 9:00", "2026-01-05 09:00"),
        ("2026-01-05T09:00", "2026-01-05 09:00"),
        ("2026-01-05 9:00-10:30", f"2026-01-05 09:00{DASH}10:30"),
        ("2026-01-05 9:00 \N{EM DASH} 10:30", f"2026-01-05 09:00{DASH}10:30"),
        (f"2026-01-05 09:00{DASH}10:30", f"2026-01-05 09:00{DASH}10:30"),
        ("2026-01-05 09:00 - 10:30", f"2026-01-05 09:00{DASH}10:30"),
        (f"2026-01-05 09:00 {DASH} 10:30", f"2026-01-05 09:00{DASH}10:30"),
        ("2026-01-05 09:00 to 10:30", f"2026-01-05 09:00{DASH}10:30"),
        ("2026-01-05 9.00 until 10.30", f"2026-01-05 09:00{DASH}10:30"),
        ("2026-01-05 22:00 - 02:00", f"2026-01-05 22:00{DASH}02:00"),
        ("2026-01-05 22:00 - 2026-01-06 02:00", f"2026-01-05 22:00{DASH}02:00"),
        ("2026-01-05 09:00 - 2026-01-05 10:30", f"2026-01-05 09:00{DASH}10:30"),
        ("２０２６－０１－０５　９：００～１０：３０", f"2026-01-05 09:00{DASH}10:30"),  # noqa: RUF001 - as a Japanese keyboard writes
        ("٢٠٢٦-٠١-٠٥ ٠٩:٠٠", "2026-01-05 09:00"),  # noqa: RUF001 - Arabic digits
    ],
)
def test_canonical_is_the_same_however_a_date_was_typed(text: str, kept: str) -> None:
    assert dates.canonical(text, "UTC") == kept


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write a day as in 2026-12-24"),
        ("Christmas", "Write a day as in 2026-12-24"),
        ("24.12.2026", "Write a day as in 2026-12-24"),
        ("2026-12-24 18", "Write a day as in 2026-12-24"),
        ("2026-12-24 18:00-", "Write a day as in 2026-12-24"),
        ("2026-12-2²", "Write a day as in 2026-12-24"),
        ("2026-12-24 18:00 or 20:00", "Write a day as in 2026-12-24"),
        ("2026-12-24 18:00 - 2026-12-25 20:00", "The end must be on the same day, or in the night"),
        ("2026-12-24 18:00 - 2026-12-24 02:00", "The end must be on the same day, or in the night"),
        ("2026-12-24 18:00 - 2026-12-32 02:00", "That day does not exist. Check the date."),
        ("9999-12-31 20:00 - 9999-12-31 02:00", "That day does not exist. Check the date."),
        ("2026-12-24 - 2026-12-24", "The end is the same as the start."),
        ("2026-12-24 - 2026-12-23", "The last day must be after the first one."),
        ("2026-12-24 - 2026-12-32", "That day does not exist. Check the date."),
        ("2026-12-24 - 2026-12-27 18:00", "Write a day as in 2026-12-24"),
        ("2026-12-24 - 27", f"several days as in 2026-12-24{DASH}2026-12-27"),
        ("2026-02-29", "That day does not exist. Check the date."),
        ("0000-01-01", "That day does not exist. Check the date."),
        ("9999-12-31 20:00-02:00", "That date or time does not exist. Check it."),
        ("2026-12-24 24:00", "That date or time does not exist. Check it."),
        ("2026-12-24 18:00-25:00", "That date or time does not exist. Check it."),
        ("2026-12-24 18:00-18:00", "The end is the same as the start."),
        ("2026-03-29 02:30", "02:30 does not exist on that day."),
        ("2026-03-29 01:00-02:30", "02:30 does not exist on that day."),
        ("2026-03-28 22:00-02:30", "02:30 does not exist on that day."),
        (
            "2026-10-25 02:30",
            "02:30 occurs twice on that day. Choose a time before or after that hour.",
        ),
        ("2026-10-25 01:00-02:30", "02:30 occurs twice on that day."),
    ],
)
def test_a_text_that_names_no_date_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(MomentError) as refusal:
        dates.canonical(text, "Europe/Paris")

    assert message in moments.sentence(refusal.value.problem)


@pytest.mark.parametrize(
    ("text", "zone"),
    [("0001-01-01", "Asia/Tokyo"), ("9999-12-31", "America/New_York")],
)
def test_a_day_is_refused_that_no_clock_will_show(text: str, zone: str) -> None:
    with pytest.raises(MomentError):
        dates.read(text, zone)


def test_a_day_that_a_zone_skipped_is_none() -> None:
    with pytest.raises(MomentError) as caught:
        dates.read("2011-12-30", "Pacific/Apia")
    assert caught.value.problem == SkippedDay("Pacific/Apia")


def test_a_day_begins_when_its_clocks_do() -> None:
    # Cairo's clocks go from midnight to one o'clock, Havana's show midnight twice.
    cairo = dates.read("2026-04-24", "Africa/Cairo").start
    havana = dates.read("2026-11-01", "America/Havana").start

    assert cairo == datetime(2026, 4, 23, 22, tzinfo=UTC)
    assert havana == datetime(2026, 11, 1, 4, tzinfo=UTC)


def test_a_zone_that_is_not_known_is_named() -> None:
    with pytest.raises(MomentError) as caught:
        dates.read("2026-12-24", "Mars/Base")
    assert caught.value.problem == UnknownZone("Mars/Base")


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Havana", "Africa/Cairo", "Asia/Kolkata"])
def test_each_day_of_two_years_is_a_date_after_the_one_before(zone: str) -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(730)]

    found = [dates.read(f"{day}", zone) for day in days]

    starts = [each.start for each in found]
    assert starts == sorted(set(starts))


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.sampled_from(places()))  # noqa: DTZ001 - clocks
def test_what_is_kept_is_read_as_the_same(clock: datetime, zone: str) -> None:
    typed = f"{clock:%Y-%m-%d %H:%M}"
    try:
        first = dates.read(typed, zone)
    except MomentError:  # in a gap, or twice
        return

    assert dates.read(dates.canonical(typed, zone), zone) == first
    assert first.start.astimezone(UTC).tzinfo is UTC


def test_several_days_are_past_when_the_last_one_is() -> None:
    now = datetime(2026, 12, 26, 23, 30, tzinfo=UTC)  # the 27th in Paris

    assert not dates.is_past("2026-12-24 - 2026-12-27", "Europe/Paris", now)
    assert dates.is_past("2026-12-24 - 2026-12-26", "Europe/Paris", now)
    assert not dates.is_past("2026-12-24 - 2026-12-26", "UTC", now)
