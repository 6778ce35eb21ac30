"""What of a question decides about its ballots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polls.domain.ballots.selections import Marking
    from polls.domain.questions.questions import Stage
    from polls.domain.questions.rules import Voters


@dataclass(frozen=True, slots=True)
class VotingTerms:
    """What a question's locked row says, as far as it decides about ballots."""

    question_id: int
    stage: Stage
    voters: Voters
    per_network: int
    may_change: bool
    ballot_count: int
    marking: Marking
