"""Warnings about choices: what is allowed, and more often a slip than meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.questions import dates
from polls.domain.questions.asking import is_dated
from polls.domain.questions.problems.choices import AlikeButForCapitals, PastDates
from polls.domain.questions.problems.fields import Problem
from polls.domain.questions.questions import Kind, Stage
from polls.domain.text import likeness
from polls.domain.text.moment_problems import MomentError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from polls.domain.questions.editing import Edit
from polls.domain.questions.questions import NewQuestion, Question


def of_new(new: NewQuestion, now: datetime) -> list[Problem]:
    """Return what to tell of a new question that has no problems."""
    texts = [choice.text for choice in new.choices if choice.kind is Kind.CHOICE]
    past = _past(texts, new.zone, now) if is_dated(new.rules) else ()
    return [*_capitals(texts, texts), *past]


def of_edit(question: Question, edit: Edit, now: datetime) -> list[Problem]:
    """Return what to tell of a change that has no problems.

    Of a draft all choices are looked at, for it may be a copy of a question that is old by now; and
    in another time zone they all are at another time.
    """
    kept = [each for each in question.choices if each.id not in edit.removed]
    texts = {each: edit.texts.get(each.id, each.text) for each in kept if each.kind is Kind.CHOICE}
    added = [new.text for new in edit.added if new.kind is Kind.CHOICE]
    is_all_new = question.stage(now) is Stage.DRAFT or edit.zone != question.zone
    changed = [text for each, text in texts.items() if is_all_new or text != each.text]
    past = _past([*changed, *added], edit.zone, now) if is_dated(edit.rules) else ()
    return [*_capitals([*texts.values(), *added], {*changed, *added}), *past]


def is_past(text: str, zone: str, now: datetime) -> bool:
    """Tell whether a text is a date in the past, by the clocks of a zone."""
    try:
        return dates.is_past(text, zone, now)
    except MomentError:
        return False


def _capitals(texts: Collection[str], new: Collection[str]) -> Iterator[Problem]:
    for alike in likeness.groups(texts, likeness.folded):
        if any(text in new for text in alike):
            yield Problem("choices", AlikeButForCapitals(tuple(alike)))


def _past(texts: Collection[str], zone: str, now: datetime) -> Iterator[Problem]:
    past = [text for text in texts if is_past(text, zone, now)]
    if past:
        yield Problem("choices", PastDates(tuple(past)))
