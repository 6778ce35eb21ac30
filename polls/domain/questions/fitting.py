"""Which rules go together: what a method can, and what ballots of it can ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.counting import options
from polls.domain.counting.options import OptionError
from polls.domain.errors import Problem
from polls.domain.methods import METHODS
from polls.domain.questions.rules import Rules, Threshold, Voters
from polls.domain.text import likeness
from polls.domain.text.directions import isolated
from polls.domain.text.texts import counted, in_plain_digits, line_problems, without_hidden_controls

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
        names = ", ".join(METHODS)
        yield Problem(
            "method", f"There is no method “{rules.method}”. Choose one of these: {names}."
        )
        return
    yield from _seat_problems(rules, method, choices)
    yield from _number_problems(rules, method, choices)
    yield from _option_problems(rules, method)
    yield from _scale_problems(rules, method)
    yield from _validity_problems(rules, method)
    per_network = rules.per_network or 0
    if rules.voters is Voters.NETWORK and not 1 <= per_network <= MOST_FROM_NETWORK:
        yield Problem(
            "per_network",
            f"Enter how many votes are accepted from one network: 1 to {MOST_FROM_NETWORK:,}.",
        )
    if rules.release_step < FEWEST_RELEASED:
        yield Problem(
            "release_step",
            f"Results must be updated in steps of at least {FEWEST_RELEASED} ballots. Enter "
            f"{FEWEST_RELEASED} or more.",
        )


def needless(rules: Rules, choices: int) -> Iterator[Problem]:
    """Yield why a vote would decide nothing: all choices win, whoever votes for what.

    Only a quorum then depends on the votes. “None of these” never takes one of several seats.
    """
    if rules.seats == choices and rules.quorum is None and rules.quorum_percent is None:
        yield Problem(
            "seats",
            f"You asked for {choices} winners and there are {choices} choices, so every choice "
            "would win. Ask for fewer winners, or add choices.",
        )


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
        yield Problem("seats", "At least 1 choice must win.")
    elif rules.seats > 1 and not method.has_seats:
        others = [
            each.title
            for each in METHODS.values()
            if each.has_seats and each.ballot is method.ballot
        ]
        yield Problem(
            "seats",
            f"{method.title} elects one winner. Methods for several winners: {', '.join(others)}.",
        )
    elif rules.seats > choices:
        yield Problem(
            "seats", f"You asked for {rules.seats} winners, but there are only {choices} choices."
        )


def _number_problems(rules: Rules, method: Method, choices: int) -> Iterator[Problem]:
    most = choices if rules.max_choices is None else rules.max_choices
    if rules.min_choices < 1:
        yield Problem("min_choices", "The minimum must be at least 1.")
    if rules.max_choices is not None and rules.max_choices < 1:
        yield Problem("max_choices", "The maximum must be at least 1.")
    elif rules.max_choices is None and rules.min_choices > choices:
        yield Problem(
            "min_choices",
            f"The minimum is {rules.min_choices}, but there are only {choices} choices.",
        )
    elif rules.min_choices > most:
        yield Problem(
            "min_choices",
            f"The minimum ({rules.min_choices}) is higher than the maximum ({most}).",
        )
    elif rules.max_choices is not None and rules.max_choices > choices:
        yield Problem(
            "max_choices",
            f"The maximum is {rules.max_choices}, but there are only {choices} choices.",
        )
    elif method.has_one_mark and rules.max_choices != 1:
        others = " or ".join(
            each.title.lower() for each in METHODS.values() if _marks_several(each)
        )
        yield Problem(
            "max_choices",
            f"With {method.title.lower()}, a ballot marks one choice. For several marks, choose "
            f"{others}.",
        )


def _marks_several(method: Method) -> bool:
    return method.ballot is Style.MARKS and not method.has_one_mark


def _option_problems(rules: Rules, method: Method) -> Iterator[Problem]:
    known = [each.name for each in offered(method)]
    for name, text in rules.options:
        field = f"option-{method.name}-{name}"
        if name not in known:
            names = ", ".join(known) or "none"
            yield Problem(field, f"{method.title} has no option “{name}”. It has: {names}.")
            continue
        try:
            options.read(method.options, {name: text})
        except OptionError as error:
            yield Problem(field, error.text)


def _scale_problems(rules: Rules, method: Method) -> Iterator[Problem]:
    if method.ballot is not Style.SCORES:
        return
    if not 1 <= rules.highest <= HIGHEST_SCORE:
        yield Problem("highest", f"The highest score must be a number from 1 to {HIGHEST_SCORE}.")
        return
    if rules.labels and len(rules.labels) != rules.highest + 1:
        yield Problem(
            "labels",
            f"Scores from 0 to {rules.highest} need {rules.highest + 1} labels, but you wrote "
            f"{len(rules.labels):,}.",
        )
        return
    for score, label in enumerate(rules.labels):
        name = f"The label of score {score}"
        yield from (Problem("labels", each) for each in line_problems(name, label, LABEL_LENGTH))
    for label, *_ in likeness.groups(filter(None, rules.labels), likeness.look):
        yield Problem(
            "labels",
            f"Two scores have the same label, “{isolated(without_hidden_controls(label))}”.",
        )


def _validity_problems(rules: Rules, method: Method) -> Iterator[Problem]:
    if rules.quorum is not None and not 1 <= rules.quorum <= MOST_BALLOTS:
        yield Problem("quorum", f"A quorum is 1 to {counted(MOST_BALLOTS, 'ballot')}.")
    if rules.quorum_percent is not None:
        if rules.voters is not Voters.INVITED:
            yield Problem(
                "quorum",
                "A quorum can be a share only if voters are invited. Write a number of ballots.",
            )
        elif not 1 <= rules.quorum_percent <= _WHOLE:
            yield Problem(
                "quorum", f"A share of the people invited must be from 1 % to {_WHOLE} %."
            )
    if rules.quorum is not None and rules.quorum_percent is not None:
        yield Problem("quorum", "Give the quorum as a number or as a share, not both.")
    if rules.threshold is Threshold.SIMPLE:
        return
    if not method.has_support:
        able = ", ".join(each.title for each in METHODS.values() if each.has_support)
        yield Problem(
            "threshold",
            f"{method.title} does not tell how many ballots support the winner. A majority can be "
            f"required only with {able}.",
        )
    elif rules.seats > 1:
        yield Problem("threshold", "A majority of the ballots can be required only for one winner.")
