from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from polls.db import choices as choices_table
from polls.domain.ballots.refusals import InvalidSelectionError
from polls.domain.ballots.selections import Style
from polls.domain.errors import EditedMeanwhileError, PollsError
from polls.domain.questions.asking import choices
from polls.domain.questions.editing import Edit
from polls.domain.questions.log import OPERATOR, Actor, By
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Visibility
from polls.services.questions import changes, editing, lifecycle
from polls.services.results import recounts
from tests import asking, rows, voting
from tests.refusals import refuses

if TYPE_CHECKING:
    from polls.ballotbox import BallotBox
    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question

FIRST = By(Actor.ORGANISER, 0)
BLANK = NewChoice(text="Blank vote", kind=Kind.BLANK)


async def question(database: Database, key: str) -> Question:
    """Return the question, after making sure that its counters are right."""
    recount = await recounts.of(database, key)
    assert recount.differences == ()
    return recount.question


async def edit(database: Database, key: str, by: By = OPERATOR, **values: Any) -> bool:
    """Change a question in these points, and leave the others as they are."""
    now = await question(database, key)
    rules = {name: values.pop(name) for name in tuple(values) if hasattr(now.rules, name)}
    usual = {
        "text": now.text,
        "description": now.description,
        "zone": now.zone,
        "rules": replace(now.rules, **rules),
    }
    return await editing.edit(database, key, by, Edit(**{**usual, **values}))


async def vote(database: Database, box: BallotBox, key: str, voter: str, place: int = 0) -> None:
    choice = (await question(database, key)).choices[place]
    await voting.cast(box, key, [str(choice.id)], voter)


def texts(found: Question) -> list[str]:
    return [choice.text for choice in found.choices]


async def test_edit_of_texts_keeps_what_was_said_at_first(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database, "Tea or cofee?", ["Tea", "Cofee"])
    await vote(database, box, key, "bob")
    coffee = (await question(database, key)).choices[1].id

    await edit(database, key, text="Tea or coffee? ", texts={coffee: " Coffee"})
    await edit(database, key, text="Tea or coffee, please?")

    edited = await question(database, key)
    assert (edited.text, edited.original_text) == ("Tea or coffee, please?", "Tea or cofee?")
    assert [(each.text, each.original_text) for each in edited.choices] == [
        ("Tea", None),
        ("Coffee", "Cofee"),
    ]
    assert edited.choices[0].votes == 1
    assert edited.revision == 2


async def test_edit_back_to_the_first_text_is_no_edit_to_voters(database: Database) -> None:
    key = await asking.ask(database, "Tea?")
    await edit(database, key, text="Coffee?")

    await edit(database, key, text="Tea?")

    assert (await question(database, key)).original_text is None


@pytest.mark.parametrize(
    "when", [{"is_draft": True}, {"pub_date": datetime(2126, 6, 5, tzinfo=UTC)}]
)
async def test_edit_before_anybody_saw_it_leaves_no_trace(
    database: Database,
    when: dict[str, Any],
) -> None:
    key = await asking.ask(database, "Tea?", **when)

    await edit(database, key, text="Coffee?")

    edited = await question(database, key)
    assert (edited.text, edited.original_text) == ("Coffee?", None)


async def test_edit_is_logged_with_what_was_before(database: Database) -> None:
    key = await asking.ask(database, "Tea?", ["Tea", "Coffee", "Milk"])
    tea, _, milk = (choice.id for choice in (await question(database, key)).choices)

    await edit(
        database,
        key,
        FIRST,
        text="Drinks?",
        description="For the party.",
        texts={tea: "Green tea"},
        removed=frozenset({milk}),
        added=choices(["Water"]),
        visibility=Visibility.CLOSED,
    )

    (entry,) = await changes.history(database, await question(database, key))
    assert (entry.actor, entry.act) == (Actor.ORGANISER, "edited")
    assert entry.detail["changes"] == [
        {"what": "text", "from": "Tea?", "to": "Drinks?"},
        {"what": "description", "from": None, "to": "For the party."},
        {"what": "choice", "from": "Tea", "to": "Green tea"},
        {"what": "choice", "from": "Milk", "to": None},
        {"what": "choice", "from": None, "to": "Water"},
        {"what": "visibility", "from": "always", "to": "closed"},
    ]


async def test_edit_that_changes_nothing_is_none(database: Database) -> None:
    key = await asking.ask(database)

    assert not await edit(database, key, FIRST)

    found = await question(database, key)
    assert (found.revision, found.version) == (0, 0)
    assert await changes.history(database, found) == []


# choices


async def test_edit_adds_choices_while_open_above_the_blank_vote(
    database: Database,
    box: BallotBox,
) -> None:
    none = NewChoice(text="None of these", kind=Kind.NONE)
    key = await asking.ask(database, "Which?", ["Tea", "Coffee", none, BLANK])
    await vote(database, box, key, "bob", 3)

    await edit(database, key, added=choices(["Milk", "Water"]))

    edited = await question(database, key)
    assert texts(edited) == ["Tea", "Coffee", "Milk", "Water", "None of these", "Blank vote"]
    await vote(database, box, key, "charlie", 2)
    assert [each.votes for each in (await question(database, key)).choices] == [0, 0, 1, 0, 0, 1]


async def test_edit_adds_no_choice_when_voting_has_ended(database: Database) -> None:
    key = await asking.ask(database)
    await asking.close(database, key)

    with refuses(InvalidQuestionError, match="no choice can be added"):
        await edit(database, key, added=choices(["Milk"]))


async def test_edit_removes_a_choice_that_nobody_has_marked(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database, "Which?", ["Tea", "Coffee", "Milk"])
    await vote(database, box, key, "bob")
    coffee = (await question(database, key)).choices[1].id

    await edit(database, key, removed=frozenset({coffee}))

    assert texts(await question(database, key)) == ["Tea", "Milk"]
    with pytest.raises(InvalidSelectionError):
        await voting.cast(box, key, [str(coffee)], "charlie")


@pytest.mark.parametrize("is_replaced", [False, True])
async def test_edit_never_removes_a_choice_that_stands_on_a_ballot(
    database: Database,
    box: BallotBox,
    is_replaced: bool,
) -> None:
    key = await asking.ask(database, "Which?", ["Tea", "Coffee", "Milk"])
    await vote(database, box, key, "bob", 1)
    if is_replaced:
        await vote(database, box, key, "bob", 0)
    coffee = (await question(database, key)).choices[1]
    assert coffee.votes == (0 if is_replaced else 1)

    with refuses(InvalidQuestionError, match="on at least one ballot"):
        await edit(database, key, removed=frozenset({coffee.id}))

    assert texts(await question(database, key)) == ["Tea", "Coffee", "Milk"]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"text": " "}, "The question is empty."),
        ({"text": "a\nb"}, "control characters"),
        ({"added": choices(["Tea"])}, "is listed twice"),
        ({"added": choices([""])}, "New choice 1 is empty."),
        ({"removed": frozenset({1})}, "2 to 500 choices; this one has 1"),
        ({"texts": {1: "Coffee"}}, "is listed twice"),
        ({"texts": {1: "\u202etea"}}, "reverses the direction"),
        ({"max_choices": 3}, "only 2 choices"),
    ],
)
async def test_edit_refuses_what_makes_no_question(
    database: Database,
    values: dict[str, Any],
    problem: str,
) -> None:
    key = await asking.ask(database)
    before = await question(database, key)

    with refuses(InvalidQuestionError, match=problem):
        await edit(database, key, **values)

    assert await question(database, key) == before


# rules


async def test_edit_leaves_texts_alone_that_are_from_before_a_rule_for_texts(
    database: Database,
) -> None:
    key = await asking.ask(database, choices=["Tea", "Coffee", "Milk"])
    ids = [choice.id for choice in (await question(database, key)).choices]
    old = {ids[1]: "Tea\u200b", ids[2]: "\u3164"}
    for choice_id, text in old.items():
        await database.write(choices_table.rename, choice_id, text, None)

    assert await edit(database, key, text="Tea, or what?")

    with refuses(InvalidQuestionError, match="“Tea” is listed 3 times, though"):
        await edit(database, key, added=choices(["T\u200bea"]))
    with refuses(InvalidQuestionError, match="only invisible"):
        await edit(database, key, texts={ids[0]: "\u3164 \u3164"})


async def test_edit_of_rules_is_free_before_the_first_ballot(database: Database) -> None:
    key = await asking.ask(database, method="approval", visibility=Visibility.CLOSED)

    await edit(database, key, may_change=False, max_choices=2, visibility=Visibility.ALWAYS)

    rules = (await question(database, key)).rules
    assert (rules.may_change, rules.max_choices) == (False, 2)
    assert rules.visibility is Visibility.ALWAYS


async def test_edit_of_rules_is_refused_from_the_first_ballot_on(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database, method="approval")
    await vote(database, box, key, "bob")

    with refuses(InvalidQuestionError, match="can no longer be changed") as refused:
        await edit(database, key, may_change=False, max_choices=2)

    assert [each.field for each in refused.value.problems] == ["max_choices", "may_change"]


@pytest.mark.parametrize("before", Visibility)
@pytest.mark.parametrize("after", Visibility)
async def test_edit_leaves_it_as_it_is_who_sees_the_result_when_somebody_has_voted(
    database: Database,
    box: BallotBox,
    before: Visibility,
    after: Visibility,
) -> None:
    key = await asking.ask(database, visibility=before)
    await edit(database, key, visibility=after)  # as long as nobody has
    await edit(database, key, visibility=before)
    await vote(database, box, key, "bob")
    if after is not before:
        with refuses(InvalidQuestionError, match="can no longer be changed"):
            await edit(database, key, visibility=after)
    await asking.close(database, key)

    if after is not before:
        with refuses(InvalidQuestionError, match="can no longer be changed"):
            await edit(database, key, visibility=after)

    assert (await question(database, key)).rules.visibility is before


@pytest.mark.parametrize("is_reopened", [False, True])
async def test_edit_hides_no_result_that_everybody_could_see(
    database: Database,
    is_reopened: bool,
) -> None:
    shown = await asking.ask(database, visibility=Visibility.CLOSED)
    hidden = await asking.ask(database, visibility=Visibility.ORGANISER)
    for key in (shown, hidden):
        await asking.close(database, key)
        if is_reopened:
            await lifecycle.reopen(database, key, OPERATOR)

    with refuses(InvalidQuestionError, match="cannot be hidden again"):
        await edit(database, shown, visibility=Visibility.ORGANISER)
    await edit(database, hidden, visibility=Visibility.CLOSED)  # nothing was public

    assert (await question(database, hidden)).rules.visibility is Visibility.CLOSED


async def test_edit_only_shows_more_ballots_together_when_somebody_has_voted(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database, release_step=5)
    await vote(database, box, key, "bob")

    with refuses(InvalidQuestionError, match="can only be raised"):
        await edit(database, key, release_step=4)
    await edit(database, key, release_step=6)

    assert (await question(database, key)).rules.release_step == 6


# two at once


async def test_edit_from_the_later_of_two_tabs_changes_nothing(database: Database) -> None:
    key = await asking.ask(database, "Tea?")
    await edit(database, key, FIRST, text="From the first tab?")

    with pytest.raises(EditedMeanwhileError):
        await edit(database, key, FIRST, text="From the second tab?")

    assert (await question(database, key)).text == "From the first tab?"


async def test_edits_at_once_from_one_state_make_one_edit(database: Database) -> None:
    key = await asking.ask(database)

    outcomes = await asyncio.gather(
        *(edit(database, key, FIRST, text=f"Tab {number}?") for number in range(5)),
        return_exceptions=True,
    )

    assert outcomes.count(True) == 1
    assert sum(isinstance(each, EditedMeanwhileError) for each in outcomes) == 4
    assert (await question(database, key)).text == f"Tab {outcomes.index(True)}?"


async def test_removing_a_choice_against_votes_for_it_leaves_no_stray_ballot(
    database: Database,
    box: BallotBox,
) -> None:
    for _ in range(10):
        key = await asking.ask(database, "Which?", ["Tea", "Coffee", "Milk"])
        milk = str((await question(database, key)).choices[2].id)

        outcomes = await asyncio.gather(
            voting.cast(box, key, [milk], "bob"),
            edit(database, key, removed=frozenset({int(milk)})),
            voting.cast(box, key, [milk], "charlie"),
            return_exceptions=True,
        )

        assert all(
            isinstance(each, PollsError) or not isinstance(each, BaseException) for each in outcomes
        )
        assert outcomes[1] is not True or outcomes[0] is not outcomes[2]
        await question(database, key)


async def test_vote_that_waits_for_an_edit_knows_what_it_removed(
    database: Database,
    box: BallotBox,
) -> None:
    key = await asking.ask(database, "Which?", ["Tea", "Coffee", "Milk"])
    milk = (await question(database, key)).choices[2].id
    waiting: list[asyncio.Task[Any]] = []

    def remove_while_somebody_votes(connection: Any) -> None:
        editing._edit(connection, key, OPERATOR, wanted, datetime.now(UTC))
        waiting.append(asyncio.ensure_future(voting.cast(box, key, [str(milk)], "bob")))
        rows.wait(connection, timedelta(seconds=0.3))

    found = await question(database, key)
    wanted = Edit(
        text=found.text,
        description=None,
        rules=found.rules,
        removed=frozenset({milk}),
    )
    await database.write(remove_while_somebody_votes)

    with pytest.raises(InvalidSelectionError):
        await waiting[0]
    await question(database, key)


# dates


async def test_edit_keeps_dates_dates(database: Database, box: BallotBox) -> None:
    key = await asking.ask(
        database, "When?", ["2026-12-24", "2026-12-25"], method="availability", zone="Europe/Paris"
    )
    first, second = (await question(database, key)).choices
    await voting.score(box, key, {first.id: 2}, "bob")

    await edit(
        database,
        key,
        texts={second.id: "2026-12-26 9:00 - 10:00"},
        added=(NewChoice(text="2026-12-27T18:00"),),
    )

    assert texts(await question(database, key)) == [
        "2026-12-24",
        "2026-12-26 09:00\N{EN DASH}10:00",
        "2026-12-27 18:00",
    ]
    with pytest.raises(InvalidQuestionError) as refused:
        await edit(
            database,
            key,
            texts={second.id: "soon"},
            added=(
                NewChoice(text="2027-03-28 02:30"),
                NewChoice(text="2026-12-24 "),
            ),
        )
    assert [problem.field for problem in refused.value.problems] == [
        "added",
        f"choice-{second.id}",
        "added",
    ]


async def test_edit_makes_a_question_of_dates_only_of_dates(database: Database) -> None:
    none = NewChoice(text="None of these", kind=Kind.NONE)
    key = await asking.ask(database, "When?", ["Christmas", "2026-12-25", none])
    christmas = (await question(database, key)).choices[0].id

    with pytest.raises(InvalidQuestionError) as refused:
        await edit(database, key, method="availability")

    assert [problem.field for problem in refused.value.problems] == [
        f"choice-{christmas}",
        "offer_none",
    ]


async def test_edit_of_a_method_brings_its_scale(database: Database) -> None:
    key = await asking.ask(database)

    await edit(database, key, method="majority_judgment", max_choices=None)

    rules = (await question(database, key)).rules
    assert (rules.style, rules.labels[0]) == (Style.SCORES, "Reject")


async def test_edit_of_the_zone_keeps_what_dates_say_and_is_logged(
    database: Database,
    box: BallotBox,
) -> None:
    ends = datetime(2126, 6, 5, 12, tzinfo=UTC)
    dates = ["2126-12-24 18:00", "2126-12-25"]
    key = await asking.ask(database, "When?", dates, method="availability", close_date=ends)

    await edit(database, key, zone="Europe/Paris")

    moved = await question(database, key)
    assert (moved.zone, moved.close_date, texts(moved)) == ("Europe/Paris", ends, dates)
    (entry,) = await changes.history(database, moved)
    assert entry.detail == {"changes": [{"what": "zone", "from": "UTC", "to": "Europe/Paris"}]}
    await voting.score(box, key, {moved.choices[0].id: 2}, "bob")
    with pytest.raises(InvalidQuestionError):
        await edit(database, key, zone="UTC")
    assert (await question(database, key)).zone == "Europe/Paris"
