"""The results page of every method, whatever the ballots are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS, Method
from tests import asking, ledgers

if TYPE_CHECKING:
    from tests.views.site import Site

CHOICES = ("2026-12-24", "2026-12-25", "2026-12-26")
"""Dates, which are texts to the methods that do not ask for any."""

BALLOTS: dict[Style, tuple[Any, ...]] = {
    Style.MARKS: ((1,), (1,), (2,)),
    Style.RANKING: ((1, 2, 3), (2, 3, 1), (3, 1, 2), (1,)),
    Style.SCORES: (((1, 2), (2, 1)), ((2, 2), (3, 0)), ((1, 1),)),
}


@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("number", [0, 1, 9])
@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
async def test_result_of_every_method_is_shown(
    empty_site: Site,
    method: Method,
    number: int,
    is_closed: bool,
) -> None:
    seats = 2 if method.has_seats else 1
    key = await asking.ask(
        empty_site.database,
        choices=CHOICES,
        method=method.name,
        seats=seats,
        highest=2,
        max_choices=1 if method.has_one_mark else None,
    )
    ballots = BALLOTS[method.ballot]
    await ledgers.append(empty_site.database, key, *(ballots * 3)[:number])
    if is_closed:
        await asking.close(empty_site.database, key)

    answer = await empty_site.get(f"/poll/{key}/results")

    assert answer.status == 200
    assert answer.page.answer
    assert [row[0] for row in answer.page.rows]
