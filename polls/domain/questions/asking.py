"""What a new question must be, checked whoever asks it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NewType, TypeVar
from urllib.parse import urlsplit

from polls.domain.methods import METHODS
from polls.domain.questions import dates, fitting
from polls.domain.questions.content import PARAGRAPHS, Content
from polls.domain.questions.problems.choices import (
    BadDate,
    BadText,
    NoWebAddress,
    OfferedChoice,
    Part,
    RepeatedChoice,
    TextOfChoice,
    TextOfQuestion,
    WrongNumberOfChoices,
)
from polls.domain.questions.problems.fields import Fault, InvalidQuestionError, Problem
from polls.domain.questions.questions import EXTRAS, Kind, NewChoice, NewQuestion
from polls.domain.text import likeness
from polls.domain.text.moment_problems import MomentError, UnknownZone
from polls.domain.text.texts import (
    LINK_LENGTH,
    TEXT_LENGTH,
    line_problems,
    paragraph_problems,
)
from polls.domain.text.times import is_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from polls.domain.questions.problems.choices import TextOfKnownChoice, TextPlace
    from polls.domain.questions.questions import Choice
    from polls.domain.questions.rules import Rules

FEWEST_CHOICES = 2
MOST_CHOICES = 500
"""More than any ballot that a person can read; keeps one page and one batch small."""

CheckedQuestion = NewType("CheckedQuestion", NewQuestion)
"""A new question that is as it is kept. To check one of 500 choices again takes some 30 ms."""

SomeContent = TypeVar("SomeContent", bound=Content)
AnyChoice = TypeVar("AnyChoice", "NewChoice", "Choice")

_LAST = datetime.max.replace(tzinfo=UTC)


def choices(texts: Sequence[str]) -> tuple[NewChoice, ...]:
    """Return plain choices with these texts."""
    return tuple(NewChoice(text=text) for text in texts)


def extras(*, none: bool, blank: bool) -> tuple[NewChoice, ...]:
    """Return the lines that stand below the choices, each of which is marked alone."""
    wanted = {Kind.NONE: none, Kind.BLANK: blank}
    return tuple(NewChoice(text=text, kind=kind) for kind, text in EXTRAS.items() if wanted[kind])


def checked(new: NewQuestion, now: datetime) -> CheckedQuestion:
    """Return the question as it is kept: its texts trimmed, its dates in order.

    Raises:
        InvalidQuestionError: with every problem of it, in the order of the form; those of its
            sense come last.
    """
    trimmed = replace(
        tidy(new),
        choices=tuple(
            replace(
                each,
                text=each.text.strip(),
                description=tidied(each.description),
                link=tidied(each.link),
            )
            for each in new.choices
        ),
    )
    has_dates = is_dated(trimmed.rules)
    if has_dates:
        trimmed = replace(trimmed, choices=dated(trimmed.choices, trimmed.zone))
    found = question_problems(trimmed, now)
    found += [each for each in _sense_problems(trimmed) if each not in found]
    if found:
        raise InvalidQuestionError(found)
    if has_dates:
        trimmed = replace(trimmed, choices=in_order(trimmed.choices, trimmed.zone))
    return CheckedQuestion(trimmed)


def question_problems(new: NewQuestion, now: datetime) -> list[Problem]:
    """Return what is wrong with a question that is written as it is kept, in the form's order.

    Archives are checked by it as well. What makes no sense, and could be asked once, is not in it.
    """
    return [
        *content_problems(new),
        *_choice_problems(new.choices, are_dates=is_dated(new.rules)),
        *(_date_problems(new.choices, new.zone) if is_dated(new.rules) else ()),
        *rule_problems(new.rules, plain_count(new.choices)),
        *time_problems(new.pub_date or now, new.close_date, new.zone),
    ]


def is_dated(rules: Rules) -> bool:
    """Tell whether the choices of a question with these rules are dates."""
    method = METHODS.get(rules.method)
    return method is not None and method.has_dates


def dated(choices: Iterable[NewChoice], zone: str) -> tuple[NewChoice, ...]:
    """Return choices with their dates as they are kept; what is no date stays as it is."""
    return tuple(
        replace(each, text=date_kept(each.text, zone)) if each.kind is Kind.CHOICE else each
        for each in choices
    )


def in_order(choices: Iterable[AnyChoice], zone: str) -> tuple[AnyChoice, ...]:
    """Return dates from the earliest to the latest, then what is none in the order that it has."""
    return tuple(sorted(choices, key=lambda choice: _place(choice, zone)))


def plain_count(choices: Iterable[Choice | NewChoice]) -> int:
    """Return how many of these are choices, and not what is offered below them."""
    return sum(choice.kind is Kind.CHOICE for choice in choices)


def date_kept(text: str, zone: str) -> str:
    """Return a date as it is kept; what is no date stays as it is."""
    try:
        return dates.canonical(text, zone)
    except MomentError:
        return text


def tidy(content: SomeContent) -> SomeContent:
    """Return content as it is kept: without what surrounds its texts, its rules settled."""
    longer: dict[str, Any] = {name: tidied(getattr(content, name)) for name in PARAGRAPHS}
    rules = fitting.settled(content.rules)
    return replace(content, text=content.text.strip(), rules=rules, **longer)


def tidied(text: str | None) -> str | None:
    """Return a longer text without what surrounds it; None if nothing is left."""
    return (text.strip().replace("\r\n", "\n") or None) if text else None


def content_problems(content: Content, stands: Content | None = None) -> Iterator[Problem]:
    """Yield what is wrong with the texts of a question.

    Args:
        content: as it is wanted.
        stands: as it is by now. What is the same there may be from before a rule for texts.
    """
    if stands is None or content.text != stands.text:
        yield from text_problems("text", TextOfQuestion("text"), content.text)
    for name in PARAGRAPHS:
        text = getattr(content, name)
        if stands is None or text != getattr(stands, name):
            yield from description_problems(name, TextOfQuestion(name), text)


def text_problems(field: str, place: TextPlace, text: str) -> list[Problem]:
    """Return what is wrong with the text of a question or a choice."""
    return [Problem(field, BadText(place, each)) for each in line_problems(text)]


def description_problems(field: str, place: TextPlace, text: str | None) -> list[Problem]:
    """Return what is wrong with a longer text that may be missing."""
    return [Problem(field, BadText(place, each)) for each in paragraph_problems(text or "")]


def repetition_problems(texts: Sequence[str], new: Collection[str]) -> list[Problem]:
    """Return a problem for each text that several choices have, as far as anybody can see.

    Args:
        texts: of all choices, without what is offered below them.
        new: those of them that were written now. What was taken before stays.
    """
    repeated = likeness.groups((text for text in texts if _is_line(text)), likeness.look)
    return [
        Problem("choices", _repeated(alike))
        for alike in sorted(repeated)
        if any(text in new for text in alike)
    ]


def offer_problems(
    lines: Sequence[tuple[Kind, str]],
    new: Collection[str],
    key: Callable[[str], str] = likeness.folded,
) -> list[Problem]:
    """Return a problem for each choice that says what is offered below the choices.

    Args:
        lines: kinds and texts of the lines of a ballot.
        new: those of the texts that were written now. What was taken before stays.
        key: what texts have in common that say the same.
    """
    typed = [(key(text), text) for kind, text in lines if kind is Kind.CHOICE and _is_line(text)]
    offered = {key(text): text for kind, text in lines if kind is not Kind.CHOICE}
    found = {
        offered[look]
        for look, text in typed
        if look in offered and (text in new or offered[look] in new)
    }
    return [Problem("choices", OfferedChoice(text)) for text in sorted(found)]


def seat_problems(rules: Rules, choices: int) -> list[Problem]:
    """Return why a vote would decide nothing among so many choices."""
    return list(fitting.needless(rules, choices)) if choices >= FEWEST_CHOICES else []


def number_problems(number: int, *, are_dates: bool) -> list[Problem]:
    """Return what is wrong with this number of choices, or of dates."""
    if FEWEST_CHOICES <= number <= MOST_CHOICES:
        return []
    reason = WrongNumberOfChoices(number, FEWEST_CHOICES, MOST_CHOICES, are_dates=are_dates)
    return [Problem("choices", reason)]


def link_problems(field: str, place: TextOfChoice, link: str | None) -> list[Problem]:
    """Return what is wrong with an address that may be missing."""
    if link is None:
        return []
    problems = [Problem(field, BadText(place, each)) for each in line_problems(link, LINK_LENGTH)]
    if not problems and not _is_web_address(link):
        problems = [Problem(field, NoWebAddress(place))]
    return problems


def date_problems(
    field: str, place: TextOfChoice | TextOfKnownChoice, text: str, zone: str
) -> list[Problem]:
    """Return why a text is no date by the clocks of a zone, if that is known."""
    if not text or not is_zone(zone):
        return []  # each of which is a problem of its own
    try:
        dates.read(text, zone)
    except MomentError as error:
        return [Problem(field, BadDate(place, text, error.problem))]
    return []


def rule_problems(rules: Rules, choices: int) -> list[Problem]:
    """Return what is wrong with the rules of a question that has so many choices."""
    return list(fitting.problems(rules, max(choices, FEWEST_CHOICES)))


def time_problems(opens: datetime, closes: datetime | None, zone: str) -> list[Problem]:
    """Return what is wrong with the times of a question."""
    problems = []
    if closes is not None and closes <= opens:
        problems.append(Problem("close_date", Fault.ENDS_BEFORE_BEGINNING))
    if not is_zone(zone):
        problems.append(Problem("zone", UnknownZone(zone)))
    return problems


def _sense_problems(new: NewQuestion) -> Iterator[Problem]:
    plain = plain_count(new.choices)
    if plain <= MOST_CHOICES:
        yield from offer_problems(*_lines(new.choices))
    yield from seat_problems(new.rules, plain)


def _lines(choices: Sequence[NewChoice]) -> tuple[list[tuple[Kind, str]], set[str]]:
    """Return the kinds and texts of choices, and the texts alone."""
    return [(each.kind, each.text) for each in choices], {each.text for each in choices}


def _choice_problems(choices: Sequence[NewChoice], *, are_dates: bool) -> list[Problem]:
    plain = plain_count(choices)
    if plain > MOST_CHOICES:
        # Nobody wants to read what is wrong with each.
        return number_problems(plain, are_dates=are_dates)
    problems = []
    for number, choice in enumerate(choices, start=1):
        text, description, link = (TextOfChoice(number, part, is_date=are_dates) for part in Part)
        problems += text_problems("choices", text, choice.text)
        problems += description_problems("choices", description, choice.description)
        problems += link_problems("choices", link, choice.link)
    texts = [choice.text for choice in choices if choice.kind is Kind.CHOICE]
    problems += repetition_problems(texts, set(texts))
    problems += offer_problems(*_lines(choices), likeness.look)
    problems += _extra_problems([choice.kind for choice in choices])
    return problems + number_problems(plain, are_dates=are_dates)


def _extra_problems(kinds: Sequence[Kind]) -> Iterator[Problem]:
    for kind in (Kind.NONE, Kind.BLANK):
        if kinds.count(kind) > 1:
            yield Problem("choices", Fault.OFFERED_TWICE)


def _date_problems(choices: Sequence[NewChoice], zone: str) -> Iterator[Problem]:
    if plain_count(choices) > MOST_CHOICES:
        return
    for number, choice in enumerate(choices, start=1):
        if choice.kind is Kind.CHOICE:
            place = TextOfChoice(number, Part.TEXT, is_date=True)
            yield from date_problems("choices", place, choice.text, zone)
        elif choice.kind is Kind.NONE:
            yield Problem("offer_none", Fault.NONE_BESIDE_DATES)


def _place(choice: NewChoice | Choice, zone: str) -> tuple[datetime, datetime]:
    if choice.kind is Kind.CHOICE:
        with suppress(MomentError):
            return dates.place(choice.text, zone)
    return (_LAST, _LAST)


def _is_line(text: str) -> bool:
    return 0 < len(text) <= TEXT_LENGTH  # what else is wrong has a problem of its own


def _repeated(alike: Sequence[str]) -> RepeatedChoice:
    return RepeatedChoice(alike[0], len(alike), is_exact=len(set(alike)) == 1)


def _is_web_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in link
