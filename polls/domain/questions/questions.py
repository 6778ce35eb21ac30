"""Questions, their choices, and the moments of their life."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import Enum, StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style
from polls.domain.errors import NotYetOpenError, QuestionNotFoundError
from polls.domain.questions.content import Content, parts
from polls.domain.questions.rules import is_single
from polls.domain.text.likeness import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


class Kind(StrEnum):
    """What a line on the ballot is."""

    CHOICE = "choice"  # one of the answers
    NONE = "none"  # “None of these”: an answer that stands alone
    BLANK = "blank"  # a vote for nothing: counted, and never in the lead


SECOND_THOUGHTS = timedelta(minutes=1)
"""In which the organiser can take the end of voting back: no votes are taken, nothing is shown."""

EXTRAS = {Kind.NONE: "None of these", Kind.BLANK: "Blank vote"}
"""What can be offered below the choices, and what it is called there."""


def stands_alone(kind: Kind | str, style: Style) -> bool:
    """Tell whether nothing else may be marked with a line of this kind.

    “None of these” is ranked and scored as any choice is.
    """
    return kind == Kind.BLANK or (kind == Kind.NONE and style is Style.MARKS)


def alone(kinds: Iterable[tuple[int, str]], style: Style) -> dict[int, str]:
    """Return what nothing else may be marked with: its id → what it is called.

    Args:
        kinds: pairs of a choice's id and its kind.
        style: of the ballot.
    """
    return {id_: EXTRAS[Kind(kind)] for id_, kind in kinds if stands_alone(kind, style)}


class Stage(Enum):
    """Where a question is in its life."""

    DRAFT = "draft"  # being prepared; ballots are tried out
    SCHEDULED = "scheduled"  # it opens by itself
    OPEN = "open"
    ENDING = "ending"  # no more votes; the organiser can take that back, and nothing more is shown
    CLOSED = "closed"

    @property
    def has_begun(self) -> bool:
        """Whether votes are or were taken."""
        return self in {Stage.OPEN, Stage.ENDING, Stage.CLOSED}

    @property
    def has_ended(self) -> bool:
        """Whether no more votes are taken, if only until the organiser takes that back."""
        return self in {Stage.ENDING, Stage.CLOSED}


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer; `votes` is the running count kept with the ballots."""

    id: int
    text: str
    votes: int
    kind: Kind = Kind.CHOICE
    description: str | None = None
    link: str | None = None
    original_text: str | None = None
    """What it said at first, if it was edited since it could be voted for."""
    is_decided: bool = False
    """Whether the organiser has decided for it."""

    @property
    def anew(self) -> NewChoice:
        """The same choice, to be asked once more."""
        return NewChoice(
            text=self.text, kind=self.kind, description=self.description, link=self.link
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Content):
    """What is asked, with its choices in ballot order. All instants are aware, in UTC."""

    id: int
    key: str
    original_text: str | None
    opened_at: datetime | None
    """Since when it is known to have been open."""
    pub_date: datetime
    close_date: datetime | None
    stopped_at: datetime | None
    """When its organiser ended voting, as can be taken back for a minute."""
    closed_at: datetime | None
    reopened_at: datetime | None
    published_at: datetime | None
    """When the organiser showed the result to all, if its visibility waits for that."""
    is_draft: bool
    is_listed: bool
    wants_listing: bool
    ballot_count: int
    """Length of the ledger, replaced ballots included."""
    vote_count: int
    """Ballots that count now."""
    released_count: int
    """Length that the ledger had when a guarded tally was last released."""
    revision: int
    """Grows with whatever the organiser changes."""
    version: int
    """Grows with every change, ballots included."""
    lot_seed: bytes | None = field(repr=False)
    """Decides every lot of its count; a secret until voting has ended, so it is in no `repr`. None:
    from before there were seeds, and a tie stays one."""
    choices: tuple[Choice, ...]

    @classmethod
    def unkept(cls, content: Content, pub_date: datetime, choices: Sequence[Choice]) -> Question:
        """Return a draft that no database keeps: nothing has happened to it, nobody has voted."""
        return cls(
            **parts(content),
            id=0,
            key="",
            original_text=None,
            opened_at=None,
            pub_date=pub_date,
            close_date=None,
            stopped_at=None,
            closed_at=None,
            reopened_at=None,
            published_at=None,
            is_draft=True,
            is_listed=False,
            wants_listing=False,
            ballot_count=0,
            vote_count=0,
            released_count=0,
            revision=0,
            version=0,
            lot_seed=None,
            choices=tuple(choices),
        )

    @property
    def lot_seal(self) -> str | None:
        """The SHA-256 of the seed, shown before voting so that nobody can choose another one."""
        return None if self.lot_seed is None else sha256(self.lot_seed).hexdigest()

    @property
    def numbers(self) -> dict[int, int]:
        """The numbers of the choices down the ballot, from 1, by their ids.

        They are the same wherever the question is imported.
        """
        return {choice.id: number for number, choice in enumerate(self.choices, start=1)}

    @property
    def decided(self) -> tuple[Choice, ...]:
        """What the organiser has decided for, down the ballot: as public as the question."""
        return tuple(choice for choice in self.choices if choice.is_decided)

    def stage(self, now: datetime) -> Stage:
        """Return where the question is in its life."""
        if self.is_draft:
            return Stage.DRAFT
        return stage(
            self.opened_at, self.pub_date, self.close_date, self.stopped_at, self.closed_at, now
        )

    @property
    def ended_at(self) -> datetime | None:
        """When voting ended; as long as it has not, when it is to end, if that was set."""
        return ended_at(self.close_date, self.stopped_at, self.closed_at)

    @property
    def in_force_at(self) -> datetime | None:
        """When the end of voting can no longer be taken back."""
        return self.stopped_at and self.stopped_at + SECOND_THOUGHTS

    def is_published(self, now: datetime) -> bool:
        """Whether people may see the question: its time has come and it can be answered."""
        has_begun = has_opened(self.opened_at, self.pub_date, now)
        return not self.is_draft and has_begun and bool(self.choices)

    def may_be_known(self, now: datetime) -> bool:
        """Whether people may know of the question: before its time nobody may who guesses keys."""
        return bool(self.choices) and (not self.is_guessable or self.is_published(now))

    def check_begun(self, now: datetime) -> None:
        """Make sure that voting has begun.

        Raises:
            QuestionNotFoundError: nor may people know of the question.
            NotYetOpenError: it has not.
        """
        if not self.may_be_known(now):
            raise QuestionNotFoundError
        if not self.is_published(now):
            raise NotYetOpenError

    def without_counts(self) -> Question:
        """Return it without its choices' running counts, which may be ahead of a result."""
        choices = tuple(replace(choice, votes=0) for choice in self.choices)
        return replace(self, choices=choices)

    @property
    def is_guessable(self) -> bool:
        """Whether its key is its number."""
        return is_guessable(self.key, self.id)

    def is_closed(self, now: datetime) -> bool:
        """Whether voting has ended for good, by somebody's act or by the date that was set."""
        return has_closed(self.close_date, self.stopped_at, self.closed_at, now)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a list of all questions shows of one; the instants are those of `Question`."""

    key: str
    text: str
    opened_at: datetime | None
    pub_date: datetime
    close_date: datetime | None
    stopped_at: datetime | None
    closed_at: datetime | None
    is_draft: bool
    is_listed: bool
    wants_listing: bool
    vote_count: int
    ballot_count: int
    method: str
    min_choices: int
    max_choices: int | None
    has_choices: bool

    @property
    def is_single(self) -> bool:
        """Whether a ballot marks one choice, no more and no less."""
        return is_single(self.method, self.min_choices, self.max_choices)

    def stage(self, now: datetime) -> Stage:
        """Return where the question is in its life."""
        if self.is_draft:
            return Stage.DRAFT
        return stage(
            self.opened_at, self.pub_date, self.close_date, self.stopped_at, self.closed_at, now
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChoice:
    """A choice as it is asked."""

    text: str
    kind: Kind = Kind.CHOICE
    description: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewQuestion(Content):
    """A question as it is asked."""

    choices: tuple[NewChoice, ...]
    pub_date: datetime | None = None
    """None: now."""
    close_date: datetime | None = None
    is_draft: bool = False
    is_listed: bool = True
    wants_listing: bool = False


def stage(  # noqa: PLR0913, PLR0917 - the moments of a life, in their order
    opened_at: datetime | None,
    pub_date: datetime,
    close_date: datetime | None,
    stopped_at: datetime | None,
    closed_at: datetime | None,
    now: datetime,
) -> Stage:
    """Return where in its life a question is that is no draft any more."""
    if has_closed(close_date, stopped_at, closed_at, now):
        return Stage.CLOSED
    if stopped_at is not None:
        return Stage.ENDING
    return Stage.OPEN if has_opened(opened_at, pub_date, now) else Stage.SCHEDULED


def is_guessable(key: str, question_id: int) -> bool:
    """Tell whether a public key is its question's number: who tries numbers finds it."""
    return key == str(question_id)


def has_opened(opened_at: datetime | None, pub_date: datetime, now: datetime) -> bool:
    """Tell whether voting has begun; it stays so if the clock jumps back."""
    return opened_at is not None or pub_date <= now


def has_closed(
    close_date: datetime | None,
    stopped_at: datetime | None,
    closed_at: datetime | None,
    now: datetime,
) -> bool:
    """Tell whether voting has ended for good.

    An act of closing stays in force if the clock jumps back; so does what came by itself, once it
    was noticed.
    """
    if closed_at is not None or (close_date is not None and close_date <= now):
        return True
    return stopped_at is not None and stopped_at + SECOND_THOUGHTS <= now


def ended_at(
    close_date: datetime | None,
    stopped_at: datetime | None,
    closed_at: datetime | None,
) -> datetime | None:
    """Return when voting ended; as long as it has not, when it is to end, if that was set."""
    return closed_at or stopped_at or close_date


def confirms(question: Question, typed: str) -> bool:
    """Tell whether somebody typed this question's key, or its text but for spaces and capitals."""
    return typed.strip() == question.key or folded(typed) == folded(question.text)
