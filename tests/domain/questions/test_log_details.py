from __future__ import annotations

from typing import Any

import pytest

from polls.domain.questions.log import Act
from polls.domain.questions.log_details import DETAILS, fits

CHANGE = {"what": "seats", "from": 1, "to": 2}


def test_details_of_every_act_are_known() -> None:
    assert set(DETAILS) == set(Act)


@pytest.mark.parametrize(
    ("act", "detail"),
    [
        (Act.OPENED, {}),
        (Act.SCHEDULED, {"opens": "2026-06-05T12:00:00+00:00"}),
        (Act.LIMITED, {"closes": None}),
        (Act.REOPENED, {"closes": None, "seal": "0" * 64}),
        (Act.REOPENED, {"closes": "2026-06-05T12:00:00+02:00"}),
        (Act.INVITED, {"codes": 3}),
        (Act.DECIDED, {"choices": ["Tea"]}),
        (Act.REMOVED, {"name": "Bob", "ballot": 0}),
        (Act.EDITED, {"changes": [CHANGE, {"what": "text", "from": "Tea?", "to": "Coffee?"}]}),
        (Act.EDITED, {"changes": [{"what": "choice", "from": None, "to": "Tea"}]}),
        (Act.EDITED, {"changes": [{"what": "labels", "from": [], "to": ["no", "yes"]}]}),
        (Act.EDITED, {"changes": [{"what": "options", "from": [], "to": [["quota", "hare"]]}]}),
        (Act.EDITED, {"changes": [{"what": "may_change", "from": True, "to": False}]}),
    ],
)
def test_detail_that_is_written_fits(act: Act, detail: dict[str, Any]) -> None:
    assert fits(act, detail)


@pytest.mark.parametrize(
    ("act", "detail"),
    [
        (Act.OPENED, {"opens": "2026-06-05T12:00:00+00:00"}),
        (Act.SCHEDULED, {}),
        (Act.SCHEDULED, {"opens": None}),
        (Act.SCHEDULED, {"opens": 5}),
        (Act.LIMITED, {"closes": "tomorrow"}),
        (Act.LIMITED, {"closes": "2026-06-05T12:00:00"}),
        (Act.LIMITED, {"closes": "9999-12-31T23:59:00-12:00"}),
        (Act.REOPENED, {"closes": None, "seal": "short"}),
        (Act.INVITED, {}),
        (Act.DECIDED, {}),
        (Act.DECIDED, {"choices": "Tea"}),
        (Act.INVITED, {"codes": "3"}),
        (Act.INVITED, {"codes": -1}),
        (Act.INVITED, {"codes": True}),
        (Act.REMOVED, {"name": "Bob"}),
        (Act.REMOVED, {"name": None, "ballot": 0}),
        (Act.EDITED, {}),
        (Act.EDITED, {"changes": {}}),
        (Act.EDITED, {"changes": [5]}),
        (Act.EDITED, {"changes": [{"what": "seats", "from": 1}]}),
        (Act.EDITED, {"changes": [CHANGE | {"what": 5}]}),
        (Act.EDITED, {"changes": [CHANGE | {"what": "text", "from": []}]}),
        (Act.EDITED, {"changes": [CHANGE | {"to": float("nan")}]}),
        (Act.EDITED, {"changes": [CHANGE | {"to": "\ud800"}]}),
        (Act.EDITED, {"changes": [{"what": "labels", "from": [], "to": [1]}]}),
        (Act.EDITED, {"changes": [{"what": "options", "from": [], "to": ["quota"]}]}),
        (Act.EDITED, {"changes": [{"what": "options", "from": [], "to": [["a", "b", "c"]]}]}),
    ],
)
def test_detail_of_another_shape_does_not_fit(act: Act, detail: dict[str, Any]) -> None:
    assert not fits(act, detail)
