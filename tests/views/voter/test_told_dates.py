"""Answers to dates, as the page of their result tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.questions.rules import Voters
from polls.presentation.results.attendance import MOST_DATES
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


async def test_dates_have_sums_where_ballots_are_secret(empty_site: Site) -> None:
    page = await results(empty_site, await asked(empty_site))

    assert page.tables == [
        [
            ["Tue 22 Dec 2026, 18:00", "2", "1"],
            ["Thu 24 Dec 2026", "1", "1"],
            ["Tue 5 Jan 2027, 09:00", "2", "0"],
        ]
    ]
    assert "All times are in the Europe/Paris time zone." in page.words
    assert page.answer.startswith("Tuesday 22 December 2026, 18:00 leads")


async def test_people_and_dates_are_a_table(empty_site: Site) -> None:
    page = await results(empty_site, await asked(empty_site, voters=Voters.NAMED))

    assert page.tables[0] == [
        ["Bob", "Yes", "Yes", "No"],
        ["Charlie", "Yes", "No answer", "Yes"],
        ["Dana", "If need be", "If need be", "Yes"],
        ["Yes", "2", "1", "2"],
        ["If need be", "1", "1", "0"],
    ]
    assert "Most can come: Tue 22 Dec 2026 18:00" in page.words


async def test_names_stand_with_the_dates_for_which_they_answered(empty_site: Site) -> None:
    page = await results(empty_site, await asked(empty_site, voters=Voters.NAMED))

    assert page.tables[1] == [
        ["Tue 22 Dec 2026, 18:00 Yes: Bob, Charlie. If need be: Dana.", "2", "1"],
        ["Thu 24 Dec 2026 Yes: Bob. If need be: Dana.", "1", "1"],
        ["Tue 5 Jan 2027, 09:00 Yes: Charlie, Dana. No: Bob.", "2", "0"],
    ]
    assert "Who chose what" not in page.words


@pytest.mark.parametrize("voters", [Voters.BROWSER, Voters.NAMED])
async def test_more_dates_than_have_names_are_there(empty_site: Site, voters: Voters) -> None:
    dates = tuple(f"2027-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 29))
    key = await asked(empty_site, choices=dates, voters=voters)

    answer = await empty_site.get(f"/poll/{key}/results")

    assert len(dates) > MOST_DATES
    assert answer.status == 200
    assert len(answer.page.tables[-1]) == len(dates)
    assert answer.text.count("<summary>") >= (3 if voters is Voters.NAMED else 0)


async def test_dates_nobody_has_answered_are_there(empty_site: Site) -> None:
    key = await asking.ask(
        empty_site.database,
        choices=DATES,
        method="availability",
        highest=2,
        labels=("No", "If need be", "Yes"),
        max_choices=None,
        voters=Voters.NAMED,
    )

    page = await results(empty_site, key)

    assert page.answer == "No votes yet."
    assert [row[1:] for row in page.rows] == [["0", "0"]] * 3


async def test_name_is_escaped_in_the_table(empty_site: Site) -> None:
    key = await asked(empty_site, voters=Voters.NAMED)
    name = "<i>Eve</i> & \u05d0"
    await ledgers.append(empty_site.database, key, ((1, 2),), by=Voter(name=name))

    page = await results(empty_site, key)

    assert [name, "Yes", "No answer", "No answer"] in page.tables[0]


@pytest.mark.parametrize("voters", [Voters.BROWSER, Voters.ANYONE])
async def test_nobody_is_named_where_ballots_are_secret(empty_site: Site, voters: Voters) -> None:
    page = await results(empty_site, await asked(empty_site, voters=voters))

    assert not [name for name in ANSWERS if name in page.words]


async def test_instants_of_dates_are_there_for_other_clocks(empty_site: Site) -> None:
    key = await asked(empty_site)

    html = (await empty_site.get(f"/poll/{key}/results")).text

    assert 'datetime="2026-12-22T18:00:00+01:00"' in html
    assert 'datetime="2026-12-24"' in html
    assert "{hours} for you" in html  # for the script that says them


async def test_wide_table_says_that_it_scrolls(empty_site: Site) -> None:
    dates = tuple(f"2026-12-{day:02}" for day in range(1, 21))
    wide = await asked(empty_site, choices=dates, voters=Voters.NAMED)
    narrow = await asked(empty_site, voters=Voters.NAMED)

    many = (await empty_site.get(f"/poll/{wide}/results")).text
    few = (await empty_site.get(f"/poll/{narrow}/results")).text

    # Where the browser knows whether it does, the style sheet says which of both it shows.
    assert '<span class="scrolls wide">Scroll sideways to see all 20 dates.' in many
    assert '<span class="scrolls">Scroll sideways to see all 3 dates.' in few
