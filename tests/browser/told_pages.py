"""Results that are no runoffs: pairs, scores, grades and dates, told and drawn."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from polls.domain.questions.rules import Voters
from polls.services.running import databases
from tests import asking, ledgers
from tests.ledgers import Voter

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from playwright.async_api import Page

    from tests.browser.pages import Visit

LONG_NAMES = (
    "Hot chocolate with a little cinnamon and cream",
    "Donaudampfschifffahrtsgesellschaftskapitänslimonade",
    *(f"Drink {number}" for number in range(3, 13)),
)
CIRCLE = ((4, (1, 2, 3)), (3, (2, 3, 1)), (2, (3, 1, 2)))
SCORES = (
    (4, ((1, 5), (2, 1), (3, 0))),
    (3, ((1, 0), (2, 5), (3, 4))),
    (2, ((1, 2), (3, 5))),
)
DATES = ("2126-12-22 18:00–20:00", "2126-12-24", "2127-01-05 09:00")  # noqa: RUF001 - as kept


async def asked(
    visit: Visit,
    ballots: Iterable[tuple[int, Any]],
    choices: Sequence[str],
    **values: Any,
) -> Page:
    async with databases.opened(visit.site.settings) as database:
        usual = {"is_listed": False, "max_choices": None}
        key = await asking.ask(database, choices=choices, **(usual | values))
        said = chain.from_iterable(repeat(selection, times) for times, selection in ballots)
        await ledgers.append(database, key, *said)
        await asking.close(database, key)
    return await visit.open(f"/poll/{key}/results")


async def results_of_a_circle(visit: Visit) -> Page:

    return await asked(visit, CIRCLE, ["Beach", "Lake", "Mountains"], method="ranked_pairs")


async def results_of_strongest_paths_among_many(visit: Visit) -> Page:
    ballots = [(1, tuple(range(start, 13)) + tuple(range(1, start))) for start in range(1, 13)]
    return await asked(visit, ballots, LONG_NAMES, method="schulze")


async def results_of_wins_and_losses(visit: Visit) -> Page:
    return await asked(visit, [(3, (2, 1, 3))], LONG_NAMES[:3], method="copeland")


async def results_of_worst_defeats(visit: Visit) -> Page:
    return await asked(visit, [(3, (2, 1, 3))], LONG_NAMES[:3], method="minimax")


async def results_of_scores_and_a_runoff(visit: Visit) -> Page:
    return await asked(visit, SCORES, LONG_NAMES[:3], method="star", seats=2)


async def results_of_grades(visit: Visit) -> Page:
    return await asked(visit, SCORES, LONG_NAMES[:3], method="majority_judgment")


async def results_of_dates(visit: Visit) -> Page:
    answers = {
        "Bob": ((1, 2), (2, 1)),
        "Dana Featherstonehaugh-Cholmondeley": ((1, 1), (2, 0), (3, 2)),
    }
    visit.setup["timezone"] = "America/New_York"
    async with databases.opened(visit.site.settings) as database:
        key = await asking.ask(
            database,
            choices=DATES,
            method="availability",
            highest=2,
            labels=("No", "If need be", "Yes"),
            zone="Europe/Paris",
            voters=Voters.NAMED,
            max_choices=None,
            is_listed=False,
        )
        for name, selection in answers.items():
            await ledgers.append(database, key, selection, by=Voter(name=name))
    return await visit.open(f"/poll/{key}/results")


TOLD_PAGES: tuple[Callable[[Visit], Awaitable[Page]], ...] = (
    results_of_a_circle,
    results_of_strongest_paths_among_many,
    results_of_wins_and_losses,
    results_of_worst_defeats,
    results_of_scores_and_a_runoff,
    results_of_grades,
    results_of_dates,
)
