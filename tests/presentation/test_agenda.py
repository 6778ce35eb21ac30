from __future__ import annotations

import pytest

from polls.domain.questions.questions import Choice, Kind
from polls.presentation.agenda import brief, has_times, months

ZONE = "Europe/Berlin"


def test_months_list_dates_in_their_order() -> None:
    texts = ("2027-01-03", "2026-12-24 18:00\N{EN DASH}20:00", "2026-12-31", "2026-12-24 18:00")
    choices = [Choice(number, text, 0) for number, text in enumerate(texts)]

    listed = months(choices, ZONE)

    found = {month.title: [entry.choice.id for entry in month.entries] for month in listed}
    assert found == {"December 2026": [3, 1, 2], "January 2027": [0]}


def test_months_know_when_dates_are_by_the_clocks_of_the_question() -> None:
    (month,) = months([Choice(1, "2026-07-01 23:30\N{EN DASH}01:00", 0)], ZONE)

    (entry,) = month.entries
    assert entry.start is not None
    assert entry.end is not None
    said = (entry.start.isoformat(), entry.end.isoformat(), entry.is_day)
    assert said == ("2026-07-01T23:30:00+02:00", "2026-07-02T01:00:00+02:00", False)


def test_months_put_what_is_no_date_last() -> None:
    none = Choice(1, "None of these", 0, Kind.NONE)

    listed = months([none, Choice(2, "2026-12-31", 0)], ZONE)

    assert [month.title for month in listed] == ["December 2026", ""]
    assert listed[1].entries == ((none, None, None, False),)
    assert months([none], "Nowhere/Land")[0].entries[0].start is None


def test_only_hours_depend_on_clocks() -> None:
    none, day = Choice(1, "None of these", 0, Kind.NONE), Choice(2, "2026-12-31", 0)
    hour = Choice(3, "2026-12-31 18:00", 0)

    assert not has_times(months([none, day], ZONE))
    assert has_times(months([none, day, hour], ZONE))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-12-24", ("Thu 24", "")),
        ("2026-12-24 18:00", ("Thu 24", "18:00")),
        ("2026-12-24 18:00\N{EN DASH}20:00", ("Thu 24", "18:00\N{EN DASH}\N{WORD JOINER}20:00")),
        ("2026-12-24 \N{EN DASH} 2026-12-27", ("Thu 24 \N{EN DASH} Sun 27", "")),
        ("None of these", ("None of these", "")),
    ],
)
def test_dates_are_brief_under_their_month(text: str, said: tuple[str, str]) -> None:
    ((entry,),) = (month.entries for month in months([Choice(1, text, 0)], ZONE))

    assert brief(entry) == said
