from __future__ import annotations

from polls.domain.text.moment_problems import UnknownZone
from polls.presentation.refusals import moments


def test_zone_that_is_not_said_is_asked_for() -> None:
    told = moments.sentence(UnknownZone(""))

    assert told == "Write the name of a time zone, such as Europe/Paris, or UTC."
