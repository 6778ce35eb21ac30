"""The form in which an organiser changes a question, and the change that it asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.questions import asking
from polls.domain.questions.content import parts
from polls.domain.questions.editing import Edit
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.questions import Kind
from polls.domain.text import times
from polls.forms.question_forms import (
    BOXES,
    FIELDS,
    PARAGRAPHS,
    QuestionForm,
    Reading,
    options_sent,
    written,
)
from polls.presentation import rule_labels
from polls.presentation.language import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.domain.questions.questions import Question

_ALWAYS = ("text", *PARAGRAPHS, "zone", "visibility", "release_step")
_ONLY_NEW = {
    "kind",
    "choices",
    "winners",
    "says",
    "matters",
    "opens",
    "pub_date",
    "closes",
    "close_date",
    "wants_listing",
}
_FIELDS = tuple(name for name in FIELDS if name not in _ONLY_NEW)
_BOXES = tuple(name for name in BOXES if name not in _ONLY_NEW)
_CHOICE = re.compile(r"choice-(\d{1,19})")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditForm:
    """What stands in the fields."""

    general: QuestionForm
    """The texts and rules, in the fields that they had when the question was asked."""
    texts: Mapping[int, str] = field(default_factory=dict)
    """Choice id → what its field says."""
    removed: frozenset[int] = frozenset()
    added: str = ""
    """A choice a line."""


class ChangedRule(NamedTuple):
    """A rule that somebody else has changed meanwhile."""

    name: str
    value: str


def also_changed(form: EditForm, stands: EditForm) -> list[ChangedRule]:
    """Return the rules that `stands`, the question as it is by now, has other than a form."""
    yours, now = form.general, stands.general
    return [
        ChangedRule(
            labels.name, str(rule_labels.value(field, getattr(now, field)) or gettext("no"))
        )
        for field, labels in rule_labels.RULES.items()
        if field in FIELDS and getattr(yours, field) != getattr(now, field)
    ]


def shown(question: Question) -> EditForm:
    """Return the form as it shows a question that nobody has changed yet."""
    general = written(question, {choice.kind for choice in question.choices})
    texts = {choice.id: choice.text for choice in question.choices}
    return EditForm(general=general, texts=texts)


def filled_in(question: Question, sent: Mapping[str, str], *, has_rules: bool) -> EditForm:
    """Return the form as it was sent; what it did not have stands as it is.

    Args:
        question: as it stands.
        sent: the fields. A box that is not ticked is not sent.
        has_rules: whether the form had the fields of the rules that the first ballot fixes.
    """
    before = shown(question)
    names = _FIELDS if has_rules else _ALWAYS
    general: dict[str, Any] = {name: sent[name] for name in names if name in sent}
    if "zone" in general:
        general["zone"] = times.spelled(general["zone"])
    if has_rules:
        general |= {name: sent.get(name, "") for name in _BOXES}
        general["options"] = {**before.general.options, **options_sent(sent)}
    texts = {int(found[1]): sent[name] for name in sent if (found := _CHOICE.fullmatch(name))}
    return EditForm(
        general=replace(before.general, **general),
        texts={**before.texts, **{id_: texts[id_] for id_ in texts if id_ in before.texts}},
        removed=frozenset(id_ for id_ in before.texts if f"remove-{id_}" in sent),
        added=sent.get("added", ""),
    )


def edit(form: EditForm, question: Question, *, has_rules: bool) -> Edit:
    """Return the change that a form asks for, not yet checked.

    Raises:
        InvalidQuestionError: what stands in a field for a number or a word is none.
    """
    reading = Reading(form.general)
    content = reading.content()
    kept = [each for each in question.choices if each.kind is Kind.CHOICE]
    others = sum(each.id not in form.removed for each in kept)
    added = tuple(reading.choices("added", form.added, others))
    if reading.problems:
        raise InvalidQuestionError(reading.problems)
    if not has_rules:
        rules = replace(
            question.rules,
            visibility=content.rules.visibility,
            release_step=content.rules.release_step,
        )
        content = replace(content, rules=rules)
    wanted = asking.extras(
        none=bool(form.general.offer_none),
        blank=bool(form.general.offer_blank),
    )
    kinds = {each.kind for each in wanted}
    extras = {each.kind: each.id for each in question.choices if each.kind is not Kind.CHOICE}
    return Edit(
        **parts(content),
        texts=form.texts,
        removed=form.removed | {id_ for kind, id_ in extras.items() if kind not in kinds},
        added=(
            *added,
            *(each for each in wanted if each.kind not in extras),
        ),
    )
