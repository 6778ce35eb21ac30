"""Sentences about the rules of a question."""

from __future__ import annotations

from typing import assert_never

from polls.domain.questions.rule_problems import (
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


def sentence(problem: RuleProblem) -> str:  # noqa: C901, PLR0911, PLR0912 - one a problem
    """Return what is wrong with a rule."""
    match problem:
        case RuleFault():
            return _fault(problem)
        case NoSuchMethod(name, others):
            return f"There is no method “{name}”. Choose one of these: {', '.join(others)}."
        case ElectsOne(title, others):
            return f"{title} elects one winner. Methods for several winners: {', '.join(others)}."
        case TooManyWinners(seats, choices):
            return f"You asked for {seats} winners, but there are only {choices} choices."
        case AllWin(choices):
            return (
                f"You asked for {choices} winners and there are {choices} choices, so every choice "
                "would win. Ask for fewer winners, or add choices."
            )
        case MinimumAboveChoices(minimum, choices):
            return f"The minimum is {minimum}, but there are only {choices} choices."
        case MinimumAboveMaximum(minimum, maximum):
            return f"The minimum ({minimum}) is higher than the maximum ({maximum})."
        case MaximumAboveChoices(maximum, choices):
            return f"The maximum is {maximum}, but there are only {choices} choices."
        case MarksOne(title, others):
            names = " or ".join(other.lower() for other in others)
            return (
                f"With {title.lower()}, a ballot marks one choice. For several marks, choose "
                f"{names}."
            )
        case NoSuchOption(title, name, others):
            names = ", ".join(others) or "none"
            return f"{title} has no option “{name}”. It has: {names}."
        case HighestOutOfRange(most):
            return f"The highest score must be a number from 1 to {most}."
        case WrongNumberOfLabels(highest, labels):
            return (
                f"Scores from 0 to {highest} need {highest + 1} labels, but you wrote {labels:,}."
            )
        case RepeatedLabel(label):
            quoted = isolated(without_hidden_controls(label))
            return f"Two scores have the same label, “{quoted}”."
        case QuorumOutOfRange(most):
            return f"A quorum is 1 to {most:,} ballots."
        case NoSupport(title, others):
            return (
                f"{title} does not tell how many ballots support the winner. A majority can be "
                f"required only with {', '.join(others)}."
            )
        case PerNetworkOutOfRange(most):
            return f"Enter how many votes are accepted from one network: 1 to {most:,}."
        case StepTooSmall(fewest):
            return (
                f"Results must be updated in steps of at least {fewest} ballots. Enter {fewest} or "
                "more."
            )
        case _:
            assert_never(problem)


def _fault(fault: RuleFault) -> str:  # noqa: PLR0911 - one a fault
    match fault:
        case RuleFault.NO_WINNER:
            return "At least 1 choice must win."
        case RuleFault.MINIMUM_BELOW_1:
            return "The minimum must be at least 1."
        case RuleFault.MAXIMUM_BELOW_1:
            return "The maximum must be at least 1."
        case RuleFault.SHARE_WITHOUT_INVITATIONS:
            return "A quorum can be a share only if voters are invited. Write a number of ballots."
        case RuleFault.SHARE_OUT_OF_RANGE:
            return "A share of the people invited must be from 1 % to 100 %."
        case RuleFault.QUORUM_AND_SHARE:
            return "Give the quorum as a number or as a share, not both."
        case RuleFault.MAJORITY_OF_SEVERAL:
            return "A majority of the ballots can be required only for one winner."
        case _:
            assert_never(fault)
