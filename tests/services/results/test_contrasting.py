"""What `results.of` tells of other methods, when voting has ended."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Visibility
from polls.domain.questions.visibility import Role
from polls.domain.results.contrasts import Contrasts, Way
from polls.live import Tallies
from polls.services.questions import lifecycle
from polls.services.results import contrasting, results
from tests import asking, ledgers

if TYPE_CHECKING:
    import pytest

    from polls.db.engines.database import Database
    from polls.domain.counting.outcomes import CountResult
    from polls.domain.counting.profiles import Profile
    from polls.domain.questions.questions import Question


async def asked(database: Database, **rules: object) -> str:
    """Ask a question whose ballots say another thing to Borda than to Schulze."""
    choices = ["Alice", "Bob", "Charlie"]
    key = await asking.ask(database, "Who?", choices, method="schulze", max_choices=None, **rules)
    circle = [((1, 2, 3), 10), ((2, 3, 1), 7), ((3, 1, 2), 5), ((2, 1, 3), 2)]
    for selection, number in circle:
        await ledgers.append(database, key, *[selection] * number)
    return key


async def contrasts_of(database: Database, kept: Tallies, key: str) -> Contrasts:
    return (await results.of(database, kept, key, Role.SOMEBODY)).contrasts


async def test_other_methods_are_told_when_voting_has_ended(database: Database) -> None:
    key = await asked(database)
    kept = Tallies()

    open_ = await contrasts_of(database, kept, key)
    await asking.close(database, key)
    closed = await contrasts_of(database, kept, key)

    assert open_ == Contrasts()
    assert closed.left_out == ()
    borda = next(each for each in closed.counted if each.title == "Borda")
    assert not borda.is_same
    assert [each.title for each in closed.counted if each.is_same][:2] == [
        "Plurality of first choices",
        "Instant-runoff",
    ]


async def test_other_methods_are_seen_when_the_result_is(database: Database) -> None:
    key = await asked(database, visibility=Visibility.ORGANISER)
    await asking.close(database, key)
    kept = Tallies()

    hidden = await contrasts_of(database, kept, key)
    await lifecycle.publish(database, key, OPERATOR)
    seen = await contrasts_of(database, kept, key)

    assert hidden == Contrasts()
    assert seen.counted


async def test_other_methods_are_counted_once(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = await asked(database)
    await asking.close(database, key)
    kept = Tallies()
    first = await contrasts_of(database, kept, key)
    monkeypatch.setattr(contrasting, "BUDGET_SECONDS", -1)

    again = await contrasts_of(database, kept, key)
    anew = await contrasts_of(database, Tallies(), key)

    assert again is first
    assert anew == Contrasts(left_out=tuple(each.title for each in first.counted))


async def test_other_methods_are_counted_anew_with_more_ballots(database: Database) -> None:
    key = await asked(database)
    await asking.close(database, key)
    kept = Tallies()
    await contrasts_of(database, kept, key)
    await lifecycle.reopen(database, key, OPERATOR)
    await ledgers.append(database, key, *[(3, 2, 1)] * 30)
    await asking.close(database, key)

    after = await contrasts_of(database, kept, key)

    assert all(each.winners == (3,) for each in after.counted)


async def test_method_that_would_take_too_long_is_left_out(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = await asked(database)
    await asking.close(database, key)
    monkeypatch.setattr(
        contrasting, "_estimate", lambda way, *_: 1_000 if "Meek" in way.title else 0
    )

    made = await contrasts_of(database, Tallies(), key)

    assert made.left_out == ("Single transferable vote (Meek)",)


async def test_very_many_choices_are_not_compared(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = await asked(database)
    await asking.close(database, key)
    monkeypatch.setattr(contrasting, "MOST_CHOICES", 2)

    made = await contrasts_of(database, Tallies(), key)

    assert made.counted == ()
    assert "Borda" in made.left_out


async def test_long_count_is_foreseen_from_a_few_ballots(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = await asked(database)
    await asking.close(database, key)
    count = Way.count
    sizes = []

    def slow(way: Way, question: Question, profile: Profile[Any]) -> CountResult:
        if way.title == "Borda":
            sizes.append(len(profile.counts))
            ends = time.thread_time() + 0.2 * len(profile.counts)
            while time.thread_time() < ends:
                pass
        return count(way, question, profile)

    monkeypatch.setattr(Way, "count", slow)
    monkeypatch.setattr(contrasting, "SAMPLE", 3)  # one ballot with three choices
    monkeypatch.setattr(contrasting, "BUDGET_SECONDS", 0.7)

    made = await contrasts_of(database, Tallies(), key)

    assert made.left_out[0] == "Borda"
    assert sizes == [1]


async def test_other_methods_are_not_told_where_nobody_has_won(database: Database) -> None:
    key = await asked(database, quorum=100)
    await asking.close(database, key)

    assert await contrasts_of(database, Tallies(), key) == Contrasts()
