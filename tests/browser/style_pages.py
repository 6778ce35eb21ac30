"""Ballots to rank and to score, in every state that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.browser.voter_pages import BLANK, TRIPS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

    from tests.browser.pages import Visit

GRADES = {"highest": 3, "labels": ("To reject", "Acceptable", "Good", "Outstanding")}
DATES = ("2026-12-24", "2026-12-24 18:00", "2027-01-03 09:30\N{EN DASH}11:00", BLANK)
MANY = tuple(f"Number {number}" for number in range(1, 31))


async def ballot_of(visit: Visit, method: str, **values: Any) -> Page:
    rules = {"choices": TRIPS, "method": method, "max_choices": None} | values
    key = await visit.site.ask("Where shall we go?", **rules)
    return await visit.open(f"/poll/{key}")


async def ranking(visit: Visit) -> Page:
    return await ballot_of(visit, "stv")


async def ranking_begun(visit: Visit) -> Page:
    page = await ballot_of(visit, "schulze")
    for name in ("The old mine", "The lake", "None of these"):
        await page.get_by_role("button", name=name, exact=True).click()
    await page.get_by_role("button", name="None of these: same rank as above").click()
    return page


async def ranking_of_many(visit: Visit) -> Page:
    return await ballot_of(visit, "borda", choices=MANY)


async def ranking_set_aside(visit: Visit) -> Page:
    page = await ranking_begun(visit)
    await page.get_by_label("Blank vote").check()
    return page


async def ranking_recorded(visit: Visit) -> Page:
    page = await ranking_begun(visit)
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("status").wait_for()
    return page


async def ranking_that_stands(visit: Visit) -> Page:
    page = await ballot_of(visit, "stv", may_change=False)
    address = page.url
    await page.get_by_role("button", name="The old mine").click()
    await page.get_by_role("button", name="Vote").click()
    await page.goto(address)
    return page


async def scores(visit: Visit) -> Page:
    return await ballot_of(visit, "score")


async def scores_begun(visit: Visit) -> Page:
    page = await ballot_of(visit, "star", highest=10)
    lake = page.get_by_role("radiogroup", name="The lake")
    await lake.get_by_role("radio", name="10 best").check()
    return page


async def scores_of_nothing(visit: Visit) -> Page:
    page = await scores(visit)
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("alert").wait_for()
    return page


async def grades_begun(visit: Visit) -> Page:
    page = await ballot_of(visit, "majority_judgment", **GRADES)
    lake = page.get_by_role("radiogroup", name="The lake")
    await lake.get_by_role("radio", name="Acceptable").check()
    return page


async def grades_recorded(visit: Visit) -> Page:
    page = await grades_begun(visit)
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("status").wait_for()
    return page


async def dates_begun(visit: Visit) -> Page:
    page = await ballot_of(visit, "availability", choices=DATES, zone="Europe/Berlin")
    await page.get_by_label("If need be").first.check()
    return page


async def dates_recorded(visit: Visit) -> Page:
    page = await dates_begun(visit)
    await page.get_by_role("button", name="Vote").click()
    await page.get_by_role("status").wait_for()
    return page


async def long_words_in_a_ranking(visit: Visit) -> Page:
    word = "Donaudampfschifffahrtsgesellschaft" * 5
    page = await ballot_of(visit, "schulze", choices=(word, word[::-1], BLANK))
    for name in (word, word[::-1]):
        await page.get_by_role("button", name=name, exact=True).click()
    return page


async def long_words_to_score(visit: Visit) -> Page:
    word = "Donaudampfschifffahrtsgesellschaft" * 5
    return await ballot_of(visit, "score", choices=(word, word[::-1], BLANK))


STYLE_PAGES: tuple[Callable[[Visit], Awaitable[Page]], ...] = (
    ranking,
    ranking_begun,
    ranking_of_many,
    ranking_set_aside,
    ranking_recorded,
    ranking_that_stands,
    scores,
    scores_begun,
    scores_of_nothing,
    grades_begun,
    grades_recorded,
    dates_begun,
    dates_recorded,
    long_words_in_a_ranking,
    long_words_to_score,
)
