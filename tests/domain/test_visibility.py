from __future__ import annotations

from datetime import UTC, datetime

import pytest

from polls.domain.questions import Stage
from polls.domain.rules import Rules, Visibility, Voters
from polls.domain.visibility import Role, Sight, sight

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)

ROLES = (Role.SOMEBODY, Role.VOTER, Role.ORGANISER)

TABLE = """
always     draft      no    unseen          unseen          whole
always     scheduled  no    whole           whole           whole
always     open       no    whole           whole           whole
always     closed     no    whole           whole           whole
voted      draft      no    unseen          unseen          whole
voted      scheduled  no    once voted      whole           whole
voted      open       no    once voted      whole           whole
voted      closed     no    whole           whole           whole
closed     draft      no    unseen          unseen          whole
closed     scheduled  no    once closed     once closed     whole
closed     open       no    once closed     once closed     whole
closed     closed     no    whole           whole           whole
organiser  draft      no    unseen          unseen          whole
organiser  scheduled  no    once published  once published  whole
organiser  open       no    once published  once published  whole
organiser  closed     no    once published  once published  whole
organiser  draft      yes   unseen          unseen          whole
organiser  open       yes   whole           whole           whole
organiser  closed     yes   whole           whole           whole
voted      open       yes   once voted      whole           whole
closed     open       yes   once closed     once closed     whole
"""


Row = tuple[Visibility, Stage, bool, Role, Sight]


def rows() -> list[Row]:
    found = []
    for line in TABLE.strip().splitlines():
        visibility, stage, published, *seen = [part for part in line.split("  ") if part]
        found += [
            (Visibility(visibility), Stage(stage.strip()), published.strip() == "yes", role, each)
            for role, each in zip(ROLES, (Sight(part.strip()) for part in seen), strict=True)
        ]
    return found


@pytest.mark.parametrize("row", rows())
@pytest.mark.parametrize("voters", Voters)
def test_sight_is_as_the_table_says(row: Row, voters: Voters) -> None:
    visibility, stage, is_published, role, expected = row
    rules = Rules(visibility=visibility, voters=voters)
    is_going_on = stage in {Stage.SCHEDULED, Stage.OPEN}
    is_guarded = voters is Voters.INVITED and is_going_on and expected is Sight.WHOLE

    seen = sight(rules, stage, NOW if is_published else None, role)

    assert seen is (Sight.STEPPED if is_guarded else expected)
    assert seen.is_open is (expected is Sight.WHOLE)
    assert seen.when.startswith("now") is seen.is_open


def test_sight_of_the_table_leaves_nothing_out() -> None:
    unpublished = {row[:2] + row[3:4] for row in rows() if not row[2]}

    assert unpublished == {(v, s, r) for v in Visibility for s in Stage for r in Role}
