from __future__ import annotations

from datetime import UTC, datetime

import pytest

from polls.domain.questions.questions import Stage
from polls.domain.questions.rules import Rules, Visibility, Voters
from polls.domain.questions.visibility import Role, Sight, sight
from tests.sights import ROWS, Row

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("voters", Voters)
def test_sight_is_as_the_table_says(row: Row, voters: Voters) -> None:
    rules = Rules(visibility=row.visibility, voters=voters)
    published_at = NOW if row.is_published else None
    is_guarded = voters is Voters.INVITED and row.stage in {
        Stage.SCHEDULED,
        Stage.OPEN,
        Stage.ENDING,
    }

    seen = {role: sight(rules, row.stage, published_at, role) for role in Role}

    whole = Sight.STEPPED if is_guarded else Sight.WHOLE
    assert seen == {
        role: whole if expected is Sight.WHOLE else expected for role, expected in row.seen.items()
    }


@pytest.mark.parametrize("sight", Sight)
def test_sight_is_open_where_something_is_seen(sight: Sight) -> None:
    assert sight.is_open is (sight in {Sight.WHOLE, Sight.STEPPED})


def test_table_leaves_nothing_out() -> None:
    unpublished = {(row.visibility, row.stage) for row in ROWS if not row.is_published}

    assert unpublished == {(visibility, stage) for visibility in Visibility for stage in Stage}
