"""The count of a question: its ballots, its method, its options, and its lots."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from polls.domain.counting import lots, options
from polls.domain.methods import METHODS
from polls.domain.questions.questions import Kind

if TYPE_CHECKING:
    from polls.domain.counting.lots import Lots
    from polls.domain.counting.options import Declared
    from polls.domain.counting.outcomes import CountResult
    from polls.domain.counting.profiles import Profile
    from polls.domain.methods import Method
    from polls.domain.questions.questions import Question
    from polls.domain.questions.rules import Rules


def count(
    question: Question,
    profile: Profile[Any],
    *,
    is_closed: bool,
    method: Method | None = None,
) -> CountResult:
    """Count the ballots of a question by its method, or by another one that fits its ballots."""
    chosen = method or method_of(question.rules)
    order = lot_order(question, is_closed=is_closed)
    return chosen.count(profile, options_of(question, chosen), question.rules.seats, order)


def lot_order(question: Question, *, is_closed: bool) -> Lots:
    """Return the choices as lots put them.

    The seed is a secret as long as somebody can vote: until then lots come from what all may know,
    and decide nothing but how a result that is not final is told.
    """
    numbers = {id_: str(number) for id_, number in question.numbers.items()}
    if question.lot_seed is None:
        return tuple(numbers)
    seed = question.lot_seed if is_closed else (question.lot_seal or "").encode()
    return lots.order(seed, numbers)


def method_of(rules: Rules) -> Method:
    """Return the method by which a question is counted."""
    return METHODS[rules.method]


def unusual_options(rules: Rules) -> list[tuple[Declared, str]]:
    """Return the options of the method that are not as usual, each with its value."""
    given = dict(rules.options)
    return [
        (option, given[option.name])
        for option in options.declared(method_of(rules).options)
        if option.name in given
    ]


def barred(question: Question) -> tuple[int, ...]:
    """Return the choices that can take no seat: where there are several, “None of these”.

    Where one choice wins, it can be that one: then most want none of the others.
    """
    if question.rules.seats == 1:
        return ()
    return tuple(choice.id for choice in question.choices if choice.kind is Kind.NONE)


def options_of(question: Question, method: Method | None = None) -> Any:
    """Return the options of a method, of its own one if none is given, as this question has them.

    Those of another method than its own are as usual, but for the scale and “None of these”, which
    never takes one of several seats.
    """
    rules = question.rules
    own = method_of(rules)
    method = method or own
    chosen = options.read(method.options, dict(rules.options) if method is own else {})
    nobody = tuple(choice.id for choice in question.choices if choice.kind is Kind.NONE)
    given = {
        "highest": rules.highest,
        "default_choice": nobody,
        "max_marks": None,
        "cannot_win": barred(question),
        "eliminate_first": barred(question),
    }
    known = {each.name for each in fields(method.options)}
    return replace(chosen, **{name: given[name] for name in given.keys() & known})
