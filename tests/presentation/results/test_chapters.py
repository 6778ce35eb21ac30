from __future__ import annotations

from pathlib import Path

import pytest

import polls
from polls.domain.ballots.selections import Style
from polls.domain.counting.outcomes import Duels, Pair, Totals
from polls.domain.counting.profiles import Profile
from polls.domain.counting.reasons import Quantity
from polls.domain.methods import METHODS, Method
from polls.presentation.results.chapters import Chapter, chapters

TEMPLATES = Path(polls.__file__).parent / "templates" / "results" / "steps"

BALLOTS = {Style.MARKS: (1,), Style.RANKING: (1, 2), Style.SCORES: (1, 0, 0)}


def test_chapters_keep_the_order_and_join_steps_of_a_kind() -> None:
    duels = Duels({(1, 2): 3, (2, 1): 1}, 1, (1,))
    first, second = Pair(1, 2, 3, 1, is_locked=True), Pair(2, 3, 2, 1, is_locked=True)

    assert chapters([duels, first, second]) == (
        Chapter("duels", (duels,)),
        Chapter("pairs", (first, second)),
    )


def test_answers_to_dates_have_no_chapter_for_their_table_tells_them() -> None:
    yes = Totals(Quantity.YES, {1: 2})
    at_all = Totals(Quantity.YES_OR_IF_NEED_BE, {1: 3})

    assert chapters([yes, at_all]) == ()


def test_chapters_of_totals_go_by_what_is_added_up() -> None:
    votes = Totals(Quantity.VOTES, {1: 2})
    first, second = (Totals(Quantity.GAIN, {1: 2}, seat) for seat in (1, 2))

    assert chapters([votes, first, second]) == (
        Chapter("totals", (votes,)),
        Chapter("turns", (first, second)),
    )


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
def test_chapters_of_every_method_have_a_template(method: Method) -> None:
    profile = Profile((1, 2, 3), {BALLOTS[method.ballot]: 3})

    result = method.count(profile, method.options(), 1, (1, 2, 3))

    assert result.winners == (1,)
    for chapter in chapters(result.steps):
        assert (TEMPLATES / f"_{chapter.name}.html").is_file()
