"""The form of a new question, filled in by the fields of an address: a template is a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.questions import asking
from polls.domain.questions.content import parts
from polls.domain.questions.problems.choices import WrongNumberOfChoices
from polls.domain.questions.problems.fields import (
    Fault,
    InvalidQuestionError,
    NotOffered,
    Problem,
)
from polls.domain.questions.problems.rules import (
    AllWin,
    MaximumAboveChoices,
    MinimumAboveChoices,
    TooManyWinners,
)
from polls.domain.questions.questions import Kind
from polls.forms import lists, question_forms
from polls.forms.cautions import is_past
from polls.forms.form_kinds import FormKind
from polls.forms.question_forms import (
    FIELDS,
    Listing,
    Reading,
    filled_in,
    gathered,
    options_fields,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from polls.domain.questions.questions import Question
    from polls.forms.question_forms import QuestionForm

_OF_NUMBER = (
    AllWin,
    MaximumAboveChoices,
    MinimumAboveChoices,
    TooManyWinners,
    WrongNumberOfChoices,
)


def mistakes(form: QuestionForm, given: Mapping[str, str], now: datetime) -> list[Problem]:
    """Return what is wrong with the fields that an address gave.

    What it leaves to whoever opens it is not: a template may come without choices.
    """
    kind = given.get("kind", "").strip()
    is_known = not kind or kind in set(FormKind)
    problems = [] if is_known else [Problem("kind", NotOffered(kind))]
    try:
        question_forms.question(form, Listing.NOBODY, now)
    except InvalidQuestionError as error:
        has_choices = question_forms.has_choices(form)
        problems += [
            problem
            for problem in error.problems
            if (given.get(problem.field, "").strip() or _is_unmarked(problem, given))
            and (has_choices or not isinstance(problem.reason, _OF_NUMBER))
        ]
    return problems


def fields(question: Question, now: datetime) -> list[tuple[str, str]] | None:
    """Return the fields of an address that asks a question again: its texts, choices and rules.

    Dates that are past are left out, and so is the time zone where the choices are no dates: it is
    that of whoever asks. None: the form cannot say what this question does, such as a choice that
    looks like an entry of a list.
    """
    shown = written(question, {choice.kind for choice in question.choices})
    fresh = filled_in({"kind": shown.kind}, question.zone)
    has_dates = question.rules.has_dates
    choices = [
        choice.anew
        for choice in question.choices
        if choice.kind is Kind.CHOICE
        and not (has_dates and is_past(choice.text, question.zone, now))
    ]
    pairs = [("kind", shown.kind)] if shown.kind != FormKind.QUESTION else []
    for name in FIELDS:
        if name == "choices":
            pairs += [(name, lists.line(choice)) for choice in choices]
        elif (name == "zone" and has_dates) or getattr(shown, name) != getattr(fresh, name):
            pairs.append((name, getattr(shown, name)))
    pairs += options_fields(shown)
    form = filled_in(gathered(pairs), question.zone)
    reading = Reading(form)
    content, read = asking.tidy(reading.content()), tuple(reading.choices("choices", form.choices))
    is_same = parts(content) == parts(question) and read == tuple(choices)
    return pairs if is_same and not reading.problems else None


def _is_unmarked(problem: Problem, given: Mapping[str, str]) -> bool:
    """Tell whether an address leaves a field empty that then has nothing marked."""
    return problem.field in given and problem.reason is Fault.NOT_OFFERED
