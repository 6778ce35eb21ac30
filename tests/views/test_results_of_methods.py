"""How the results page tells the count of each method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.methods import METHODS
from polls.domain.selections import Style
from tests import asking, ledgers

if TYPE_CHECKING:
    from tests.pages import Page
    from tests.views.site import Site

CITIES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
BALLOTS: dict[Style, list[tuple[Any, ...]]] = {
    Style.MARKS: [(1,), (1,), (2,)],
    Style.RANKING: [(1, 2), (1,), (2, 3), (2, 3), (4, 1)],
    Style.SCORES: [((1, 2), (2, 1)), ((1, 2), (3, 0)), ((2, 2), (4, 2))],
}


async def results_of(site: Site, method: str, *ballots: tuple[Any, ...], **values: Any) -> Page:
    key = await asking.ask(
        site.database,
        choices=values.pop("choices", CITIES),
        method=method,
        max_choices=None,
        **values,
    )
    await ledgers.append(site.database, key, *ballots or BALLOTS[METHODS[method].ballot])
    return (await site.get(f"/poll/{key}/results")).page


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ["results", "screen"])
async def test_result_of_every_method_is_a_sentence_and_a_table(
    empty_site: Site,
    method: str,
    path: str,
) -> None:
    key = await asking.ask(empty_site.database, choices=CITIES, method=method, max_choices=None)
    empty = (await empty_site.get(f"/poll/{key}/{path}")).page
    await ledgers.append(empty_site.database, key, *BALLOTS[METHODS[method].ballot])
    await empty_site.hear(key)

    page = (await empty_site.get(f"/poll/{key}/{path}")).page

    assert empty.answer == "No votes yet."
    assert page.answer.startswith(("Memphis leads", "Nashville leads", "Memphis and Nashville"))
    assert [row[0] for row in page.rows] == list(CITIES)


async def test_sentence_of_a_result_escapes_the_names_in_it(empty_site: Site) -> None:
    key = await asking.ask(empty_site.database, choices=["<b>Tea</b> & \ue000", "Coffee"])
    await ledgers.append(empty_site.database, key, (1,))

    text = (await empty_site.get(f"/poll/{key}/results")).text

    assert "<em>&lt;b&gt;Tea&lt;/b&gt; &amp; </em> leads with 1 of 1 vote." in text


async def test_result_by_weight_says_what_its_numbers_are(empty_site: Site) -> None:
    key = await asking.ask(empty_site.database, method="instant_runoff", max_choices=None)
    await ledgers.append(empty_site.database, key, (1, 2), by=ledgers.Voter(weight=40))

    page = (await empty_site.get(f"/poll/{key}/results")).page

    assert page.answer == "Tea leads with a weight of 40 of 40 in round 1."
    assert page.rows[0] == ["Tea", "40", "100 %"]
    assert "the numbers are sums of their weights" in page.words
