"""The form of a new question as people fill it in, and the question that it makes."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from polls.domain.methods import METHODS
from polls.domain.questions import asking, fitting, quorums
from polls.domain.questions.content import Content, parts
from polls.domain.questions.problems.fields import (
    Fault,
    InvalidQuestionError,
    NotOffered,
    NumberTooLong,
    Problem,
)
from polls.domain.questions.questions import Kind, NewChoice, NewQuestion
from polls.domain.questions.quorums import QuorumError
from polls.domain.questions.rules import (
    PER_NETWORK,
    RELEASE_STEP,
    Rules,
    Threshold,
    Visibility,
    Voters,
)
from polls.domain.text import times
from polls.domain.text.characters import is_visible
from polls.domain.text.moment_problems import MomentError
from polls.domain.text.texts import on_one_line, whole_number
from polls.forms import advice, form_kinds, lists
from polls.forms.advice import Matters, Says, Winners
from polls.forms.form_kinds import FormKind
from polls.presentation.language import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from polls.domain.methods import Method
    from polls.domain.questions.problems.fields import Reason
    from polls.forms.advice import Advice

MOST_DIGITS = 9

_OPTION = "option-"


class Opens(StrEnum):
    """When voting begins."""

    NOW = "now"
    AT = "at"
    LATER = "later"  # when the organiser says so: a draft until then


class Closes(StrEnum):
    """When voting ends."""

    NEVER = "never"  # that is, when the organiser says so
    AT = "at"


class Listing(StrEnum):
    """Whose questions are on the front page, if they want it; as in the settings."""

    ANYONE = "anyone"
    APPROVAL = "approval"
    NOBODY = "nobody"


def _box() -> str:
    empty: str = field(default="", metadata={"is_box": True})
    return empty


def _paragraph(label: str) -> str:
    empty: str = field(default="", metadata={"label": label})
    return empty


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm:
    """What stands in the fields, as it was sent; at first, what fits most questions.

    A box that is ticked says something, whatever it is; one that is not says nothing.
    """

    kind: str = FormKind.QUESTION
    text: str = ""
    choices: str = ""
    winners: str = Winners.ONE
    says: str = Says.ONE
    matters: str = Matters.SIMPLE
    method: str = Rules().method
    seats: str = "1"
    highest: str = ""
    labels: str = ""
    min_choices: str = "1"
    max_choices: str = ""
    offer_none: str = _box()
    offer_blank: str = _box()
    is_shuffled: str = _box()
    threshold: str = Threshold.SIMPLE
    quorum: str = ""
    description: str = _paragraph(gettext_noop("More about the question"))
    voters: str = Voters.BROWSER
    per_network: str = str(PER_NETWORK)
    release_step: str = str(RELEASE_STEP)
    opens: str = Opens.NOW
    pub_date: str = ""
    closes: str = Closes.NEVER
    close_date: str = ""
    zone: str = "UTC"
    visibility: str = Visibility.VOTED
    is_final: str = _box()
    no_receipts: str = _box()
    wants_listing: str = _box()
    options: Mapping[str, str] = field(default_factory=dict)
    """“method-option” → its value, for every method that was looked at."""


FIELDS = tuple(each.name for each in fields(QuestionForm) if each.name != "options")
"""In the order in which they stand on the page; options follow on `labels`."""

BOXES = tuple(each.name for each in fields(QuestionForm) if "is_box" in each.metadata)
"""Those that are only sent if they are ticked."""

PARAGRAPHS = {
    each.name: each.metadata["label"] for each in fields(QuestionForm) if "label" in each.metadata
}
"""Those of a longer text, which a question has under the same name: with their labels."""

FIRST_OF_BALLOT = FIELDS.index("winners")
FIRST_SETTING = FIELDS.index("description")


def gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return fields by their names, the first of each; choices sent one by one are a line each."""
    found: dict[str, str] = {}
    for name, text in pairs:
        if name == "choices" and name in found:
            found[name] += f"\n{text}"
        else:
            found.setdefault(name, text)
    return found


def filled_in(sent: Mapping[str, str], zone: str) -> QuestionForm:
    """Return the form with the fields that were sent; `zone` is that of who did not say one."""
    kind = form_kinds.said(sent.get("kind", ""))
    values = {"zone": zone, **form_kinds.DEFAULTS[kind]}
    values |= {name: sent[name] for name in FIELDS if name in sent}
    values["zone"] = times.spelled(values["zone"])
    values["kind"] = form_kinds.fitting(kind, values.get("method", Rules().method))
    return QuestionForm(**values, options=options_sent(sent))


def switched(form: QuestionForm, kind: FormKind) -> QuestionForm:
    """Return the form as another kind of it: what nobody has changed begins as it does there."""
    usual = QuestionForm()
    before, after = form_kinds.DEFAULTS[form_kinds.said(form.kind)], form_kinds.DEFAULTS[kind]
    begins = {
        name: after.get(name, getattr(usual, name))
        for name in {"method", *before, *after}
        if name == "method" or getattr(form, name) == before.get(name, getattr(usual, name))
    }
    return replace(form, kind=kind, **begins)


def written(question: Content, kinds: Collection[Kind]) -> QuestionForm:
    """Return the form that says what a question says, but for what only a new one has.

    Args:
        question: as it stands.
        kinds: of its choices.
    """
    rules = question.rules
    longer = {name: getattr(question, name) or "" for name in PARAGRAPHS}
    kind = form_kinds.of(rules.method)
    return QuestionForm(
        kind=kind,
        says=form_kinds.DEFAULTS[kind].get("says", Says.ONE),
        text=question.text,
        zone=question.zone,
        method=rules.method,
        seats=str(rules.seats),
        highest=str(rules.highest) if fitting.has_scale(METHODS[rules.method]) else "",
        labels="\n".join(rules.labels) if rules.labels != METHODS[rules.method].labels else "",
        min_choices=str(rules.min_choices),
        max_choices="" if rules.is_single or rules.max_choices is None else str(rules.max_choices),
        threshold=rules.threshold,
        quorum=quorums.written(rules.quorum, rules.quorum_percent),
        offer_none=_tick(Kind.NONE in kinds),
        offer_blank=_tick(Kind.BLANK in kinds),
        is_shuffled=_tick(rules.is_shuffled),
        voters=rules.voters,
        per_network=str(PER_NETWORK if rules.per_network is None else rules.per_network),
        visibility=rules.visibility,
        release_step=str(rules.release_step),
        is_final=_tick(not rules.may_change),
        no_receipts=_tick(not rules.has_receipts),
        options={f"{rules.method}-{name}": text for name, text in rules.options},
        **longer,
    )


def options_sent(sent: Mapping[str, str]) -> dict[str, str]:
    """Return the options of methods as the form keeps them."""
    return {
        name.removeprefix(_OPTION): text for name, text in sent.items() if name.startswith(_OPTION)
    }


def options_fields(form: QuestionForm) -> list[tuple[str, str]]:
    """Return the fields in which the options of methods are sent."""
    return [(f"{_OPTION}{name}", text) for name, text in form.options.items()]


def is_of_ballot(field: str) -> bool:
    """Tell whether a field says how people vote; these are folded up at first."""
    return field in FIELDS[FIRST_OF_BALLOT:FIRST_SETTING] or field.startswith(_OPTION)


def is_setting(field: str) -> bool:
    """Tell whether a field stands among the settings, which are folded up at first."""
    return field in FIELDS[FIRST_SETTING:]


def advise(form: QuestionForm) -> tuple[QuestionForm, Advice]:
    """Return the form with the method that its three answers lead to, and why it is that one."""
    winners = _answer(Winners, form.winners)
    advised = advice.advised(winners, _answer(Says, form.says), _answer(Matters, form.matters))
    is_one = winners is Winners.ONE
    set_up = {f"{advised.method}-{name}": text for name, text in advised.options}
    return (
        replace(
            form,
            kind=form_kinds.fitting(form_kinds.said(form.kind), advised.method),
            method=advised.method,
            seats="1" if is_one else _several(form.seats),
            threshold=advised.threshold,
            options={**form.options, **set_up},
        ),
        advised,
    )


def next_field(form: QuestionForm) -> str | None:
    """Return the field that has to be filled in next; None if there is enough to ask."""
    if not form.text.strip():
        return "text"
    return None if has_choices(form) else "choices"


def has_choices(form: QuestionForm) -> bool:
    """Tell whether there are as many choices as a question needs."""
    return len(lists.lines(form.choices)) >= asking.FEWEST_CHOICES


def question(form: QuestionForm, listing: Listing, now: datetime) -> asking.CheckedQuestion:
    """Return the question that the form asks, checked.

    Raises:
        InvalidQuestionError: with every problem, in the order of the fields.
    """
    reading = Reading(form)
    new = reading.question(listing, now)
    try:
        checked = asking.checked(new, now)
    except InvalidQuestionError as error:
        reading.problems += [
            problem for problem in error.problems if problem.field not in reading.misread
        ]
    if reading.problems:
        raise InvalidQuestionError(sorted(reading.problems, key=_place))
    return checked


def _place(problem: Problem) -> int:
    if problem.field.startswith(_OPTION):
        return FIELDS.index("labels")
    return FIELDS.index(problem.field) if problem.field in FIELDS else len(FIELDS)


def _several(seats: str) -> str:
    return "2" if (whole_number(seats.strip(), MOST_DIGITS) or 1) == 1 else seats


Word = TypeVar("Word", bound=StrEnum)
Missing = TypeVar("Missing", int, None)


def _answer(words: type[Word], sent: str) -> Word:
    """Return an answer; one that there is not is taken for the usual one."""
    return words(sent) if sent in set(words) else next(iter(words))


def _tick(is_so: bool) -> str:  # noqa: FBT001 - one argument, one meaning
    return "1" if is_so else ""


def _most(method: Method) -> int | None:
    return 1 if method.has_one_mark else None


class Reading:
    """Reads one field after the other; what cannot be read is a problem, and taken as missing."""

    def __init__(self, form: QuestionForm) -> None:
        self._form = form
        self.problems: list[Problem] = []

    @property
    def misread(self) -> set[str]:
        """The fields that were taken as missing."""
        return {problem.field for problem in self.problems}

    def question(self, listing: Listing, now: datetime) -> NewQuestion:
        """Return the question, not yet checked."""
        form = self._form
        opens = self._word("opens", Opens)
        wants_listing = bool(form.wants_listing)
        return NewQuestion(
            **parts(self.content()),
            choices=(
                *self.choices("choices", form.choices),
                *asking.extras(none=bool(form.offer_none), blank=bool(form.offer_blank)),
            ),
            pub_date=self._moment("pub_date") if opens is Opens.AT else None,
            close_date=self._end(now),
            is_draft=opens is Opens.LATER,
            is_listed=wants_listing and listing is Listing.ANYONE,
            wants_listing=wants_listing and listing is Listing.APPROVAL,
        )

    def content(self) -> Content:
        """Return what the question says and its rules, not yet checked."""
        form = self._form
        longer = {name: getattr(form, name) for name in PARAGRAPHS}
        return Content(text=on_one_line(form.text), zone=form.zone, rules=self._rules(), **longer)

    def choices(self, field: str, text: str, others: int = 0) -> Iterator[NewChoice]:
        """Read a list of choices, with so many others beside it; what is beyond the limit is not.

        To read 100,000 lines takes a second, and no question can have them.
        """
        found = [line for line in text.splitlines() if is_visible(line)]
        if len(found) > asking.MOST_CHOICES:
            method = METHODS.get(self._form.method)
            are_dates = method is not None and method.has_dates
            problems = asking.number_problems(others + len(found), are_dates=are_dates)
            self.problems += [Problem(field, problem.reason) for problem in problems]
            found = found[: asking.MOST_CHOICES]
        return map(lists.choice, lists.lines("\n".join(found)))

    def _rules(self) -> Rules:
        method = self._method()
        voters = self._word("voters", Voters)
        by_network = voters is Voters.NETWORK
        labels = self._labels(method)
        has_numbers = not (method.has_one_mark or method.has_dates)
        quorum, quorum_percent = self._quorum()
        return Rules(
            method=method.name,
            seats=self._number("seats", 1),
            options=tuple(self._options(method)),
            highest=self._highest(method, labels),
            labels=labels,
            quorum=quorum,
            quorum_percent=quorum_percent,
            threshold=self._word("threshold", Threshold),
            min_choices=self._number("min_choices", 1) if has_numbers else 1,
            max_choices=self._number("max_choices", None) if has_numbers else _most(method),
            voters=voters,
            per_network=self._number("per_network", None) if by_network else None,
            may_change=not self._form.is_final,
            visibility=self._word("visibility", Visibility),
            release_step=self._number("release_step", RELEASE_STEP),
            is_shuffled=bool(self._form.is_shuffled),
            has_receipts=not self._form.no_receipts,
        )

    def _method(self) -> Method:
        if self._form.method not in METHODS:
            self._refuse_word("method")
        return METHODS.get(self._form.method, METHODS[Rules().method])

    def _options(self, method: Method) -> Iterator[tuple[str, str]]:
        for option in fitting.offered(method):
            text = self._form.options.get(f"{method.name}-{option.name}", "").strip()
            if text:
                yield option.name, text

    def _labels(self, method: Method) -> tuple[str, ...]:
        if not fitting.has_scale(method):
            return ()
        return tuple(lists.lines(self._form.labels))

    def _highest(self, method: Method, labels: Sequence[str]) -> int:
        """Return the highest score; without one, as many scores as have names."""
        if not fitting.has_scale(method):
            return Rules().highest
        return self._number("highest", fitting.highest_named(labels))

    def _quorum(self) -> tuple[int | None, int | None]:
        try:
            return quorums.read(self._form.quorum)
        except QuorumError as error:
            self._refuse("quorum", error.problem)
            return None, None

    def _end(self, now: datetime) -> datetime | None:
        if self._word("closes", Closes) is Closes.NEVER:
            return None
        end = self._moment("close_date")
        if end is not None and end <= now:
            self._refuse("close_date", Fault.IS_PAST)
        return end

    def _word(self, field: str, words: type[Word]) -> Word:
        try:
            return words(getattr(self._form, field))
        except ValueError:
            self._refuse_word(field)
            return next(iter(words))

    def _number(self, field: str, missing: Missing) -> int | Missing:
        text = getattr(self._form, field).strip()
        if not text:
            return missing
        number = whole_number(text, MOST_DIGITS)
        if number is None:
            is_large = text.isdecimal()
            self._refuse(field, NumberTooLong(MOST_DIGITS) if is_large else Fault.NO_NUMBER)
            return missing
        return number

    def _moment(self, field: str) -> datetime | None:
        text = getattr(self._form, field).strip()
        if not text:
            self._refuse(field, Fault.NO_MOMENT)
            return None
        if not times.is_zone(self._form.zone):
            return None  # which is a problem of its own
        try:
            return times.instant(text, self._form.zone)
        except MomentError as error:
            self._refuse(field, error.problem)
            return None

    def _refuse_word(self, field: str) -> None:
        written = getattr(self._form, field).strip()
        self._refuse(field, NotOffered(written) if written else Fault.NOT_OFFERED)

    def _refuse(self, field: str, reason: Reason) -> None:
        self.problems.append(Problem(field, reason))
