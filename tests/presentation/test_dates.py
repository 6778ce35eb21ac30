from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from polls.domain.methods import METHODS
from polls.domain.questions.dates import read
from polls.domain.questions.questions import EXTRAS, Choice, Kind
from polls.domain.results import results
from polls.domain.results.tallies import folded
from polls.domain.text.moment_problems import MomentError
from polls.domain.text.times import LAST_YEAR, instant, is_zone, places
from polls.presentation import dates
from polls.presentation.ballot_papers import paper
from polls.presentation.language import PSEUDO, spoken
from tests import asking

DASH = "\N{EN DASH}"
TO = "\N{EN DASH}\N{WORD JOINER}"
"""Between the hours of a span, which stay in one line."""
ZONES = st.sampled_from(sorted(filter(is_zone, available_timezones())))
EVENING = datetime(2026, 6, 5, 18, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)), ZONES)
def test_moment_is_the_way_back_from_what_was_typed(local: datetime, zone: str) -> None:
    assume(datetime(2, 1, 3, tzinfo=UTC) < local < datetime(LAST_YEAR, 1, 1, tzinfo=UTC))
    try:
        found = instant(f"{local:%Y-%m-%dT%H:%M}".zfill(16), zone)
    except MomentError:  # in a gap, which zones have an hour or a day of
        assume(False)

    assert dates.moment(found, zone) == f"{local.day} {local:%B %Y, %H:%M} {zone}"


@given(st.datetimes(timezones=st.just(UTC)), ZONES | st.text())
@example(datetime(9999, 12, 31, 23, 59, tzinfo=UTC), "Asia/Tokyo")
@example(datetime(1, 1, 1, tzinfo=UTC), "America/New_York")
def test_moments_can_always_be_said(moment: datetime, zone: str) -> None:
    assert dates.moment(moment, zone)


@pytest.mark.parametrize("zone", ["Mars/Base", "localtime", "Factory"])
def test_moment_names_utc_where_the_zone_is_not_known(zone: str) -> None:
    assert dates.moment(EVENING, zone) == "5 June 2026, 18:00 UTC"


def test_days_and_months_are_named_in_the_language_of_the_reader() -> None:
    week = [date(2026, 6, 1) + timedelta(days=number) for number in range(7)]
    year = [date(2026, number, 1) for number in range(1, 13)]

    with spoken(PSEUDO):
        days, months = {dates.day(each) for each in week}, {dates.month(each) for each in year}
        said = dates.moment(EVENING, "UTC")

    assert len(days) == len(week)
    assert len(months) == len(year)
    assert not any(f"{each:%A}" in day for day in days for each in week)
    assert not any(f"{each:%B}" in month for month in months for each in year)
    assert "June" not in said
    assert [dates.day(each) for each in week] == [
        f"{each:%A} {each.day} {each:%B %Y}" for each in week
    ]
    assert [dates.month(each) for each in year] == [f"{each:%B %Y}" for each in year]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-24", "Thursday 24 December 2026"),
        ("2026-12-24 18:00", "Thursday 24 December 2026, 18:00"),
        ("2026-12-24 18:00-20:00", f"Thursday 24 December 2026, 18:00{TO}20:00"),
        ("2026-12-24 18:00-02:00", f"Thursday 24 December 2026, 18:00{TO}02:00 the next day"),
        (
            "2026-12-24 - 2026-12-27",
            f"Thursday 24 December {DASH} Sunday 27 December 2026",
        ),
        (
            "2026-12-31 - 2027-01-01",
            f"Thursday 31 December 2026 {DASH} Friday 1 January 2027",
        ),
        ("no date", "no date"),
        ("2026-03-29 02:30", "2026-03-29 02:30"),
    ],
)
def test_date_to_choose_is_said_as_people_read_it(text: str, expected: str) -> None:
    assert dates.written(text, "Europe/Paris") == expected


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Havana", "Africa/Cairo", "Asia/Kolkata"])
def test_each_day_of_two_years_is_said_as_itself(zone: str) -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(730)]

    said = [dates.written(f"{day}", zone) for day in days]

    assert [each.split()[1] for each in said] == [f"{day.day}" for day in days]


@given(st.text(), st.text() | st.sampled_from(places()))
def test_what_is_no_date_stands_as_it_is(text: str, zone: str) -> None:
    assert dates.written(text, zone) == text or read(text, zone)


def test_ballots_and_results_have_dates_in_words() -> None:
    choices = Choice(2, "2026-12-25", 0), Choice(1, "2026-12-24", 0)
    question = asking.question(choices=choices, method="availability", max_choices=None)

    result = results.read(question, folded(question, []), is_closed=True)

    assert result.names == {1: "2026-12-24", 2: "2026-12-25"}
    assert dates.worded(result, question).names == {
        1: "Thursday 24 December 2026",
        2: "Friday 25 December 2026",
    }
    assert dates.phrases(((1, 2), (2, 0)), question) == (
        "Thursday 24 December 2026: 2",
        "Friday 25 December 2026: 0",
    )


def test_phrases_have_the_answers_in_the_language_of_the_reader() -> None:
    labels = METHODS["availability"].labels
    question = asking.question(
        choices=(Choice(1, "Supper", 0),), method="availability", highest=2, labels=labels
    )

    with spoken(PSEUDO):
        (told,) = dates.phrases(((1, 2),), question)

    assert told == "Supper: ⟦Ýéš ~~~~⟧"


@pytest.mark.parametrize(
    ("rules", "was", "said"),
    [
        ({"method": "availability"}, "2027-03-13", "Saturday 13 March 2027"),
        ({}, "2027-03-13", "2027-03-13"),
        ({}, None, None),
    ],
)
def test_first_text_is_told_as_the_present_one_is(
    rules: dict[str, Any],
    was: str | None,
    said: str | None,
) -> None:
    choice = Choice(1, "2027-03-20", 0, original_text=was)
    question = asking.question(choices=(choice,), **rules)

    assert dates.first_text_of(choice, question) == said


def test_what_is_offered_below_the_choices_is_in_the_language_of_the_reader() -> None:
    own = [Choice(id_, text, 0, kind) for id_, (kind, text) in enumerate(EXTRAS.items(), 3)]
    before = Choice(5, "I abstain", 0, Kind.BLANK)
    typed = Choice(6, "None of these", 0)
    question = asking.question(choices=(Choice(1, "Tea", 0), *own, before, typed))
    result = results.read(question, folded(question, []), is_closed=True)

    english = [dates.text_of(choice, question) for choice in question.choices]
    with spoken(PSEUDO):
        told = [dates.text_of(choice, question) for choice in question.choices]
        names = dates.worded(result, question).names
        drawn = [choice.text for choice in paper(question, question.choices).choices]

    assert english == ["Tea", "None of these", "Blank vote", "I abstain", "None of these"]
    assert [old == new for old, new in zip(english, told, strict=True)] == [1, 0, 0, 1, 1]
    assert names[3] == told[1]
    assert drawn == told
