"""A question as its form stands, to be looked at before it is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from polls.domain.questions import asking, fitting
from polls.domain.questions.questions import Choice, Kind, NewChoice, Question
from polls.forms.question_forms import Listing, Reading
from polls.presentation.language import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from polls.domain.questions.rules import Rules
    from polls.forms.question_forms import QuestionForm

_DATES = asking.choices(["2026-12-24", "2026-12-25"])


def drawn(form: QuestionForm, now: datetime) -> Question:
    """Return the question that the form asks; what is missing or wrong in it is as usual."""
    new = asking.tidy(Reading(form).question(Listing.NOBODY, now))
    rules = _drawable(new.rules)
    choices = _some(new.choices, _DATES if asking.is_dated(rules) else _choices())
    if asking.is_dated(rules):
        choices = asking.in_order(asking.dated(choices, new.zone), new.zone)
    question = Question.unkept(
        replace(new, text=new.text or gettext("Your question"), rules=rules),
        new.pub_date or now,
        [
            Choice(number, each.text, 0, each.kind, each.description, each.link)
            for number, each in enumerate(choices, start=1)
        ],
    )
    return replace(question, close_date=new.close_date)


def _choices() -> tuple[NewChoice, ...]:
    return asking.choices([gettext("Your first choice"), gettext("Your second choice")])


def _drawable(rules: Rules) -> Rules:
    highest = min(max(rules.highest, 1), fitting.HIGHEST_SCORE)
    labels = rules.labels if len(rules.labels) == highest + 1 else ()
    return replace(rules, highest=highest, labels=labels)


def _some(choices: Sequence[NewChoice], usual: Sequence[NewChoice]) -> tuple[NewChoice, ...]:
    """Return the choices, as many as there may be, or the usual ones if there are none yet."""
    plain = [choice for choice in choices if choice.kind is Kind.CHOICE][: asking.MOST_CHOICES]
    others = [choice for choice in choices if choice.kind is not Kind.CHOICE]
    return (*(plain or usual), *others)
