"""What broke a tie, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.counting.reasons import TieBreak
from polls.presentation.language import gettext, ngettext

if TYPE_CHECKING:
    from polls.domain.counting.outcomes import Tie


def had_more(tie: Tie) -> str:
    """Say what the choice that a rule chose had more of: "more votes in the previous round"."""
    match tie.by:
        case TieBreak.HIGHEST_SCORES:
            return gettext("more of the highest scores")
        case TieBreak.HIGHER_SUM:
            return gettext("a higher total score")
        case TieBreak.YES_OR_IF_NEED_BE:
            return gettext("more “yes” and “if need be” answers together")
        case TieBreak.EARLIER_ROUND:
            return ngettext(
                "more votes in the previous round",
                "more votes %(num)s rounds earlier",
                tie.rounds_ago,
            )
        case TieBreak.HEAD_TO_HEAD | TieBreak.HEAD_TO_HEAD_THEN_HIGHEST_SCORES:
            return gettext("more head-to-head wins")
        case TieBreak.LOT:
            raise LookupError(tie)
        case _:
            assert_never(tie.by)
