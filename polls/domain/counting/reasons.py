"""What broke a tie, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.counting.outcomes import LOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.counting.outcomes import Tie

_HAD_MORE = {
    "most highest scores": "more of the highest scores",
    "the higher sum": "more points",
    "most yes or if need be": "more “yes” and “if need be” together",
}
"""What the chosen one had more of; other reasons are rounds that went before."""


def had_more(tie: Tie) -> str:
    """Say what the one who was chosen by a rule had more of: "more votes in the round before"."""
    if tie.by == "the round before":
        return "more votes in the round before"
    return _HAD_MORE.get(tie.by, f"more votes {tie.by}")


def deciding(ties: Iterable[Tie], winner: int) -> Tie | None:
    """Return the tie that gave a choice its seat by a rule, without a lot; None if there is none.

    A tie for a place in STAR's runoff is none of these: the runoff decides who wins.
    """
    for tie in ties:
        if tie.about in {"seat", "runoff"} and tie.chosen == (winner,) and tie.by != LOT:
            return tie
    return None
