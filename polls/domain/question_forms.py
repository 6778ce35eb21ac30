"""The form of a new question as people fill it in, and the question that it makes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from polls.domain import asking, lists, times
from polls.domain.errors import InvalidQuestionError, Problem
from polls.domain.questions import NewQuestion
from polls.domain.rules import RELEASE_STEP, Rules, Visibility, Voters
from polls.domain.texts import whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

MOST_DIGITS = 9


class Marks(StrEnum):
    """What a ballot may say."""

    ONE = "one"
    SEVERAL = "several"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm:
    """What stands in the fields, as it was sent; at first, what fits most questions.

    A box that is ticked says something, whatever it is; one that is not says nothing.
    """

    text: str = ""
    choices: str = ""
    description: str = ""
    marks: str = Marks.ONE
    min_choices: str = "1"
    max_choices: str = ""
    offer_none: str = ""
    offer_blank: str = ""
    is_shuffled: str = ""
    voters: str = Voters.BROWSER
    per_network: str = "5"
    release_step: str = str(RELEASE_STEP)
    opens: str = Opens.NOW
    pub_date: str = ""
    closes: str = Closes.NEVER
    close_date: str = ""
    zone: str = "UTC"
    visibility: str = Visibility.VOTED
    is_final: str = ""
    wants_listing: str = ""


FIELDS = tuple(each.name for each in fields(QuestionForm))
"""In the order in which they stand on the page."""

FIRST_SETTING = FIELDS.index("description")


def filled_in(sent: Mapping[str, str], zone: str) -> QuestionForm:
    """Return the form with the fields that were sent; `zone` is that of who did not say one."""
    return QuestionForm(**{"zone": zone} | {name: sent[name] for name in FIELDS if name in sent})


def is_setting(field: str) -> bool:
    """Tell whether a field stands among the settings, which are folded up at first."""
    return field in FIELDS[FIRST_SETTING:]


def question(form: QuestionForm, listing: Listing, now: datetime) -> NewQuestion:
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
    return FIELDS.index(problem.field) if problem.field in FIELDS else len(FIELDS)


Word = TypeVar("Word", bound=StrEnum)


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
            text=form.text,
            description=form.description,
            choices=(
                *map(lists.choice, lists.lines(form.choices)),
                *asking.extras(none=bool(form.offer_none), blank=bool(form.offer_blank)),
            ),
            pub_date=self._moment("pub_date") if opens is Opens.AT else None,
            close_date=self._end(now),
            zone=form.zone,
            is_draft=opens is Opens.LATER,
            is_listed=wants_listing and listing is Listing.ANYONE,
            wants_listing=wants_listing and listing is Listing.APPROVAL,
            rules=self.rules(),
        )

    def rules(self) -> Rules:
        """Return the rules, not yet checked."""
        is_single = self._word("marks", Marks) is Marks.ONE
        voters = self._word("voters", Voters)
        by_network = voters is Voters.NETWORK
        return Rules(
            method="plurality" if is_single else "approval",
            min_choices=1 if is_single else self._number("min_choices") or 1,
            max_choices=1 if is_single else self._number("max_choices"),
            voters=voters,
            per_network=self._number("per_network") if by_network else None,
            may_change=not self._form.is_final,
            visibility=self._word("visibility", Visibility),
            release_step=self._number("release_step") or RELEASE_STEP,
            is_shuffled=bool(self._form.is_shuffled),
        )

    def _end(self, now: datetime) -> datetime | None:
        if self._word("closes", Closes) is Closes.NEVER:
            return None
        end = self._moment("close_date")
        if end is not None and end <= now:
            self._refuse("close_date", "That moment has passed.")
        return end

    def _word(self, field: str, words: type[Word]) -> Word:
        try:
            return words(getattr(self._form, field))
        except ValueError:
            self._refuse(field, "Choose one of these.")
            return next(iter(words))

    def _number(self, field: str) -> int | None:
        text = getattr(self._form, field).strip()
        if not text:
            return None
        number = whole_number(text, MOST_DIGITS)
        if number is None:
            self._refuse(field, "Write a whole number, in digits.")
        return number

    def _moment(self, field: str) -> datetime | None:
        text = getattr(self._form, field).strip()
        if not text:
            self._refuse(field, "Choose a date and a time.")
            return None
        if not times.is_zone(self._form.zone):
            return None  # which is a problem of its own
        try:
            return times.instant(text, self._form.zone)
        except times.MomentError as error:
            self._refuse(field, str(error))
            return None

    def _refuse(self, field: str, text: str) -> None:
        self.problems.append(Problem(field, text))
