"""What `results.of` shows to whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from polls.domain.errors import QuestionNotFoundError
from polls.domain.questions.questions import Kind, NewChoice, Stage
from polls.domain.questions.rules import Visibility, Voters
from polls.domain.questions.visibility import Role, Sight
from polls.domain.results.results import Lead
from polls.domain.results.tallies import Count
from polls.live import Tallies
from polls.services.results import results
from tests import asking, ledgers
from tests.asking import ask
from tests.ledgers import Voter

if TYPE_CHECKING:
    from polls.db.engines.database import Database
    from polls.services.results.results import Shown

DRINKS = ("Tea", "Coffee", "Juice")


def numbers(shown: Shown) -> list[int]:
    assert shown.result
    return [line.votes for line in shown.result.lines]


async def test_of_shows_the_running_counts_to_everybody(database: Database) -> None:
    key = await ask(database)
    await ledgers.append(database, key, (1,), (1,), (2,))

    shown = await results.of(database, Tallies(), key, Role.SOMEBODY)

    assert (shown.sight, shown.stage, shown.is_closed) == (Sight.WHOLE, Stage.OPEN, False)
    assert numbers(shown) == [2, 1]


async def test_of_tells_the_number_of_ballots_and_nothing_they_say(database: Database) -> None:
    key = await ask(database, visibility=Visibility.CLOSED, voters=Voters.NAMED)
    await ledgers.append(database, key, (1,), (1,), (2,), by=Voter(name="Bob"))

    before = await results.of(database, Tallies(), key, Role.VOTER)
    await asking.close(database, key)
    after = await results.of(database, Tallies(), key, Role.VOTER)

    assert before.sight is Sight.ONCE_CLOSED
    assert (before.result, before.named) == (None, ())
    assert before.question.vote_count == 3
    assert [choice.votes for choice in before.question.choices] == [0, 0]
    assert numbers(after) == [2, 1]
    assert after.is_closed


async def test_of_shows_a_draft_to_its_organiser_only(database: Database) -> None:
    key = await ask(database, is_draft=True)
    await ledgers.append(database, key, (1,))

    shown = await results.of(database, Tallies(), key, Role.ORGANISER)

    assert (shown.stage, numbers(shown)) == (Stage.DRAFT, [1, 0])
    for role in (Role.SOMEBODY, Role.VOTER):
        with pytest.raises(QuestionNotFoundError):
            await results.of(database, Tallies(), key, role)


async def test_of_shows_what_was_published(database: Database) -> None:
    key = await ask(database, visibility=Visibility.ORGANISER)
    await ledgers.append(database, key, (2,))
    await asking.close(database, key)
    hidden = await results.of(database, Tallies(), key, Role.SOMEBODY)

    await ledgers.change(database, key, published_at=datetime.now(UTC))
    shown = await results.of(database, Tallies(), key, Role.SOMEBODY)

    assert (hidden.sight, hidden.result) == (Sight.ONCE_PUBLISHED, None)
    assert numbers(shown) == [0, 1]


async def test_of_counts_marks_of_several_on_one_ballot(database: Database) -> None:
    key = await ask(database, choices=DRINKS, max_choices=None)
    await ledgers.append(database, key, (1, 2), (1,), (1, 2, 3), (3,))

    result = (await results.of(database, Tallies(), key, Role.SOMEBODY)).result

    assert result
    assert [(line.votes, line.share) for line in result.lines] == [(3, 75), (2, 50), (2, 50)]


async def test_of_leaves_blank_votes_out(database: Database) -> None:
    blank = NewChoice(text="Blank vote", kind=Kind.BLANK)
    key = await ask(database, choices=["Tea", "Coffee", blank])
    await ledgers.append(database, key, (1,), (3,), (3,))

    result = (await results.of(database, Tallies(), key, Role.SOMEBODY)).result

    assert result
    assert result.blank == Count(2, 2)
    assert [(line.choice.text, line.share) for line in result.lines] == [
        ("Tea", 100),
        ("Coffee", 0),
    ]


async def test_of_weighs_invited_voters(database: Database) -> None:
    key = await ask(database, voters=Voters.INVITED)
    await ledgers.append(database, key, (1,), (1,))
    await ledgers.append(database, key, (2,), by=Voter(weight=5))
    await asking.close(database, key)

    result = (await results.of(database, Tallies(), key, Role.SOMEBODY)).result

    assert result
    assert result.is_weighted
    assert result.lead is Lead.WON
    assert [(line.votes, line.weight, line.share) for line in result.lines] == [
        (2, 2, 29),
        (1, 5, 71),
    ]


@pytest.mark.parametrize(
    ("role", "visibility"),
    [
        (Role.SOMEBODY, Visibility.ALWAYS),
        (Role.VOTER, Visibility.VOTED),
        (Role.ORGANISER, Visibility.ALWAYS),
        (Role.ORGANISER, Visibility.ORGANISER),
    ],
)
async def test_of_shows_invited_voters_ballots_in_steps(
    database: Database,
    role: Role,
    visibility: Visibility,
) -> None:
    key = await ask(database, voters=Voters.INVITED, visibility=visibility, release_step=2)
    unvoted = await results.of(database, Tallies(), key, role)
    await ledgers.append(database, key, (1,), (2,))
    nothing = await results.of(database, Tallies(), key, role)
    await ledgers.change(database, key, released_count=2)
    await ledgers.append(database, key, (2,), replaces=0)
    stepped = await results.of(database, Tallies(), key, role)
    await asking.close(database, key)
    whole = await results.of(database, Tallies(), key, Role.ORGANISER)

    assert (unvoted.sight, numbers(unvoted)) == (Sight.STEPPED, [0, 0])
    assert (nothing.sight, nothing.result) == (Sight.BEFORE_STEP, None)
    assert (stepped.sight, numbers(stepped)) == (Sight.STEPPED, [1, 1])
    assert (whole.sight, numbers(whole)) == (Sight.WHOLE, [0, 2])


async def test_of_lists_who_chose_what_by_name(database: Database) -> None:
    key = await ask(database, choices=DRINKS, voters=Voters.NAMED, max_choices=None)
    await ledgers.append(database, key, (3, 1), by=Voter(name="dana"))
    await ledgers.append(database, key, (2,), by=Voter(name="Bob"))
    await ledgers.append(database, key, (1,), by=Voter(name="Bob"), replaces=1)
    await ledgers.append(database, key, (2,), by=Voter(name="Charlie"))

    named = (await results.of(database, Tallies(), key, Role.SOMEBODY)).named

    assert [(each.name, each.texts) for each in named] == [
        ("Bob", ("Tea",)),
        ("Charlie", ("Coffee",)),
        ("dana", ("Tea", "Juice")),
    ]


async def test_of_lists_no_more_names_than_a_page_can_show(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(results, "MOST_NAMES", 2)
    key = await ask(database, voters=Voters.NAMED)
    for name in ("Charlie", "Bob", "Alice"):
        await ledgers.append(database, key, (1,), by=Voter(name=name))

    named = (await results.of(database, Tallies(), key, Role.SOMEBODY)).named

    assert [each.name for each in named] == ["Bob", "Charlie"]
