"""What an organiser may change about a question that exists, and what it is afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from polls.domain.questions.asking import (
    content_problems,
    date_kept,
    date_problems,
    dated,
    description_problems,
    is_dated,
    link_problems,
    number_problems,
    offer_problems,
    plain_count,
    repetition_problems,
    rule_problems,
    seat_problems,
    text_problems,
    tidy,
)
from polls.domain.questions.content import PLAIN, Content, parts
from polls.domain.questions.problems.choices import (
    CannotRemove,
    Part,
    RemovalConflict,
    TextOfChoice,
    TextOfKnownChoice,
)
from polls.domain.questions.problems.fields import Fault, InvalidQuestionError, Problem
from polls.domain.questions.questions import Kind, Stage
from polls.domain.questions.rules import Rules, Visibility
from polls.domain.questions.visibility import Role, Sight, sight
from polls.domain.text.moment_problems import UnknownZone
from polls.domain.text.times import is_zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import datetime

    from polls.domain.questions.questions import Choice, NewChoice, Question

_STRICTNESS = tuple(Visibility)
"""From “everybody, always” to “nobody until the organiser says so”: the order of `Visibility`."""

_MAY_BECOME_STRICTER = "release_step"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Content):
    """A question as its organiser wants it from now on."""

    texts: Mapping[int, str] = field(default_factory=dict)
    """Choice id → text; a choice that is not named keeps its own."""
    removed: frozenset[int] = frozenset()
    added: tuple[NewChoice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Content):
    """What becomes of a question and of the choices that change."""

    original_text: str | None
    texts: Mapping[int, tuple[str, str | None]]
    """Choice id → its new text, and what it said when voting began."""
    removed: frozenset[int]
    added: tuple[NewChoice, ...]
    changes: tuple[Mapping[str, Any], ...]
    """For the log: what was changed, from what, to what. Empty: nothing was."""


def edited(question: Question, edit: Edit, now: datetime, marked: Collection[int]) -> Edited:
    """Return what `edit` makes of a question.

    Args:
        question: as it stands.
        edit: what is wanted.
        now: the moment that decides which stage of its life it is in.
        marked: ids of the choices that stand on some ballot, be it one that was replaced.

    Raises:
        InvalidQuestionError: with every reason why this cannot be.
    """
    wanted = _trimmed(edit)
    problems = [
        *_text_problems(question, wanted),
        *_choice_problems(question, wanted, now, marked),
        *(_date_problems(question, wanted) if is_dated(wanted.rules) else ()),
        *_rule_problems(question, wanted, now),
        *_zone_problems(question, wanted, now),
    ]
    if problems:
        raise InvalidQuestionError(problems)
    is_seen = question.stage(now) not in {Stage.DRAFT, Stage.SCHEDULED}
    return Edited(
        **parts(wanted),
        original_text=_original(question, wanted.text, is_seen=is_seen),
        texts={
            choice.id: (text, _original(choice, text, is_seen=is_seen))
            for choice, text in _kept(question, wanted)
            if text != choice.text
        },
        removed=wanted.removed,
        added=wanted.added,
        changes=tuple(_changes(question, wanted)),
    )


def is_frozen(question: Question, now: datetime) -> bool:
    """Tell whether there is a ballot that was cast under the rules as they are."""
    return question.ballot_count > 0 and question.stage(now) is not Stage.DRAFT


def may_remove_choices(question: Question, now: datetime) -> bool:
    """Tell whether choices that stand on no ballot can be removed.

    Not while the numbers move in steps: which choices can be would tell what was just voted for.
    Not when voting has ended: the seed of the lots is known, and a lot is that of a number on the
    ballot.
    """
    if question.stage(now) is Stage.CLOSED:
        return False
    seen = sight(question.rules, question.stage(now), question.published_at, Role.ORGANISER)
    return not (is_frozen(question, now) and seen is Sight.STEPPED)


def visibilities(question: Question, now: datetime) -> tuple[Visibility, ...]:
    """Return what the visibility of a question may be from now on.

    Voters were told who will see the result, so the first ballot fixes it. A result that everybody
    could see is never hidden again, even if nobody had voted.
    """
    visibility = question.rules.visibility
    if is_frozen(question, now):
        return (visibility,)
    if _was_public(question, now):
        return _STRICTNESS[: _STRICTNESS.index(visibility) + 1]
    return _STRICTNESS


def _was_public(question: Question, now: datetime) -> bool:
    """Tell whether voting has ended at some time with a result for everybody."""
    has_ended = question.stage(now) is Stage.CLOSED or question.reopened_at is not None
    seen = sight(question.rules, Stage.CLOSED, question.published_at, Role.SOMEBODY)
    return has_ended and seen.is_open


def _trimmed(edit: Edit) -> Edit:
    """Return what is wanted as it is kept: texts trimmed, dates written in one way."""
    texts = {choice_id: text.strip() for choice_id, text in edit.texts.items()}
    added = tuple(replace(new, text=new.text.strip()) for new in edit.added)
    kept = tidy(edit)
    if is_dated(kept.rules):
        texts = {choice_id: date_kept(text, edit.zone) for choice_id, text in texts.items()}
        added = dated(added, edit.zone)
    return replace(kept, texts=texts, added=added)


def _kept(question: Question, edit: Edit) -> Iterator[tuple[Choice, str]]:
    """Yield the choices that stay, each with the text that it is to have."""
    for choice in question.choices:
        if choice.id not in edit.removed:
            is_plain = choice.kind is Kind.CHOICE
            yield choice, edit.texts.get(choice.id, choice.text) if is_plain else choice.text


def _plain(question: Question, edit: Edit) -> int:
    """Return how many choices there will be, without what stands below them."""
    kinds = [choice.kind for choice, _ in _kept(question, edit)]
    return (*kinds, *(new.kind for new in edit.added)).count(Kind.CHOICE)


def _text_problems(question: Question, edit: Edit) -> Iterator[Problem]:
    """Yield what is wrong with texts that are new; old ones may be from before a rule for texts."""
    yield from content_problems(edit, question)
    for choice, text in _kept(question, edit):
        if text != choice.text:
            yield from text_problems(f"choice-{choice.id}", TextOfKnownChoice(choice.text), text)
    are_dates = is_dated(edit.rules)
    for number, new in enumerate(edit.added, start=1):
        place, described, linked = (_added(number, part, is_date=are_dates) for part in Part)
        yield from text_problems("added", place, new.text)
        yield from description_problems("added", described, new.description)
        yield from link_problems("added", linked, new.link)


def _added(number: int, part: Part, *, is_date: bool) -> TextOfChoice:
    return TextOfChoice(number, part, is_added=True, is_date=is_date)


def _choice_problems(
    question: Question,
    edit: Edit,
    now: datetime,
    marked: Collection[int],
) -> Iterator[Problem]:
    may_remove = may_remove_choices(question, now)
    for choice in question.choices:
        if choice.id in edit.removed and not may_remove:
            is_closed = question.stage(now) is Stage.CLOSED
            why = RemovalConflict.IS_CLOSED if is_closed else RemovalConflict.HAS_BALLOTS
            yield Problem(f"choice-{choice.id}", CannotRemove(choice.text, why))
        elif choice.id in edit.removed and choice.id in marked:
            why = RemovalConflict.IS_MARKED
            yield Problem(f"choice-{choice.id}", CannotRemove(choice.text, why))
    if edit.added and question.stage(now) is Stage.CLOSED:
        yield Problem("added", Fault.CLOSED_TO_CHOICES)
    kept = list(_kept(question, edit))
    lines = [(choice.kind, text) for choice, text in kept]
    lines += [(new.kind, new.text) for new in edit.added]
    fresh = {text for choice, text in kept if text != choice.text}
    fresh |= {new.text for new in edit.added}
    has_more = any(new.kind is Kind.CHOICE for new in edit.added)
    texts = [text for kind, text in lines if kind is Kind.CHOICE]
    for field_, reason in (*repetition_problems(texts, fresh), *offer_problems(lines, fresh)):
        yield Problem("added" if has_more else field_, reason)
    yield from number_problems(_plain(question, edit), are_dates=question.rules.has_dates)


def _date_problems(question: Question, edit: Edit) -> Iterator[Problem]:
    for choice, text in _kept(question, edit):
        if choice.kind is Kind.CHOICE:
            yield from date_problems(
                f"choice-{choice.id}", TextOfKnownChoice(choice.text), text, edit.zone
            )
        elif choice.kind is Kind.NONE:
            yield Problem("offer_none", Fault.NONE_BESIDE_DATES)
    for number, new in enumerate(edit.added, start=1):
        if new.kind is Kind.CHOICE:
            place = _added(number, Part.TEXT, is_date=True)
            yield from date_problems("added", place, new.text, edit.zone)
        elif new.kind is Kind.NONE:
            yield Problem("offer_none", Fault.NONE_BESIDE_DATES)


def _rule_problems(question: Question, edit: Edit, now: datetime) -> Iterator[Problem]:
    before, after = question.rules, edit.rules
    choices = _plain(question, edit)
    yield from rule_problems(after, choices)
    stood = seat_problems(before, plain_count(question.choices))
    yield from (each for each in seat_problems(after, choices) if each not in stood)
    if not is_frozen(question, now):
        if after.visibility not in visibilities(question, now):
            yield Problem("visibility", Fault.WAS_PUBLIC)
        return
    removed = [choice.kind for choice in question.choices if choice.id in edit.removed]
    for kind in {*removed, *(new.kind for new in edit.added)} - {Kind.CHOICE}:
        yield Problem(f"offer_{kind}", Fault.OFFER_IS_FIXED)
    for each in fields(before):
        is_changed = getattr(before, each.name) != getattr(after, each.name)
        if is_changed and each.name != _MAY_BECOME_STRICTER:
            yield Problem(each.name, Fault.RULE_IS_FIXED)
    if after.release_step < before.release_step:
        yield Problem("release_step", Fault.STEP_ONLY_GROWS)


def _zone_problems(question: Question, edit: Edit, now: datetime) -> Iterator[Problem]:
    """Yield why a question cannot have a time zone; an old one may be unknown to this machine."""
    if edit.zone == question.zone:
        return
    if is_frozen(question, now):
        yield Problem("zone", Fault.ZONE_IS_FIXED)
    elif not is_zone(edit.zone):
        yield Problem("zone", UnknownZone(edit.zone))


def _original(thing: Question | Choice, text: str, *, is_seen: bool) -> str | None:
    """Return what `thing` said when people first saw it, unless it says that again."""
    first = thing.original_text or thing.text
    return first if is_seen and first != text else None


def _changes(question: Question, edit: Edit) -> Iterator[Mapping[str, Any]]:
    yield from _differences(PLAIN, question, edit)
    for choice, text in _kept(question, edit):
        if text != choice.text:
            yield {"what": "choice", "from": choice.text, "to": text}
    for choice in question.choices:
        if choice.id in edit.removed:
            yield {"what": "choice", "from": choice.text, "to": None}
    for new in edit.added:
        yield {"what": "choice", "from": None, "to": new.text}
    yield from _differences([each.name for each in fields(Rules)], question.rules, edit.rules)


def _differences(names: Iterable[str], before: Any, after: Any) -> Iterator[Mapping[str, Any]]:
    """Yield those of the fields that are another thing afterwards."""
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield {"what": name, "from": old, "to": new}
