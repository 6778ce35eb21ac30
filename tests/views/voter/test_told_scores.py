"""Results by scores, grades and marks for several seats, as their page tells them."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from polls.domain.questions.questions import Kind, NewChoice
from tests import asking, ledgers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.pages import Page
    from tests.views.site import Site

DRINKS = ("Tea", "Coffee", "Water")
SCORES = (
    (4, ((1, 5), (2, 1), (3, 0))),
    (3, ((1, 0), (2, 5), (3, 4))),
    (2, ((1, 2), (3, 5))),
)
GRADES = ("Reject", "Poor", "Acceptable", "Good", "Very good", "Excellent")


async def results(
    site: Site,
    ballots: Iterable[tuple[int, Any]],
    choices: Iterable[str | NewChoice] = DRINKS,
    **values: Any,
) -> Page:
    usual = {"choices": tuple(choices), "max_choices": None}
    key = await asking.ask(site.database, **(usual | values))
    said = chain.from_iterable(repeat(selection, times) for times, selection in ballots)
    await ledgers.append(site.database, key, *said)
    return (await site.get(f"/poll/{key}/results")).page


async def test_scores_are_told_with_their_blanks(empty_site: Site) -> None:
    page = await results(empty_site, SCORES, method="score")

    assert "The scores of each choice Tea 5 2 0 5: 4 2: 2 0: 3 Water" in page.words
    assert "Coffee 5 1 5: 3 1: 4 blank: 2" in page.words


async def test_blank_votes_are_no_scores(empty_site: Site) -> None:
    choices: list[str | NewChoice] = [*DRINKS, NewChoice(text="Blank vote", kind=Kind.BLANK)]
    ballots = [*SCORES, (5, ((4, None),))]

    page = await results(empty_site, ballots, choices, method="score")

    assert "Coffee 5 1 5: 3 1: 4 blank: 2" in page.words


async def test_runoff_of_star_is_told(empty_site: Site) -> None:
    page = await results(empty_site, SCORES, method="star")

    assert (
        "The runoff Runoff between Tea and Water: "
        "5 ballots prefer Water, 4 Tea, 0 neither. 5 4 The scores of each choice Water"
    ) in page.words


async def test_each_seat_of_star_has_a_runoff(empty_site: Site) -> None:
    page = await results(empty_site, SCORES, method="star", seats=2)

    assert "Seat 1. Runoff between Tea and Water:" in page.words
    assert "Seat 2. Runoff between Tea and Coffee:" in page.words


async def test_grades_are_called_by_their_labels(empty_site: Site) -> None:
    page = await results(empty_site, SCORES, method="majority_judgment", labels=GRADES)

    assert (
        "Excellent Very good Good Acceptable Poor Reject "
        "Water Excellent Very good Reject Median Very good; 2 higher, 4 lower."
    ) in page.words
    assert "In numbers Water Excellent: 2 Very good: 3 Reject: 4 " in page.words
    assert "A blank counts as “Reject”." in page.words
    assert "have the same median grade" not in page.words


async def test_equal_medians_are_told(empty_site: Site) -> None:
    ballots = [(2, ((1, 5), (2, 3))), (3, ((1, 3), (2, 3))), (1, ((1, 1), (2, 1)))]

    page = await results(empty_site, ballots, DRINKS[:2], method="majority_judgment")

    assert (
        "Tea and Coffee have the same median grade, “Good”. Median grades are removed from each, "
        "one ballot at a time, until the medians differ: Tea stays ahead. "
        "Tea had 2 grades above “Good” and 1 below; Coffee had 0 grades above “Good” and 1 below."
    ) in page.words


async def test_scores_have_the_leading_choices_of_many(empty_site: Site) -> None:
    choices = [f"Drink {number}" for number in range(1, 13)]
    ballot = tuple((number, 5) for number in range(3, 13))

    page = await results(empty_site, [(1, ballot)], choices, method="score")

    assert "The first 10 of 12 choices." in page.words


async def test_points_of_borda_are_explained(empty_site: Site) -> None:
    page = await results(empty_site, [(1, (1, 2, 3))], method="borda")

    assert (
        "With 3 choices, first place earns 2 points, second 1, and so on; last place earns none. "
        "Choices with the same rank share their points equally. "
        "Choices that a ballot leaves out share the points of the places left."
    ) in page.words


async def test_seats_shared_out_are_told_one_by_one(empty_site: Site) -> None:
    ballots = [(6, (1, 2)), (4, (3,)), (1, (1,))]
    options = (("rule", "proportional"),)

    page = await results(empty_site, ballots, method="approval", seats=2, options=options)

    assert "Seat 1: Tea adds the most, 7. Next is Coffee, with 6." in page.words
    assert "Seat 2: Water adds the most, 4. Next is Coffee, with 3." in page.words


async def test_last_of_several_seats_is_told(empty_site: Site) -> None:
    ballots = [(6, (1, 2)), (4, (3,)), (1, (1,))]

    page = await results(empty_site, ballots, method="approval", seats=2)

    assert "The last seat went to Coffee, with 6 votes. Next is Water, with 4." in page.words
