"""Results in every state that a question's rules can bring about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Threshold, Visibility, Voters
from polls.services.running import databases
from tests import asking, ledgers
from tests.browser import elections
from tests.ledgers import Voter

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from playwright.async_api import Page

    from polls.db.engines.database import Database
    from tests.browser.pages import Visit

DRINKS = ("Tea", "Coffee", "Hot chocolate with a little cinnamon")
BLANK = NewChoice(text="Blank vote", kind=Kind.BLANK)
NONE = NewChoice(text="None of these", kind=Kind.NONE)


async def asked(
    database: Database,
    *ballots: tuple[int, ...],
    choices: Sequence[str | NewChoice] = DRINKS,
    **values: Any,
) -> str:
    """Ask a question that these ballots answer; marks count from 1."""
    key = await asking.ask(database, choices=choices, is_listed=False, **values)
    await ledgers.append(database, key, *ballots)
    return key


async def results_for_who_has_voted(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, (1,), (2,), visibility=Visibility.VOTED)
    return await visit.open(f"/poll/{key}/results")


async def results_after_a_date(visit: Visit) -> Page:
    end = datetime.now(UTC) + timedelta(days=1)
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, (1,), visibility=Visibility.CLOSED, close_date=end)
    return await visit.open(f"/poll/{key}/results")


async def results_after_closing(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, (1,), visibility=Visibility.CLOSED)
    return await visit.vote(key)


async def results_to_be_published(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, (1,), (1,), visibility=Visibility.ORGANISER)
        await asking.close(database, key)
    return await visit.open(f"/poll/{key}/results")


async def results_before_the_first_step(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, (1,), (1,), voters=Voters.INVITED)
    return await visit.open(f"/poll/{key}/results")


async def results_in_steps(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, (1,), (1,), (2,), (1,), (3,), voters=Voters.INVITED)
        await ledgers.append(database, key, (2,), (2,))
        await ledgers.change(database, key, released_count=5)
    return await visit.open(f"/poll/{key}/results")


async def results_by_weight(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, (1,), (1,), (2,), voters=Voters.INVITED)
        await ledgers.append(database, key, (3,), by=Voter(weight=1_250))
        await ledgers.append(database, key, (2,), by=Voter(weight=310))
        await asking.close(database, key)
    return await visit.open(f"/poll/{key}/results")


async def results_of_several_marks(visit: Visit) -> Page:
    ballots = [(1, 2), (1,), (1, 3), (4,), (2, 1)]
    choices: list[str | NewChoice] = [*DRINKS, NONE]
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, *ballots, choices=choices, max_choices=None)
    return await visit.open(f"/poll/{key}/results")


async def results_with_blank_votes(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, (1,), (1,), (2,), (4,), (4,), choices=[*DRINKS, BLANK])
    return await visit.open(f"/poll/{key}/results")


async def results_with_names(visit: Visit) -> Page:
    key = await named(visit)
    return await visit.open(f"/poll/{key}/results")


async def results_of_a_runoff(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await elections.held(database, elections.BURLINGTON, "instant_runoff")
        await asking.close(database, key)
    return await visit.open(f"/poll/{key}/results")


async def results_of_several_seats(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await elections.held(database, elections.FRUIT, "stv", seats=3)
    return await visit.open(f"/poll/{key}/results")


async def results_of_many_rounds(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await elections.held(database, elections.crowd(30), "instant_runoff")
    return await visit.open(f"/poll/{key}/results")


async def results_of_two_winners_and_none(visit: Visit) -> Page:
    ballots = [(1, 2), (1,), (2, 1), (4,), (4,), (4,)]
    choices: list[str | NewChoice] = [*DRINKS, NONE]
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, *ballots, choices=choices, max_choices=None, seats=2)
        await asking.close(database, key)
    return await visit.open(f"/poll/{key}/results")


async def results_in_the_order_of_the_ballot(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, (2,), (3,), (3,))
    page = await visit.vote(key)
    async with databases.opened(visit.site.settings) as database:
        await asking.close(database, key)
    await page.goto(f"{visit.site.url}/poll/{key}/results?order=ballot")
    return page


async def results_of_a_runoff_with_one_vote(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        drinks = [f"Drink {number}" for number in range(1, 9)]
        election = elections.Election("Which drink?", drinks, {(3,): 1})
        key = await elections.held(database, election, "instant_runoff")
        await asking.close(database, key)
    return await visit.open(f"/poll/{key}/results")


async def results_just_below_what_is_needed(visit: Visit) -> Page:
    ballots = [(1,)] * 133 + [(2,)] * 67
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, *ballots, threshold=Threshold.TWO_THIRDS)
        await asking.close(database, key)
    return await visit.open(f"/poll/{key}/results")


async def results_of_several_seats_closed(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await elections.held(database, elections.FRUIT, "stv", seats=3)
        await asking.close(database, key)
    return await visit.open(f"/poll/{key}/results")


async def screen_of_a_runoff(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await elections.held(database, elections.BURLINGTON, "instant_runoff")
    return await visit.open(f"/poll/{key}/screen?numbers=1")


async def screen_before_the_result(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, (1,), (2,), visibility=Visibility.CLOSED)
    return await visit.open(f"/poll/{key}/screen")


async def screen_to_be_published(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, (1,), (1,), visibility=Visibility.ORGANISER)
        await asking.close(database, key)
    return await visit.open(f"/poll/{key}/screen?numbers=1")


async def screen_in_steps(visit: Visit) -> Page:
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, (1,), (1,), voters=Voters.INVITED)
        await ledgers.append(database, key, (2,), (3,), (2,), by=Voter(weight=120))
        await ledgers.append(database, key, (2,))
        await ledgers.change(database, key, released_count=5)
    return await visit.open(f"/poll/{key}/screen?numbers=1")


async def screen_with_names(visit: Visit) -> Page:
    key = await named(visit)
    return await visit.open(f"/poll/{key}/screen?numbers=1")


async def named(visit: Visit) -> str:
    voters = {
        "Bob": (1,),
        "Charlie": (2, 3),
        "Dana Featherstonehaugh-Cholmondeley": (1, 2, 3),
        "Élodie": (2,),
    }
    async with databases.opened(visit.site.settings) as database:
        key = await asked(database, voters=Voters.NAMED, max_choices=None)
        for name, marks in voters.items():
            await ledgers.append(database, key, marks, by=Voter(name=name))
    return key


RESULT_PAGES: tuple[Callable[[Visit], Awaitable[Page]], ...] = (
    results_for_who_has_voted,
    results_after_a_date,
    results_after_closing,
    results_to_be_published,
    results_before_the_first_step,
    results_in_steps,
    results_by_weight,
    results_of_several_marks,
    results_with_blank_votes,
    results_with_names,
    results_of_a_runoff,
    results_of_several_seats,
    results_of_many_rounds,
    results_of_two_winners_and_none,
    results_just_below_what_is_needed,
    results_of_several_seats_closed,
    results_in_the_order_of_the_ballot,
    results_of_a_runoff_with_one_vote,
    screen_of_a_runoff,
    screen_before_the_result,
    screen_to_be_published,
    screen_in_steps,
    screen_with_names,
)
