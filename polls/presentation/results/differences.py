"""Sentences about counters that differ from the ballots."""

from __future__ import annotations

from typing import assert_never

from polls.domain.text.words import number
from polls.presentation.language import gettext, ngettext
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
                shown=number(shown),
                found=number(found),
            )
        case Strangers(ballots, choice):
            return ngettext(
                "%(num)s ballot names choice %(choice)s, which is not on the ballot",
                "%(num)s ballots name choice %(choice)s, which is not on the ballot",
                ballots,
                choice=choice,
            )
        case OtherTotal(shown, found):
            return gettext(
                "votes shown: %(shown)s; ballots that count: %(found)s",
                shown=number(shown),
                found=number(found),
            )
        case OtherLedger(said, held, following):
            return gettext(
                "ballots in the ledger: %(held)s; as it says: %(said)s; its next position: "
                "%(following)s",
                held=number(held),
                said=number(said),
                following=number(following),
            )
        case ReleasedMissing(released, held):
            return gettext(
                "ballots released: %(released)s; ballots in the ledger: %(held)s",
                released=number(released),
                held=number(held),
            )
        case OtherTurnout(used, cast):
            return gettext(
                "used invitations: %(used)s, of weight %(used_weight)s; ballots that count: "
                "%(cast)s, of weight %(cast_weight)s",
                used=number(used.ballots),
                used_weight=number(used.weight),
                cast=number(cast.ballots),
                cast_weight=number(cast.weight),
            )
        case _:
            assert_never(difference)
