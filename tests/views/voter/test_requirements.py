from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.domain.questions.rules import Threshold, Visibility
from tests import asking, ledgers

if TYPE_CHECKING:
    from tests.views.site import Site

RESULTS = "/poll/1/results"


async def test_quorum_and_threshold_are_told_while_voting_goes_on(empty_site: Site) -> None:
    await empty_site.ask("Which?", ["Tea", "Coffee"], quorum=20, threshold=Threshold.ABSOLUTE)
    await ledgers.append(empty_site.database, "1", (1,), (1,), (2,))

    page = (await empty_site.get(RESULTS)).page

    assert page.answer == "Tea leads with 2 of 3 votes."
    assert "Quorum: 3 of 20 ballots The winner needs more than half of all ballots" in page.words


async def test_result_begins_with_the_quorum_that_was_missed(empty_site: Site) -> None:
    await empty_site.ask("Which?", ["Tea", "Coffee"], quorum=20, visibility=Visibility.CLOSED)
    await ledgers.append(empty_site.database, "1", (1,), (1,), (2,))
    hidden = (await empty_site.get(RESULTS)).page.words
    await asking.close(empty_site.database, "1")
    await empty_site.hear()

    page = (await empty_site.get(RESULTS)).page

    assert "Quorum: 3 of 20 ballots" in hidden
    assert page.answer == "No result: 3 of the 20 votes needed."
    assert page.rows[0][:2] == ["Tea", "2"]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({}, "Counted by Plurality Mark one choice; the one with the most marks wins."),
        (
            {"method": "borda", "max_choices": None, "options": (("unranked", "zero"),)},
            "unranked is set to zero, which is not the default.",
        ),
        (
            {"method": "stv", "max_choices": None, "seats": 2},
            "Counted by Single transferable vote (Scottish rules), for 2 seats",
        ),
    ],
)
async def test_result_names_its_method(
    empty_site: Site,
    rules: dict[str, object],
    said: str,
) -> None:
    await empty_site.ask("Which?", ["Tea", "Coffee", "Juice"], **rules)
    await ledgers.append(empty_site.database, "1", (1,))

    assert said in (await empty_site.get(RESULTS)).page.words
