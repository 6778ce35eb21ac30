"""How the results page tells the count of each method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS
from polls.domain.questions.rules import Visibility
from tests import asking, ledgers

if TYPE_CHECKING:
    from tests.pages import Page
    from tests.views.site import Site

CITIES = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
DATES = tuple(f"2026-12-2{day}" for day in range(4))
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
async def test_result_of_every_method_is_a_sentence_and_a_table(
    empty_site: Site,
    method: str,
) -> None:
    most = 1 if method == "plurality" else None
    choices = DATES if method == "availability" else CITIES
    key = await asking.ask(empty_site.database, choices=choices, method=method, max_choices=most)
    empty = (await empty_site.get(f"/poll/{key}/results")).page
    await ledgers.append(empty_site.database, key, *BALLOTS[METHODS[method].ballot])
    await empty_site.hear(key)

    pages = [(await empty_site.get(f"/poll/{key}/{path}")).page for path in ("results", "screen")]

    assert empty.answer == "No votes yet."
    for page in pages:
        assert " leads" in page.answer or " are tied" in page.answer
        assert len(page.rows) == len(choices)


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
    assert "the numbers are sums of weights" in page.words


async def test_rounds_are_told_in_words_table_and_picture(empty_site: Site) -> None:
    ballots = [(1, 2)] * 4 + [(2,)] * 3 + [(3, 2)] * 2 + [(4,)]

    page = await results_of(empty_site, "instant_runoff", *ballots)

    assert page.answer == "Nashville leads with 5 of the 9 ballots still counted in round 3."
    assert "Knoxville had the fewest first choices, 1, and was eliminated." in page.words
    assert (
        "Chattanooga had the fewest votes, 2, and was eliminated. "
        "All of its ballots went to Nashville."
    ) in page.words
    assert page.tables[1] == [
        ["Nashville", "3", "3", "5 elected"],
        ["Memphis", "4", "4", "4"],
        ["Chattanooga", "2", "2 out", ""],
        ["Knoxville", "1 out", "", ""],
        ["Exhausted", "", "1", "1"],
        ["Needed", "6", "5", "5"],
    ]
    assert "Round 1 Round 2 Round 3 Nashville 3 Memphis 4" in page.words


async def test_rounds_of_150_choices_make_no_endless_page(empty_site: Site) -> None:
    choices = [f"Choice {number} {'with a long name ' * 8}" for number in range(1, 151)]
    ballots = [(place, *range(1, 9)) for place in range(9, 151)]
    key = await asking.ask(
        empty_site.database, choices=choices, method="stv", seats=5, max_choices=None
    )
    await ledgers.append(empty_site.database, key, *ballots)

    text = (await empty_site.get(f"/poll/{key}/results")).text

    steps = text.partition('class="steps"')[2]
    assert len(steps) < 120_000
    assert "Rounds 1 to" in steps
    assert steps.count("<li value=") == 20


async def test_rounds_escape_the_names_in_them(empty_site: Site) -> None:
    key = await asking.ask(
        empty_site.database,
        choices=["<b>", "&amp;", '"><i>'],
        method="instant_runoff",
        max_choices=None,
    )
    await ledgers.append(empty_site.database, key, (1, 2), (2,), (2,), (3, 2), (1,), (3, 1), (1,))

    text = (await empty_site.get(f"/poll/{key}/results")).text

    steps = text.partition('class="steps"')[2]
    assert "<b>" not in steps
    assert "<i>" not in steps
    assert "<em>&#34;&gt;&lt;i&gt;</em>" in steps or "<em>&quot;&gt;&lt;i&gt;</em>" in steps


async def test_rounds_are_not_shown_before_the_result_may_be(empty_site: Site) -> None:
    key = await asking.ask(
        empty_site.database,
        choices=CITIES,
        method="instant_runoff",
        max_choices=None,
        visibility=Visibility.CLOSED,
    )
    await ledgers.append(empty_site.database, key, *BALLOTS[Style.RANKING])
    hidden = (await empty_site.get(f"/poll/{key}/results")).text
    await asking.close(empty_site.database, key)
    await empty_site.hear(key)
    shown = (await empty_site.get(f"/poll/{key}/results")).text

    assert ["chapter rounds" in text for text in (hidden, shown)] == [False, True]
