"""Everything that can be refused, as types with fields.

What is said of each stands in `polls.presentation.refusals`, its HTTP status in
`polls.web.statuses`. An error that needs a type of another room stands beside that type.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar


@dataclass(eq=False)
class PollsError(Exception):
    """A refusal that can be explained to the person who caused it."""

    def __str__(self) -> str:
        """Return the type and the fields, for logs."""
        return repr(self)


class QuestionNotFoundError(PollsError):
    """No such question, or none that may be seen yet."""


class NotYetOpenError(PollsError):
    """The question is being prepared, or its time has not come."""


class TryOutEndedError(PollsError):
    """The ballot was cast to try a draft out, and came when voters could vote already."""


class QuestionDeletedError(PollsError):
    """There was such a question, and somebody who may has deleted it."""


class NotTheOrganiserError(PollsError):
    """Whoever asks does not hold the organiser's secret of this question."""


class NoSecretError(NotTheOrganiserError):
    """Whoever asks for an organiser's page holds no secret at all, as without cookies."""


class OrganiserLinkError(PollsError):
    """What stands in an organiser's link cannot be a secret, whatever question it is for."""


class NobodyMayAskError(PollsError):
    """On this site only its operator asks questions."""


class SecretNotOfferedError(PollsError):
    """A form asks for a new organiser's link which the program has not made."""


class VotesWithoutNamesError(PollsError):
    """The organiser asks for votes by name on a question whose votes have none."""


class EditedMeanwhileError(PollsError):
    """The question was changed after the page was loaded whose form came."""


class StageConflict(Enum):
    """What about the stage of a question is in the way."""

    IS_DRAFT = auto()
    IS_SCHEDULED = auto()
    IS_OPEN = auto()
    IS_ENDING = auto()
    IS_CLOSED = auto()
    END_STANDS = auto()
    IS_OPEN_ALREADY = auto()
    HAS_BEGUN = auto()
    CANNOT_REOPEN = auto()  # new ballots could be worked out by comparing
    IS_PUBLIC_ALREADY = auto()
    CLOSED_BEFORE_REMOVAL = auto()
    REMOVAL_ONLY_WHILE_OPEN = auto()
    IS_NOT_PROPOSED = auto()  # for the front page
    DECIDED_BEFORE_THE_END = auto()


@dataclass(eq=False)
class WrongStageError(PollsError):
    """What is wanted does not fit where the question is in its life."""

    conflict: StageConflict


class QuestionClosedError(PollsError):
    """The ballot came after the end of voting."""


class AlreadyVotedError(PollsError):
    """A different ballot by the same voter on a question that allows no change."""


class WithdrawalConflict(Enum):
    """Why a vote cannot be taken back."""

    IS_CLOSED = auto()
    IS_FINAL = auto()


@dataclass(eq=False)
class CannotWithdrawError(PollsError):
    """A voter takes back a vote that stays."""

    conflict: WithdrawalConflict


class BallotsNotShownError(PollsError):
    """The organiser asks for the ballots of a secret vote while it goes on."""


class NoReceiptsError(PollsError):
    """The organiser has switched receipts off for this question, or it is only tried out."""


class NoRecordError(PollsError):
    """The question has no record: voting goes on, or ended before there were records."""


class NoDatesError(PollsError):
    """The question is not about dates, so it has no calendar."""


@dataclass(eq=False)
class NoSuchFormatError(PollsError):
    """The organiser asks for ballots in a format that has no word for what they say."""

    others: tuple[str, ...]
    """The names of those that have."""


class TooManyExportsError(PollsError):
    """As many long files wait as may, or those that are being made take too long to wait for."""


class TooManyFromNetworkError(PollsError):
    """As many voters have voted from one network as the question lets in."""


class InvalidBallotError(PollsError):
    """Something on the ballot is missing or does not fit. It can be filled in again."""

    field: ClassVar[str]
    """The field of the form that is meant."""


class CodeNeededError(InvalidBallotError):
    """A ballot without a code, on a question for those who were invited."""

    field = "code"


class EmptyCodeError(InvalidBallotError):
    """The field for the code of an invitation was sent with nothing in it."""

    field = "code"


class WrongCodeError(InvalidBallotError):
    """No invitation to this question has that code."""

    field = "code"


class RevokedCodeError(InvalidBallotError):
    """The organiser has taken that invitation back."""

    field = "code"


class MalformedBallotError(PollsError):
    """The ballot was not made by the form: what stands for a choice is no choice id."""


class NoVoterError(PollsError):
    """The ballot says who votes, and that is nobody: the secret was not copied as it is."""


class InvitationConflict(Enum):
    """Why a question takes no invitations."""

    NOT_BY_INVITATION = auto()
    IS_CLOSED = auto()


@dataclass(eq=False)
class CannotInviteError(PollsError):
    """The question takes no invitations."""

    conflict: InvitationConflict


@dataclass(eq=False)
class TooManyInvitationsError(PollsError):
    """The question would have more invitations than one may have, revoked ones among them."""

    number: int
    most: int


@dataclass(eq=False)
class TooManyReplacedError(PollsError):
    """More codes are to be replaced than can be at once."""

    number: int
    most: int


class CodeConflict(Enum):
    """Why there is no code to be changed."""

    ALL_USED = auto()
    NONE_CHOSEN = auto()
    CHOSEN_ONES_USED = auto()


@dataclass(eq=False)
class InvitationUsedError(PollsError):
    """No code is there to be changed, mostly since it was used."""

    conflict: CodeConflict


class EmptyJoinCodeError(PollsError):
    """The field for a join code was sent with nothing in it."""


class WrongJoinCodeError(PollsError):
    """No open question has that join code; whether one had it is not told."""


class Absence(Enum):
    """What cannot be had at this moment."""

    SERVER_STOPS = auto()
    TOO_MANY_VOTE = auto()
    TOO_MANY_BEGIN_TO_WATCH = auto()
    TOO_MANY_UPLOADS = auto()
    TOO_MUCH_LONG_WORK = auto()
    DATABASE_AWAY = auto()
    DATABASE_REPLACED = auto()
    ANOTHER_WRITER = auto()
    BALLOTS_CHANGED = auto()  # while they were counted
    VIEW_CHANGED = auto()  # who has voted sees something else
    NO_JOIN_CODE = auto()  # nearly all are in use
    NO_SIGNING_KEY = auto()  # its file cannot be used


@dataclass(eq=False)
class UnavailableError(PollsError):
    """Nothing is wrong with the request; the same one may succeed in a moment."""

    absence: Absence


class TooManyWatchersError(PollsError):
    """As many people watch as this server can serve."""


@dataclass(eq=False)
class BusyError(UnavailableError):
    """As much work that takes long waits as one server may have waiting."""

    absence: Absence = Absence.TOO_MUCH_LONG_WORK


class TooMuchAtOnceError(PollsError):
    """As much work that takes long waits for one address as may."""


class TooManyFromAddressError(PollsError):
    """As many streams are open from one address as one may have."""


@dataclass(eq=False)
class AllowanceUsedUpError(PollsError):
    """As much came from one address as may; `seconds` from now something more is taken."""

    seconds: int


class TooManyQuestionsError(AllowanceUsedUpError):
    """As many questions came from one address as may."""


class TooManyWrongCodesError(AllowanceUsedUpError):
    """As many wrong creation codes came from one address as may: not even the right one counts."""


class TooManyWrongJoinCodesError(AllowanceUsedUpError):
    """As many wrong join codes came from one address as may: not even a right one counts."""


@dataclass(eq=False)
class BrokenError(PollsError):
    """The program made a mistake, which is logged under `number`."""

    number: str


class ArchiveError(PollsError):
    """A file with a whole question cannot be written, or cannot be read as one."""


@dataclass(eq=False)
class RepeatedVoterError(ArchiveError):
    """Of the ballots of a file that count, two are by one voter."""

    first: int
    """Line of the file, of those among which they are."""
    last: int
