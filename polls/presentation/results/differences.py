"""Sentences about counters that differ from the ballots."""

from __future__ import annotations

from typing import assert_never

from polls.presentation.language import gettext
from polls.services.results.differences import (
    Difference,
    OtherLedger,
    OtherTotal,
    OtherTurnout,
    OtherVotes,
    ReleasedMissing,
    Strangers,
)


def sentence(difference: Difference) -> str:
    """Return what a counter says, and what the ballots do."""
    match difference:
        case OtherVotes(choice, shown, found):
            return gettext(
                "“%(choice)s” shows %(shown)s, its ballots are %(found)s",
                choice=choice,
                shown=shown,
                found=found,
            )
        case Strangers(ballots, choice):
            return gettext(
                "%(ballots)s ballots name choice %(choice)s, which is not on the ballot",
                ballots=ballots,
                choice=choice,
            )
        case OtherTotal(shown, found):
            return gettext(
                "%(shown)s votes are shown, %(found)s ballots count", shown=shown, found=found
            )
        case OtherLedger(said, held, following):
            return gettext(
                "the ledger says %(said)s ballots, holds %(held)s, and its next position is "
                "%(following)s",
                said=said,
                held=held,
                following=following,
            )
        case ReleasedMissing(released, held):
            return gettext(
                "%(released)s ballots are released, the ledger holds %(held)s",
                released=released,
                held=held,
            )
        case OtherTurnout(used, cast):
            return gettext(
                "%(used)s invitations of weight %(used_weight)s were used, %(cast)s ballots of "
                "weight %(cast_weight)s count",
                used=used.ballots,
                used_weight=used.weight,
                cast=cast.ballots,
                cast_weight=cast.weight,
            )
        case _:
            assert_never(difference)
