from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.errors import EditedMeanwhileError, WrongStageError
from polls.domain.questions.editing import Edit
from polls.domain.questions.log import OPERATOR, Actor, By
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.questions import Kind, NewChoice
from polls.services.questions import changes, deciding, editing, lifecycle, questions
from tests import archives, asking
from tests.refusals import refuses

if TYPE_CHECKING:
    from polls.db.engines.database import Database

BLANK = NewChoice(text="Blank vote", kind=Kind.BLANK)


async def closed(database: Database, **values: Any) -> tuple[str, list[int]]:
    """Ask a question, end voting on it, and return its key with the ids of its choices."""
    key = await asking.ask(database, choices=("Tea", "Coffee", "Milk", BLANK), **values)
    await asking.close(database, key)
    return key, [choice.id for choice in (await questions.get(database, key)).choices]


async def decided(database: Database, key: str) -> list[str]:
    return [choice.text for choice in (await questions.get(database, key)).decided]


async def test_decision_can_be_made_changed_and_taken_back(database: Database) -> None:
    key, (tea, coffee, *_) = await closed(database)
    other, _ = await closed(database)

    seen = []
    for chosen in ([coffee], [tea], [tea]):
        was_other = await deciding.decide(database, key, OPERATOR, chosen)
        seen.append((was_other, await decided(database, key)))
    taken_back = [await deciding.undecide(database, key, OPERATOR) for _ in range(2)]

    assert seen == [(True, ["Coffee"]), (True, ["Tea"]), (False, ["Tea"])]
    assert taken_back == [True, False]
    assert await decided(database, key) == await decided(database, other) == []


async def test_decision_for_more_choices_than_seats_does_not_outlast_them(
    database: Database,
) -> None:
    key, (tea, coffee, *_) = await closed(database, max_choices=None, seats=2)
    await deciding.decide(database, key, OPERATOR, [tea, coffee])
    now = await questions.get(database, key)
    before = Edit(text=now.text, zone=now.zone, rules=now.rules)

    await editing.edit(database, key, OPERATOR, replace(before, description="Which?"))
    kept = await decided(database, key)
    await editing.edit(database, key, OPERATOR, replace(before, rules=replace(now.rules, seats=1)))

    after = await questions.get(database, key)
    assert kept == ["Tea", "Coffee"]
    assert await decided(database, key) == []
    assert [entry.act for entry in await changes.history(database, after)][-2:] == [
        "undecided",
        "edited",
    ]


async def test_every_decision_is_logged_and_is_a_new_revision(database: Database) -> None:
    key, (tea, coffee, *_) = await closed(database)
    before = await questions.get(database, key)

    await deciding.decide(database, key, OPERATOR, [coffee])
    await deciding.decide(database, key, OPERATOR, [coffee])
    await deciding.decide(database, key, OPERATOR, [tea])
    await deciding.undecide(database, key, OPERATOR)

    after = await questions.get(database, key)
    entries = await changes.history(database, after)
    assert [(entry.act, entry.detail) for entry in entries[1:]] == [
        ("decided", {"choices": ["Coffee"]}),
        ("decided", {"choices": ["Tea"]}),
        ("undecided", {}),
    ]
    assert after.revision == before.revision + 3


async def test_as_many_can_be_decided_for_as_there_are_seats(database: Database) -> None:
    key, (tea, coffee, milk, _) = await closed(database, seats=2, max_choices=None)

    await deciding.decide(database, key, OPERATOR, [milk, tea])

    assert await decided(database, key) == ["Tea", "Milk"]
    with refuses(InvalidQuestionError, match="Choose no more than 2"):
        await deciding.decide(database, key, OPERATOR, [tea, coffee, milk])


async def test_only_choices_of_the_question_can_be_decided_for(database: Database) -> None:
    key, (*_, blank) = await closed(database)
    _, (foreign, *_) = await closed(database)

    for chosen in ([], [foreign], [blank], [0], [2**40]):
        with refuses(InvalidQuestionError, match="Choose one of these"):
            await deciding.decide(database, key, OPERATOR, chosen)

    assert await decided(database, key) == []


async def test_nothing_is_decided_before_voting_has_ended(database: Database) -> None:
    key = await asking.ask(database)
    (tea, _) = (await questions.get(database, key)).choices

    with refuses(WrongStageError, match="End voting first"):
        await deciding.decide(database, key, OPERATOR, [tea.id])

    assert await decided(database, key) == []


async def test_nothing_is_decided_before_voting_has_begun(database: Database) -> None:
    draft = await asking.ask(database, is_draft=True)
    (tea, _) = (await questions.get(database, draft)).choices

    with refuses(WrongStageError, match="is a draft: open it first"):
        await deciding.decide(database, draft, OPERATOR, [tea.id])


async def test_nothing_is_decided_from_a_page_that_is_out_of_date(database: Database) -> None:
    key, (tea, coffee, *_) = await closed(database)
    by = By(Actor.ORGANISER, (await questions.get(database, key)).revision)
    await deciding.decide(database, key, by, [tea])

    with pytest.raises(EditedMeanwhileError):
        await deciding.decide(database, key, by, [coffee])
    with pytest.raises(EditedMeanwhileError):
        await deciding.undecide(database, key, by)

    assert await decided(database, key) == ["Tea"]


async def test_decision_that_is_pressed_twice_is_no_mistake(database: Database) -> None:
    key, (tea, *_) = await closed(database)
    by = By(Actor.ORGANISER, (await questions.get(database, key)).revision)
    after = by._replace(revision=(by.revision or 0) + 1)

    made = [await deciding.decide(database, key, by, [tea]) for _ in range(2)]
    taken_back = [await deciding.undecide(database, key, after) for _ in range(2)]

    assert made == taken_back == [True, False]


async def test_reopening_takes_the_decision_back(database: Database) -> None:
    key, (tea, *_) = await closed(database)
    await deciding.decide(database, key, OPERATOR, [tea])

    await lifecycle.reopen(database, key, OPERATOR)

    entries = await changes.history(database, await questions.get(database, key))
    assert await decided(database, key) == []
    assert [entry.act for entry in entries[-2:]] == ["undecided", "reopened"]


async def test_decision_travels_in_an_archive(database: Database) -> None:
    key, (_, coffee, *_) = await closed(database)
    await deciding.decide(database, key, OPERATOR, [coffee])

    there = await archives.read(database, await archives.written(database, key), has_new_key=True)

    assert await decided(database, there.key) == ["Coffee"]
