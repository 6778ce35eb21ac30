"""What broke a tie, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.counting.reasons import TieBreak

if TYPE_CHECKING:
    from polls.domain.counting.outcomes import Tie


def had_more(tie: Tie) -> str:
    """Say what the one who was chosen by a rule had more of: "more votes in the round before"."""
    match tie.by:
        case TieBreak.HIGHEST_SCORES:
            return "more of the highest scores"
        case TieBreak.HIGHER_SUM:
            return "more points"
        case TieBreak.YES_OR_IF_NEED_BE:
            return "more “yes” and “if need be” together"
        case TieBreak.EARLIER_ROUND if tie.rounds_ago == 1:
            return "more votes in the round before"
        case TieBreak.EARLIER_ROUND:
            return f"more votes {tie.rounds_ago} rounds before"
        case TieBreak.HEAD_TO_HEAD | TieBreak.HEAD_TO_HEAD_THEN_HIGHEST_SCORES:
            return "more wins head to head"
        case TieBreak.LOT:
            raise LookupError(f"A lot broke it, no rule: {tie}.")
        case _:
            assert_never(tie.by)
