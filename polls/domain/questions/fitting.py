"""Which rules go together: what a method can, and what ballots of it can ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import options
from polls.domain.counting.options import OptionError
from polls.domain.methods import METHODS
from polls.domain.questions.problems.choices import BadText, ScoreLabel
from polls.domain.questions.problems.fields import Problem
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
    StepTooSmall,
    TooManyWinners,
    WrongNumberOfLabels,
)
from polls.domain.questions.rules import Rules, Threshold, Voters
from polls.domain.text import likeness
from polls.domain.text.texts import in_plain_digits, line_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polls.domain.counting.options import Declared
    from polls.domain.methods import Method

HIGHEST_SCORE = 10
"""Eleven buttons are what a row of a telephone's page can hold, in two lines."""

LABEL_LENGTH = 40

MOST_BALLOTS = 999_999_999
"""More people than any question has; what nine digits can say."""

FEWEST_RELEASED = 2
"""Voters whose ballots are shown together at the least: alone, one could be read off."""

MOST_FROM_NETWORK = 100_000

_WHOLE = 100


def settled(rules: Rules) -> Rules:
    """Return rules as they are kept: options that are as usual and scores that none gives left out.

    A scale that the method brings along is filled in.
    """
    method = METHODS.get(rules.method)
    if method is None:
        return rules  # which is a problem
    kept = replace(rules, options=tuple(sorted(_unusual(rules, method))))
    if method.has_dates:  # each of which can be answered, whatever was answered before
        highest = len(method.labels) - 1
        return replace(kept, highest=highest, labels=method.labels, min_choices=1, max_choices=None)
    if method.ballot is not Style.SCORES:
        return replace(kept, highest=Rules().highest, labels=())
    if not kept.labels and kept.highest == len(method.labels) - 1:
        return replace(kept, labels=method.labels)
    return kept


def offered(method: Method) -> list[Declared]:
    """Return the options of a method that a question can set."""
    return [each for each in options.declared(method.options) if not each.for_files]


def has_scale(method: Method) -> bool:
    """Tell whether a question says which scores a method gives: dates have answers of their own."""
    return method.ballot is Style.SCORES and not method.has_dates


def highest_named(labels: Sequence[str]) -> int:
    """Return the highest score where only names of scores are given, as near as one may be.

    With one name, or with too many, what is wrong are the names, and not that number.
    """
    return min(max(1, len(labels) - 1), HIGHEST_SCORE) if labels else Rules().highest


def problems(rules: Rules, choices: int) -> Iterator[Problem]:
    """Yield what is wrong with the rules of a question that has so many choices."""
    method = METHODS.get(rules.method)
    if method is None:
        yield Problem("method", NoSuchMethod(rules.method, tuple(METHODS)))
        return
    yield from _seat_problems(rules, method, choices)
    yield from _number_problems(rules, method, choices)
    yield from _option_problems(rules, method)
    yield from _scale_problems(rules, method)
    yield from _validity_problems(rules, method)
    per_network = rules.per_network or 0
    if rules.voters is Voters.NETWORK and not 1 <= per_network <= MOST_FROM_NETWORK:
        yield Problem("per_network", PerNetworkOutOfRange(MOST_FROM_NETWORK))
    if rules.release_step < FEWEST_RELEASED:
        yield Problem("release_step", StepTooSmall(FEWEST_RELEASED))


def needless(rules: Rules, choices: int) -> Iterator[Problem]:
    """Yield why a vote would decide nothing: all choices win, whoever votes for what.

    Only a quorum then depends on the votes. “None of these” never takes one of several seats.
    """
    if rules.seats == choices and rules.quorum is None and rules.quorum_percent is None:
        yield Problem("seats", AllWin(choices))


def _unusual(rules: Rules, method: Method) -> Iterator[tuple[str, str]]:
    """Yield the options that are not as usual, or that are wrong."""
    usual = method.options()
    for name, text in rules.options:
        try:
            chosen = options.read(method.options, {name: text})
        except OptionError:
            yield name, text
            continue
        if chosen != usual:
            yield name, in_plain_digits(text)


def _seat_problems(rules: Rules, method: Method, choices: int) -> Iterator[Problem]:
    if rules.seats < 1:
        yield Problem("seats", RuleFault.NO_WINNER)
    elif rules.seats > 1 and not method.has_seats:
        others = tuple(
            each.title
            for each in METHODS.values()
            if each.has_seats and each.ballot is method.ballot
        )
        yield Problem("seats", ElectsOne(method.title, others))
    elif rules.seats > choices:
        yield Problem("seats", TooManyWinners(rules.seats, choices))


def _number_problems(rules: Rules, method: Method, choices: int) -> Iterator[Problem]:
    most = choices if rules.max_choices is None else rules.max_choices
    if rules.min_choices < 1:
        yield Problem("min_choices", RuleFault.MINIMUM_BELOW_1)
    if rules.max_choices is not None and rules.max_choices < 1:
        yield Problem("max_choices", RuleFault.MAXIMUM_BELOW_1)
    elif rules.max_choices is None and rules.min_choices > choices:
        yield Problem("min_choices", MinimumAboveChoices(rules.min_choices, choices))
    elif rules.min_choices > most:
        yield Problem("min_choices", MinimumAboveMaximum(rules.min_choices, most))
    elif rules.max_choices is not None and rules.max_choices > choices:
        yield Problem("max_choices", MaximumAboveChoices(rules.max_choices, choices))
    elif method.has_one_mark and rules.max_choices != 1:
        others = tuple(each.title for each in METHODS.values() if _marks_several(each))
        yield Problem("max_choices", MarksOne(method.title, others))


def _marks_several(method: Method) -> bool:
    return method.ballot is Style.MARKS and not method.has_one_mark


def _option_problems(rules: Rules, method: Method) -> Iterator[Problem]:
    known = tuple(each.name for each in offered(method))
    for name, text in rules.options:
        field = f"option-{method.name}-{name}"
        if name not in known:
            yield Problem(field, NoSuchOption(method.title, name, known))
            continue
        try:
            options.read(method.options, {name: text})
        except OptionError as error:
            yield Problem(field, error.problem)


def _scale_problems(rules: Rules, method: Method) -> Iterator[Problem]:
    if method.ballot is not Style.SCORES:
        return
    if not 1 <= rules.highest <= HIGHEST_SCORE:
        yield Problem("highest", HighestOutOfRange(HIGHEST_SCORE))
        return
    if rules.labels and len(rules.labels) != rules.highest + 1:
        yield Problem("labels", WrongNumberOfLabels(rules.highest, len(rules.labels)))
        return
    for score, label in enumerate(rules.labels):
        for each in line_problems(label, LABEL_LENGTH):
            yield Problem("labels", BadText(ScoreLabel(score), each))
    for label, *_ in likeness.groups(filter(None, rules.labels), likeness.look):
        yield Problem("labels", RepeatedLabel(label))


def _validity_problems(rules: Rules, method: Method) -> Iterator[Problem]:
    if rules.quorum is not None and not 1 <= rules.quorum <= MOST_BALLOTS:
        yield Problem("quorum", QuorumOutOfRange(MOST_BALLOTS))
    if rules.quorum_percent is not None:
        if rules.voters is not Voters.INVITED:
            yield Problem("quorum", RuleFault.SHARE_WITHOUT_INVITATIONS)
        elif not 1 <= rules.quorum_percent <= _WHOLE:
            yield Problem("quorum", RuleFault.SHARE_OUT_OF_RANGE)
    if rules.quorum is not None and rules.quorum_percent is not None:
        yield Problem("quorum", RuleFault.QUORUM_AND_SHARE)
    if rules.threshold is Threshold.SIMPLE:
        return
    if not method.has_support:
        able = tuple(each.title for each in METHODS.values() if each.has_support)
        yield Problem("threshold", NoSupport(method.title, able))
    elif rules.seats > 1:
        yield Problem("threshold", RuleFault.MAJORITY_OF_SEVERAL)
