from __future__ import annotations

from polls.domain.text.moment_problems import SkippedDay, UnknownZone
from polls.presentation.refusals import moments


def test_zone_that_is_not_said_is_asked_for() -> None:
    told = moments.sentence(UnknownZone(""))

    assert told == "Write the name of a time zone, such as Europe/Paris, or UTC."


def test_zone_that_is_not_known_is_quoted() -> None:
    told = moments.sentence(UnknownZone("Mars/Base"))

    assert told == (
        "There is no time zone called “Mars/Base”. Write a name such as Europe/Paris, or UTC."
    )


def test_day_that_a_zone_skipped_does_not_exist() -> None:
    assert moments.sentence(SkippedDay("Pacific/Apia")) == (
        "That day does not exist in Pacific/Apia."
    )
