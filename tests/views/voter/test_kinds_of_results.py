"""How the results page says what the rules of a question make of its votes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Visibility, Voters
from tests import asking, ledgers
from tests.ledgers import Voter

if TYPE_CHECKING:
    from tests.pages import Page
    from tests.views.site import Site

BLANK = NewChoice(text="Blank vote", kind=Kind.BLANK)
NONE = NewChoice(text="None of these", kind=Kind.NONE)


async def asked(site: Site, *ballots: tuple[int, ...], **values: Any) -> str:
    key = await asking.ask(site.database, **values)
    await ledgers.append(site.database, key, *ballots)
    return key


async def results(site: Site, key: str) -> Page:
    return (await site.get(f"/poll/{key}/results")).page


async def test_result_of_several_marks_is_told_in_ballots(empty_site: Site) -> None:
    ballots = [(1, 2)] * 6 + [(1,)] + [(3,)] * 3
    key = await asked(empty_site, *ballots, choices=["Tea", "Coffee", NONE], max_choices=None)

    page = await results(empty_site, key)

    assert page.answer == "Tea leads with 7 of 10 ballots."
    assert page.rows == [
        ["Tea", "7", "70 %"],
        ["Coffee", "6", "60 %"],
        ["None of these", "3", "30 %"],
    ]
    assert "10 ballots Open" in page.words


async def test_level_result_of_several_marks_is_told_in_ballots(empty_site: Site) -> None:
    key = await asked(empty_site, (1, 2), (1, 2), (1,), (2,), max_choices=None)

    page = await results(empty_site, key)

    assert page.answer == "Tea and Coffee are tied: 3 of 4 ballots each."


async def test_result_by_weight_has_heads_beside_it(empty_site: Site) -> None:
    key = await asked(empty_site, (1,), (1,), (2,), voters=Voters.INVITED)
    await ledgers.append(empty_site.database, key, (2,), by=Voter(weight=1_250))
    await asking.close(empty_site.database, key)

    page = await results(empty_site, key)

    assert page.answer == "Coffee won with a weight of 1,251 of 1,253."
    assert page.rows == [["Coffee", "2", "1,251", "100 %"], ["Tea", "2", "2", "0 %"]]
    assert "4 votes Closed" in page.words


async def test_tie_by_weight_is_told_as_one(empty_site: Site) -> None:
    key = await asked(empty_site, (1,), (1,), voters=Voters.INVITED)
    await ledgers.append(empty_site.database, key, (2,), by=Voter(weight=2))
    await asking.close(empty_site.database, key)

    answer = (await results(empty_site, key)).answer

    assert answer in {
        f"Tea and Coffee tied with a weight of 2 of 4 each; {winner} won by drawing lots."
        for winner in ("Tea", "Coffee")
    }


async def test_blank_votes_stand_apart(empty_site: Site) -> None:
    ballots = [(1,), (1,), (2,), (3,), (3,), (3,), (3,)]
    key = await asked(empty_site, *ballots, choices=["Tea", "Coffee", BLANK])

    page = await results(empty_site, key)

    assert page.answer == "Tea leads with 2 of 3 votes."
    assert page.rows == [["Tea", "2", "67 %"], ["Coffee", "1", "33 %"]]
    assert "7 votes including 4 blank votes Open" in page.words


@pytest.mark.parametrize(
    ("is_closed", "answer"),
    [(False, "Every vote so far is blank."), (True, "Every vote was blank.")],
)
async def test_blank_votes_alone_are_no_empty_result(
    empty_site: Site,
    is_closed: bool,
    answer: str,
) -> None:
    key = await asked(empty_site, (3,), choices=["Tea", "Coffee", BLANK])
    if is_closed:
        await asking.close(empty_site.database, key)

    assert (await results(empty_site, key)).answer == answer


async def test_names_stand_under_the_numbers(empty_site: Site) -> None:
    key = await asked(empty_site, voters=Voters.NAMED, max_choices=None)
    await ledgers.append(empty_site.database, key, (1, 2), by=Voter(name="Dana <3"))
    await ledgers.append(empty_site.database, key, (2,), by=Voter(name="Bob"))

    page = await results(empty_site, key)

    assert "Who chose what Bob Coffee Dana <3 Tea, Coffee 2 ballots" in page.words


async def test_names_are_not_without_end(
    empty_site: Site,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("polls.services.results.results.MOST_NAMES", 1)
    key = await asked(empty_site, (1,), (2,), (2,), voters=Voters.NAMED)
    await ledgers.append(empty_site.database, key, (1,), by=Voter(name="Bob"))

    assert "Bob Tea And 3 more." in (await results(empty_site, key)).words


async def test_numbers_in_steps_say_so(empty_site: Site) -> None:
    key = await asked(empty_site, (1,), (2,), voters=Voters.INVITED, release_step=3)
    waiting = await results(empty_site, key)
    await ledgers.append(empty_site.database, key, (2,), (1,))
    await ledgers.change(empty_site.database, key, released_count=3)
    await empty_site.hear(key)

    moved = await results(empty_site, key)

    told = "The numbers are updated every 3 ballots, so that nobody's vote can be worked out."
    assert waiting.answer == "The first numbers appear when 3 people have voted."
    assert waiting.rows == []
    assert f"2 votes Open {told}" in waiting.words
    assert "They include" not in waiting.words
    assert moved.answer == "Coffee leads with 2 of 3 votes."
    assert f"{told} They include 3 of 4 ballots." in moved.words


async def test_hidden_result_leads_to_the_ballot(empty_site: Site) -> None:
    end = datetime(2126, 6, 5, 16, tzinfo=UTC)
    zone = "Europe/Paris"
    visibility = Visibility.CLOSED
    key = await asked(empty_site, (1,), visibility=visibility, close_date=end, zone=zone)

    page = await results(empty_site, key)

    assert page.headings == ["Tea or coffee?", "Result"]
    assert page.answer.startswith("The result appears when voting ends: 5 June 2126, 18:00")
    assert page.rows == []
    assert "1 vote Open until" in page.words
    assert page.links["Vote on this question"] == f"/poll/{key}"


async def test_hidden_result_of_a_closed_question_is_not_called_final(empty_site: Site) -> None:
    key = await asked(empty_site, (1,), visibility=Visibility.ORGANISER)
    await asking.close(empty_site.database, key)

    hidden = await empty_site.get(f"/poll/{key}/results")
    await ledgers.change(empty_site.database, key, published_at=datetime.now(UTC))
    await empty_site.hear(key)
    shown = await empty_site.get(f"/poll/{key}/results")

    assert hidden.page.answer == "The result appears when the organiser publishes it."
    assert shown.page.answer == "Tea won with 1 of 1 vote."
    assert ["data-final" in answer.text for answer in (hidden, shown)] == [False, True]
