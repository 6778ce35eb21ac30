"""Answers to dates, as the page of their result tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.questions.rules import Voters
from tests import asking, ledgers
from tests.ledgers import Voter

if TYPE_CHECKING:
    from tests.pages import Page
    from tests.views.site import Site

DATES = ("2026-12-22 18:00", "2026-12-24", "2027-01-05 09:00")
ANSWERS = {
    "Bob": ((1, 2), (2, 2), (3, 0)),
    "Charlie": ((1, 2), (3, 2)),
    "Dana": ((1, 1), (2, 1), (3, 2)),
}


async def asked(site: Site, *, choices: tuple[str, ...] = DATES, **values: Any) -> str:
    key = await asking.ask(
        site.database,
        choices=choices,
        method="availability",
        highest=2,
        labels=("No", "If need be", "Yes"),
        zone="Europe/Paris",
        max_choices=None,
        **values,
    )
    voters = values.get("voters", Voters.BROWSER)
    for name, answers in ANSWERS.items():
        by = Voter(name=name if voters is Voters.NAMED else None)
        await ledgers.append(site.database, key, answers, by=by)
    return key


async def results(site: Site, key: str) -> Page:
    return (await site.get(f"/poll/{key}/results")).page


async def test_dates_are_listed_by_month_as_people_read_them(empty_site: Site) -> None:
    page = await results(empty_site, await asked(empty_site))

    assert (
        "December 2026 Tuesday 22 December 2026, 18:00 2 1 Yes: 2 If need be: 1 "
        "Thursday 24 December 2026 1 1 1 Yes: 1 If need be: 1 no answer: 1 "
        "January 2027 Tuesday 5 January 2027, 09:00 2 1 Yes: 2 No: 1"
    ) in page.words
    assert "All times are in the Europe/Paris time zone." in page.words
    assert page.answer.startswith("Tuesday 22 December 2026, 18:00 leads")
    assert page.rows[1][0] == "Thursday 24 December 2026"


async def test_dates_are_a_calendar(empty_site: Site) -> None:
    page = await results(empty_site, await asked(empty_site))

    assert page.tables[1:] == [
        [["21", "22 ★ 2 (1)", "23", "24 1 (1)", "25", "26", "27"]],
        [["4", "5 2", "6", "7", "8", "9", "10"]],
    ]


async def test_calendar_shows_the_best_of_several_times_on_a_day(empty_site: Site) -> None:
    dates = ("2026-12-24 09:00", "2026-12-24 18:00", "2026-12-25")

    page = await results(empty_site, await asked(empty_site, choices=dates))

    assert page.tables[1] == [["21", "22", "23", "24 ★ 2 (1)", "25 2", "26", "27"]]


async def test_names_stand_with_the_dates_at_which_they_can(empty_site: Site) -> None:
    page = await results(empty_site, await asked(empty_site, voters=Voters.NAMED))

    assert "If need be: 1 Yes: Bob, Charlie. If need be: Dana. Thursday" in page.words
    assert "No: 1 Yes: Charlie, Dana. All times" in page.words
    assert "Who chose what" not in page.words


@pytest.mark.parametrize("voters", [Voters.BROWSER, Voters.ANYONE])
async def test_nobody_is_named_where_ballots_are_secret(empty_site: Site, voters: Voters) -> None:
    page = await results(empty_site, await asked(empty_site, voters=voters))

    assert not [name for name in ANSWERS if name in page.words]


async def test_instants_of_dates_are_there_for_other_clocks(empty_site: Site) -> None:
    key = await asked(empty_site)

    html = (await empty_site.get(f"/poll/{key}/results")).text

    assert 'datetime="2026-12-22T18:00:00+01:00"' in html
    assert 'datetime="2026-12-24"' in html
    assert "js/here.js" in html


async def test_best_of_very_many_dates_are_listed(empty_site: Site) -> None:
    dates = tuple(f"2026-{month:02}-{day:02}" for month in (10, 12) for day in range(1, 21))

    page = await results(empty_site, await asked(empty_site, choices=dates))

    assert "The first 31 of 40 dates." in page.words
