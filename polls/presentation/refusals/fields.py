"""Sentences about the fields of forms that were refused, or that come back with a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from polls.domain.counting.option_problems import OptionProblem
from polls.domain.questions.problems.choices import ChoiceProblem
from polls.domain.questions.problems.fields import (
    Fault,
    MoreThanSeats,
    NotOffered,
    NumberTooLong,
    Reason,
)
from polls.domain.questions.problems.rules import RuleProblem
from polls.domain.text.moment_problems import MomentProblem
from polls.presentation.language import gettext, ngettext
from polls.presentation.refusals import choices, moments, options, rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.questions.problems.fields import Problem


class FieldMessage(NamedTuple):
    """What is said at one field of a form."""

    field: str
    text: str


def messages(problems: Iterable[Problem]) -> list[FieldMessage]:
    """Return what is said of problems, each at its field."""
    return [FieldMessage(field, sentence(reason)) for field, reason in problems]


def sentence(reason: Reason) -> str:  # noqa: PLR0911 - one a kind
    """Return what is wrong with a field, and what to do."""
    if isinstance(reason, Fault):
        return _fault(reason)
    if isinstance(reason, NumberTooLong):
        digits = reason.most_digits
        return gettext(
            "Write a smaller number: it may have %(digits)s digits at the most.", digits=digits
        )
    if isinstance(reason, MoreThanSeats):
        return ngettext(
            "Choose only one: no more than %(num)s can win.",
            "Choose no more than %(num)s: that is how many can win.",
            reason.seats,
        )
    if isinstance(reason, NotOffered):
        words = reason.written
        return gettext("“%(words)s” is not offered here. Choose one of these.", words=words)
    if isinstance(reason, ChoiceProblem):
        return choices.sentence(reason)
    if isinstance(reason, RuleProblem):
        return rules.sentence(reason)
    if isinstance(reason, OptionProblem):
        return options.sentence(reason)
    if isinstance(reason, MomentProblem):
        return moments.sentence(reason)
    assert_never(reason)


def _fault(fault: Fault) -> str:  # noqa: C901, PLR0911, PLR0912 - one a fault
    match fault:
        case Fault.OFFERED_TWICE:
            return gettext("“None of these” and a blank vote can each be offered only once.")
        case Fault.NONE_BESIDE_DATES:
            return gettext(
                "With dates, people who cannot come answer “no” to each date. Turn this off."
            )
        case Fault.ENDS_BEFORE_BEGINNING:
            return gettext("Voting would end before it begins.")
        case Fault.END_MUST_CHANGE_FIRST:
            return gettext("Voting would end before it begins. Change its end first.")
        case Fault.IS_PAST:
            return gettext("That time is in the past.")
        case Fault.CLOSED_TO_CHOICES:
            return gettext("Voting has ended, so no choice can be added.")
        case Fault.WAS_PUBLIC:
            return gettext("Everyone could already see the result, so it cannot be hidden again.")
        case Fault.OFFER_IS_FIXED:
            return gettext("Someone has voted, so this can no longer be added or removed.")
        case Fault.RULE_IS_FIXED:
            return gettext("Someone has voted under this rule, so it can no longer be changed.")
        case Fault.ZONE_IS_FIXED:
            return gettext(
                "Someone has voted on times in this time zone, so it can no longer be changed."
            )
        case Fault.STEP_ONLY_GROWS:
            return gettext("Someone has voted, so this number can only be raised.")
        case Fault.VOTE_CHANGED:
            return gettext(
                "That vote was changed or removed in the meantime. Check the list again."
            )
        case Fault.NOT_CONFIRMED:
            return gettext("That is neither the question nor its key. Type one of the two exactly.")
        case Fault.NOT_OFFERED:
            return gettext("Choose one of these.")
        case Fault.NO_NUMBER:
            return gettext("Write a whole number, in digits.")
        case Fault.NO_CREATION_CODE:
            return gettext("Enter the creation code.")
        case Fault.OTHER_CREATION_CODE:
            return gettext("That is not the creation code. Check it for a missing letter.")
        case Fault.NO_MOMENT:
            return gettext("Choose a date and a time.")
        case Fault.NO_QUORUM:
            return gettext(
                "Write a number of ballots, such as 20, or a share of the people invited, such as "
                "25 %%."
            )
        case _:
            assert_never(fault)
