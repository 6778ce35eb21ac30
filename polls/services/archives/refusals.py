"""Refusals of archives: why a question cannot be written into a file, or a file cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeAlias

from polls.domain.errors import ArchiveError
from polls.domain.questions.problems.choices import NoWebAddress
from polls.domain.text.problems import TextFault, TextProblem, TooLong, TooManyMarks

if TYPE_CHECKING:
    from pathlib import Path

    from polls.domain.questions.problems.fields import Reason


class FileFault(Enum):
    """What is wrong with a file, where there is no more to tell."""

    NO_ARCHIVE = auto()
    CUT_OFF = auto()
    CHANGED = auto()
    GOES_ON = auto()
    LACKS_RELEASED = auto()
    LACKS_NETWORKS = auto()  # that the votes came from
    IS_OPEN = auto()  # and those who have voted could vote again under another key


@dataclass(eq=False)
class BadFileError(ArchiveError):
    """The file is not one that can be read here."""

    fault: FileFault


@dataclass(eq=False)
class UnknownFormatError(ArchiveError):
    """The file has a format of another version."""

    format: int
    newest: int
    """That is known here."""


@dataclass(eq=False)
class TooSlowError(ArchiveError):
    """Reading took longer than others should wait."""

    minutes: int


@dataclass(eq=False)
class KeyTakenError(ArchiveError):
    """There is a question with this key."""

    key: str


@dataclass(eq=False)
class KeyDeletedError(ArchiveError):
    """There was a question with this key."""

    key: str


@dataclass(eq=False)
class OverdueError(ArchiveError):
    """Voting ended so long ago that the question would be deleted at once, and its key be spent."""

    days: int
    """That questions are kept here after their end."""


@dataclass(eq=False)
class TurnoutError(ArchiveError):
    """Those who voted are not those who were invited."""

    used: int
    """Invitations."""
    used_weight: int
    counted: int
    """Ballots."""
    counted_weight: int


@dataclass(eq=False)
class LedgerGapError(ArchiveError):
    """A ballot is missing in the database."""

    position: int


@dataclass(eq=False)
class LedgerChoiceError(ArchiveError):
    """A ballot in the database names a choice that the question does not have."""

    position: int
    choice: int


@dataclass(eq=False)
class NotReadError(ArchiveError):
    """The system does not let the file be read."""

    reason: str
    """As the system says it."""


@dataclass(eq=False)
class NotWrittenError(ArchiveError):
    """The system does not let the file be written."""

    path: Path | None
    """None: the standard output."""
    reason: str
    """As the system says it."""


class LineFault(Enum):
    """What is wrong with a line, where there is no more to tell."""

    NOT_EXPORTED = auto()
    LACKS_REPLACEMENT = auto()
    WEIGHT_WITHOUT_INVITATION = auto()
    NAME_AGAINST_RULES = auto()
    BAD_NAME = auto()
    BAD_SELECTION = auto()
    CHANGED_AGAINST_RULES = auto()
    IMPOSSIBLE_REPLACEMENT = auto()
    REPEATED_CODE = auto()
    REVOKED_AFTER_VOTE = auto()
    REPEATED_NETWORK = auto()
    RULES_APART = auto()  # they do not go together
    BAD_DECISION = auto()
    NO_NETWORK_KEY = auto()  # and voting goes on, with a limit for each network


class FileTooLarge(NamedTuple):
    """The file is too large from this line on."""

    most: int
    """Bytes."""


class LogTooLarge(NamedTuple):
    """The log is too large from this line on."""

    most: int
    """Bytes."""


class LineTooLarge(NamedTuple):
    """The line is too large."""

    most: int
    """Bytes."""


class TooManyLines(NamedTuple):
    """One line of its kind too many."""

    kind: str
    most: int


class Misplaced(NamedTuple):
    """A line of this kind does not belong there."""

    kind: str


class AnotherVoter(NamedTuple):
    """A ballot takes the place of another voter's."""

    line: int
    """Where that is."""


class BadQuestion(NamedTuple):
    """Nobody could have asked this question."""

    reason: Reason


class ValueFault(Enum):
    """What is wrong with a value, where there is no more to tell."""

    NO_DATABASE_KEEPS_IT = auto()
    TOO_DEEP = auto()
    NO_OBJECT = auto()
    NO_OBJECT_OF_TEXTS = auto()
    NO_LIST_OF_TEXTS = auto()
    NO_METHOD = auto()
    NO_SEED = auto()
    NO_ZONE = auto()
    NO_KEY = auto()
    NOT_UTC = auto()
    TOO_LATE = auto()
    NO_DETAIL_OF_THE_ACT = auto()


ValueProblem: TypeAlias = ValueFault | TextFault | TooLong | TooManyMarks | NoWebAddress


class BadValueError(ValueError):
    """A value that no archive has; `problem` says why not."""

    def __init__(self, problem: TextProblem | ValueProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class Unreadable(NamedTuple):
    """A value that cannot be read."""

    place: str
    """In the line; empty: it is the whole line."""
    problem: ValueProblem | str
    """As the library says it that reads the line, where it is none of ours."""


LineProblem: TypeAlias = (
    LineFault
    | FileTooLarge
    | LogTooLarge
    | LineTooLarge
    | TooManyLines
    | Misplaced
    | AnotherVoter
    | BadQuestion
    | Unreadable
)


@dataclass(eq=False)
class BadLineError(ArchiveError):
    """A line of the file cannot be what an export wrote."""

    number: int
    problem: LineProblem


def refuse(number: int, problem: LineProblem) -> NoReturn:
    """Refuse an archive for one of its lines.

    Raises:
        BadLineError: always.
    """
    raise BadLineError(number, problem)
