from __future__ import annotations

from typing import TYPE_CHECKING

from tests import asking, ledgers

if TYPE_CHECKING:
    from tests.views.site import Site

RESULTS = "/poll/1/results"
HEADING = "The same ballots under other methods"


async def asked(site: Site, first: str = "Alice") -> None:
    """Ask a question whose winner is another one by Borda's count."""
    choices = [first, "Bob", "Charlie"]
    await site.ask("Who?", choices, method="schulze", max_choices=None)
    circle = [((1, 2, 3), 8), ((2, 3, 1), 6), ((3, 1, 2), 5), ((2, 1, 3), 2)]
    for selection, number in circle:
        await ledgers.append(site.database, "1", *[selection] * number)


async def test_other_methods_are_told_below_the_official_one(empty_site: Site) -> None:
    await asked(empty_site)
    before = (await empty_site.get(RESULTS)).page.words
    await asking.close(empty_site.database, "1")
    await empty_site.hear()

    page = (await empty_site.get(RESULTS)).page

    assert HEADING not in before
    assert "Counted by Schulze" in page.words.split(HEADING)[0]
    assert "For comparison only; the official result is the one by Schulze." in page.words
    told = page.words.split(HEADING)[1]
    assert "Borda Bob Bob has 24 points, and Alice 23." in told
    assert "Single transferable vote (Meek) Alice The same result." in told


async def test_names_of_choices_are_no_markup_under_other_methods(empty_site: Site) -> None:
    await asked(empty_site, "<i>Alice</i> & co")
    await asking.close(empty_site.database, "1")

    text = (await empty_site.get(RESULTS)).text

    assert "<td><em>&lt;i&gt;Alice&lt;/i&gt; &amp; co</em></td>" in text
    assert "<i>Alice" not in text


async def test_one_mark_a_ballot_says_the_same_to_all_methods(empty_site: Site) -> None:
    await empty_site.ask("Which?", ["Tea", "Coffee"])
    await empty_site.vote(1)
    await asking.close(empty_site.database, "1")

    assert HEADING not in (await empty_site.get(RESULTS)).page.words
