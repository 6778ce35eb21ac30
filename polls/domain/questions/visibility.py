"""Who may see the result of a question now: the one function that every channel asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from polls.domain.errors import PollsError
from polls.domain.questions.questions import Stage
from polls.domain.questions.rules import Visibility, Voters

if TYPE_CHECKING:
    from datetime import datetime

    from polls.domain.questions.questions import Question
    from polls.domain.questions.rules import Rules


class Role(Enum):
    """As whom somebody looks at a question; who is several of them is the last one."""

    SOMEBODY = "somebody"
    VOTER = "voter"  # has a ballot on record
    ORGANISER = "organiser"


class Sight(Enum):
    """What may be seen of a result; if it is nothing, then when that ends."""

    WHOLE = "whole"
    STEPPED = "stepped"  # as it stood when the last group of ballots was released
    BEFORE_STEP = "before the first step"  # too few have voted for a first group
    ONCE_VOTED = "once voted"  # when the viewer has voted, or voting has ended
    ONCE_CLOSED = "once closed"
    ONCE_PUBLISHED = "once published"  # by the organiser
    UNSEEN = "unseen"  # not even the question: it is being prepared

    @property
    def is_open(self) -> bool:
        """Whether something may be seen of what the ballots say. Their number always is."""
        return self in {Sight.WHOLE, Sight.STEPPED}


@dataclass(eq=False)
class ResultNotShownError(PollsError):
    """Whoever asks may not see yet what the ballots say."""

    sight: Sight


def sight(rules: Rules, stage: Stage, published_at: datetime | None, role: Role) -> Sight:
    """Tell what `role` may see of a question's result.

    Where it is known who has voted, and voting goes on, not even the organiser sees more than
    whole groups of ballots: two looks, before and after one voter's ballot, would tell it.
    """
    if stage is Stage.DRAFT:
        return Sight.WHOLE if role is Role.ORGANISER else Sight.UNSEEN
    if role is not Role.ORGANISER:
        hidden = _hidden(rules.visibility, stage, published_at, role)
        if hidden:
            return hidden
    return Sight.STEPPED if _is_guarded(rules) and stage is not Stage.CLOSED else Sight.WHOLE


def sight_now(question: Question, stage: Stage, role: Role) -> Sight:
    """Tell what `role` may see of a question's result with the votes that it has.

    Before the first group of ballots is released, the numbers would be zeros beside votes.
    """
    seen = sight(question.rules, stage, question.published_at, role)
    is_waiting = question.vote_count and not question.released_count
    return Sight.BEFORE_STEP if seen is Sight.STEPPED and is_waiting else seen


def may_reopen(question: Question) -> bool:
    """Tell whether voting may go on after its end.

    Where it is known who has voted, not after an end that showed more than whole groups of
    ballots: a vote that came next could be worked out at the next end.
    """
    return not _is_guarded(question.rules) or question.released_count == question.ballot_count


def may_take_ballots(rules: Rules, stage: Stage) -> bool:
    """Tell whether the organiser may see ballots one by one; others see them in the record alone.

    Where they carry names, at any time. Where they are secret, when voting has ended, for two looks
    would tell the ballots between them, all their marks together. While ballots are only tried out,
    they are the organiser's own.
    """
    return rules.voters is Voters.NAMED or stage in {Stage.DRAFT, Stage.CLOSED}


def _is_guarded(rules: Rules) -> bool:
    return rules.voters is Voters.INVITED


def _hidden(
    visibility: Visibility,
    stage: Stage,
    published_at: datetime | None,
    role: Role,
) -> Sight | None:
    is_closed = stage is Stage.CLOSED
    match visibility:
        case Visibility.ALWAYS:
            return None
        case Visibility.VOTED:
            # At the end all may see it: nobody is led any more, and nobody can vote to see it.
            return None if is_closed or role is Role.VOTER else Sight.ONCE_VOTED
        case Visibility.CLOSED:
            return None if is_closed else Sight.ONCE_CLOSED
        case Visibility.ORGANISER:
            return None if published_at else Sight.ONCE_PUBLISHED
