"""Results by comparing pairs, as their page tells them."""

from __future__ import annotations

import re
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.questions.questions import Kind, NewChoice
from tests import asking, ledgers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.pages import Page
    from tests.views.site import Site

TRIPS = ("Beach", "Lake", "Mountains")
CIRCLE = ((4, (1, 2, 3)), (3, (2, 3, 1)), (2, (3, 1, 2)))
CIRCLE_TOLD = (
    "No choice beats every other one head-to-head: Beach beats Lake by 6 to 3, "
    "Lake beats Mountains by 7 to 2 and Mountains beats Beach by 5 to 4."
)
CITIES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
TENNESSEE = (
    (42, (1, 2, 3, 4)),
    (26, (2, 3, 4, 1)),
    (15, (3, 4, 2, 1)),
    (17, (4, 3, 2, 1)),
)
PAIRWISE = ("ranked_pairs", "schulze", "minimax", "copeland")


async def results(
    site: Site,
    ballots: Iterable[tuple[int, Any]],
    choices: Iterable[str | NewChoice],
    **values: Any,
) -> Page:
    key = await asking.ask(site.database, choices=tuple(choices), max_choices=None, **values)
    said = chain.from_iterable(repeat(selection, times) for times, selection in ballots)
    await ledgers.append(site.database, key, *said)
    return (await site.get(f"/poll/{key}/results")).page


@pytest.mark.parametrize("method", ["ranked_pairs", "schulze", "copeland"])
async def test_choice_that_beats_all_others_is_named(empty_site: Site, method: str) -> None:
    page = await results(empty_site, TENNESSEE, CITIES, method=method)

    assert "Head-to-head comparisons Nashville beats every other choice head-to-head." in page.words
    assert page.tables[1] == [
        ["Nashville", "", "68 to 32", "68 to 32", "58 to 42"],
        ["Chattanooga", "32 to 68", "", "83 to 17", "58 to 42"],
        ["Knoxville", "32 to 68", "17 to 83", "", "58 to 42"],
        ["Memphis", "42 to 58", "42 to 58", "42 to 58", ""],
    ]


@pytest.mark.parametrize("method", ["ranked_pairs", "schulze", "minimax"])
async def test_circle_is_told_and_drawn(empty_site: Site, method: str) -> None:
    page = await results(empty_site, CIRCLE, TRIPS, method=method)

    assert f"Head-to-head comparisons {CIRCLE_TOLD}" in page.words
    assert "6 to 3 7 to 2 5 to 4 Beach Lake Mountains" in page.words


async def test_columns_of_the_matrix_say_what_its_numbers_compare(empty_site: Site) -> None:
    page = await results(empty_site, CIRCLE, TRIPS, method="ranked_pairs")

    assert (
        "Number of ballots that prefer the row's choice to the column's choice "
        "Choice preferred to Beach preferred to Lake preferred to Mountains"
    ) in page.words


async def test_matrix_has_the_leading_choices_of_many(empty_site: Site) -> None:
    choices = [f"Drink {number}" for number in range(1, 13)]

    page = await results(empty_site, [(1, tuple(range(12, 0, -1)))], choices, method="ranked_pairs")

    assert "the first 10 of 12 choices" in page.words
    assert [row[0] for row in page.tables[1]] == [f"Drink {n}" for n in range(12, 2, -1)]
    assert {len(row) for row in page.tables[1]} == {11}


async def test_ranked_pairs_stand_in_the_order_of_their_locking(empty_site: Site) -> None:
    page = await results(empty_site, CIRCLE, TRIPS, method="ranked_pairs")

    assert (
        "Mountains beats Beach by 5 to 4: left out, because it would close a cycle. All majorities"
    ) in page.words
    assert (
        "All majorities, strongest first Lake beats Mountains by 7 to 2. "
        "Beach beats Lake by 6 to 3. "
        "Mountains beats Beach by 5 to 4: left out, because it would close a cycle."
    ) in page.words


async def test_lot_over_the_order_of_equal_majorities_is_told(empty_site: Site) -> None:
    key = await asking.ask(
        empty_site.database, choices=TRIPS, max_choices=None, method="ranked_pairs"
    )
    await ledgers.append(empty_site.database, key, (1, 2, 3), (2, 3, 1), (3, 1, 2))
    await asking.close(empty_site.database, key)

    words = (await empty_site.get(f"/poll/{key}/results")).page.words

    told = re.search(r"Tie in the order of equal majorities between (.*), broken by drawing", words)
    assert told
    assert set(re.split(", | and ", told[1])) == set(TRIPS)


async def test_strongest_paths_are_a_table(empty_site: Site) -> None:
    page = await results(empty_site, CIRCLE, TRIPS, method="schulze")

    assert page.tables[2] == [
        ["Beach", "", "6", "6"],
        ["Lake", "5", "", "7"],
        ["Mountains", "5", "5", ""],
    ]


async def test_none_of_these_drops_whom_it_beats(empty_site: Site) -> None:
    ballots = [(3, (1, 4, 2)), (2, (4, 1, 3))]
    choices: list[str | NewChoice] = [*TRIPS, NewChoice(text="None of these", kind=Kind.NONE)]

    page = await results(empty_site, ballots, choices, method="schulze")

    assert "Lake and Mountains did not beat None of these and cannot win." in page.words
    assert [row[0] for row in page.tables[2]] == ["Beach", "None of these"]


async def test_minimax_shows_the_worst_defeats(empty_site: Site) -> None:
    page = await results(empty_site, CIRCLE, TRIPS, method="minimax")

    assert page.tables[2] == [
        ["Beach", "4 to 5 against Mountains"],
        ["Lake", "3 to 6 against Beach"],
        ["Mountains", "2 to 7 against Lake"],
    ]


@pytest.mark.parametrize(
    ("strength", "explained"),
    [
        ("margins", "A defeat is measured by how many more ballots prefer the other choice."),
        (
            "opposition",
            "how many ballots prefer the other choice, even if they are not a majority.",
        ),
    ],
)
async def test_minimax_says_what_makes_a_defeat_bad(
    empty_site: Site,
    strength: str,
    explained: str,
) -> None:
    options = (("strength", strength),)

    page = await results(empty_site, TENNESSEE, CITIES, method="minimax", options=options)

    of_winner = {"margins": "none", "opposition": "58 to 42 against Memphis"}
    assert explained in page.words
    assert page.tables[2][0] == ["Nashville", of_winner[strength]]


async def test_copeland_shows_wins_and_losses(empty_site: Site) -> None:
    ballots = [(2, (1, 2, 3)), (1, (3, 1, 2)), (1, (3, 2, 1))]

    page = await results(empty_site, ballots, TRIPS, method="copeland")

    assert page.tables[2] == [
        ["Beach", "1", "0", "1.5"],
        ["Mountains", "0", "0", "1"],
        ["Lake", "0", "1", "0.5"],
    ]


@pytest.mark.parametrize("method", PAIRWISE)
async def test_no_ballots_are_told_without_a_matrix(empty_site: Site, method: str) -> None:
    page = await results(empty_site, [], TRIPS, method=method)

    assert len(page.tables) == 1
