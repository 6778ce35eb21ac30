"""Sentences about the rules of a question."""

from __future__ import annotations

from typing import assert_never

from polls.domain.questions.problems.rules import (
    AllWin,
    ElectsOne,
    HighestOutOfRange,
    MarksOne,
    MaximumAboveChoices,
    MinimumAboveChoices,
    MinimumAboveMaximum,
    NoSuchMethod,
    NoSuchOption,
    NoSupport,
    PerNetworkOutOfRange,
    QuorumOutOfRange,
    RepeatedLabel,
    RuleFault,
    RuleProblem,
    StepTooSmall,
    TooManyWinners,
    WrongNumberOfLabels,
)
from polls.domain.text.directions import isolated
from polls.domain.text.texts import without_hidden_controls
from polls.domain.text.words import number as written
from polls.presentation.language import gettext


def sentence(problem: RuleProblem) -> str:  # noqa: C901, PLR0911, PLR0912 - one a problem
    """Return what is wrong with a rule."""
    match problem:
        case RuleFault():
            return _fault(problem)
        case NoSuchMethod(name, others):
            return gettext(
                "There is no method “%(name)s”. Choose one of these: %(others)s.",
                name=name,
                others=", ".join(others),
            )
        case ElectsOne(title, others):
            return gettext(
                "%(title)s elects one winner. Methods for several winners: %(others)s.",
                title=title,
                others=", ".join(others),
            )
        case TooManyWinners(seats, choices):
            return gettext(
                "You asked for %(seats)s winners, but there are only %(choices)s choices.",
                seats=seats,
                choices=choices,
            )
        case AllWin(choices):
            return gettext(
                "You asked for %(choices)s winners and there are %(choices)s choices, so every "
                "choice would win. Ask for fewer winners, or add choices.",
                choices=choices,
            )
        case MinimumAboveChoices(minimum, choices):
            return gettext(
                "The minimum is %(minimum)s, but there are only %(choices)s choices.",
                minimum=minimum,
                choices=choices,
            )
        case MinimumAboveMaximum(minimum, maximum):
            return gettext(
                "The minimum (%(minimum)s) is higher than the maximum (%(maximum)s).",
                minimum=minimum,
                maximum=maximum,
            )
        case MaximumAboveChoices(maximum, choices):
            return gettext(
                "The maximum is %(maximum)s, but there are only %(choices)s choices.",
                maximum=maximum,
                choices=choices,
            )
        case MarksOne(title, others):
            names = gettext(" or ").join(other.lower() for other in others)
            return gettext(
                "With %(method)s, a ballot marks one choice. For several marks, choose %(names)s.",
                method=title.lower(),
                names=names,
            )
        case NoSuchOption(title, name, others):
            names = ", ".join(others) or "none"
            return gettext(
                "%(title)s has no option “%(name)s”. It has: %(names)s.",
                title=title,
                name=name,
                names=names,
            )
        case HighestOutOfRange(most):
            return gettext("The highest score must be a number from 1 to %(most)s.", most=most)
        case WrongNumberOfLabels(highest, labels):
            return gettext(
                "Scores from 0 to %(highest)s need %(needed)s labels, but you wrote %(labels)s.",
                highest=highest,
                needed=highest + 1,
                labels=written(labels),
            )
        case RepeatedLabel(label):
            quoted = isolated(without_hidden_controls(label))
            return gettext("Two scores have the same label, “%(quoted)s”.", quoted=quoted)
        case QuorumOutOfRange(most):
            return gettext("A quorum is 1 to %(most)s ballots.", most=written(most))
        case NoSupport(title, others):
            return gettext(
                "%(title)s does not tell how many ballots support the winner. A majority can be "
                "required only with %(others)s.",
                title=title,
                others=", ".join(others),
            )
        case PerNetworkOutOfRange(most):
            return gettext(
                "Enter how many votes are accepted from one network: 1 to %(most)s.",
                most=written(most),
            )
        case StepTooSmall(fewest):
            return gettext(
                "Results must be updated in steps of at least %(fewest)s ballots. Enter %(fewest)s "
                "or more.",
                fewest=fewest,
            )
        case _:
            assert_never(problem)


def _fault(fault: RuleFault) -> str:  # noqa: PLR0911 - one a fault
    match fault:
        case RuleFault.NO_WINNER:
            return gettext("At least 1 choice must win.")
        case RuleFault.MINIMUM_BELOW_1:
            return gettext("The minimum must be at least 1.")
        case RuleFault.MAXIMUM_BELOW_1:
            return gettext("The maximum must be at least 1.")
        case RuleFault.SHARE_WITHOUT_INVITATIONS:
            return gettext(
                "A quorum can be a share only if voters are invited. Write a number of ballots."
            )
        case RuleFault.SHARE_OUT_OF_RANGE:
            return gettext("A share of the people invited must be from 1 %% to 100 %%.")
        case RuleFault.QUORUM_AND_SHARE:
            return gettext("Give the quorum as a number or as a share, not both.")
        case RuleFault.MAJORITY_OF_SEVERAL:
            return gettext("A majority of the ballots can be required only for one winner.")
        case _:
            assert_never(fault)
