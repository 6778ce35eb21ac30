"""Everything that can be refused, each with the sentence that its reader needs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


PROBLEMS_TOLD = 20
"""More than anybody corrects at a time."""


class PollsError(Exception):
    """A refusal whose text can be shown to the person who caused it."""


class QuestionNotFoundError(PollsError):
    """No such question, or none that may be seen yet."""

    def __init__(self) -> None:
        super().__init__("There is no such question.")


class NotYetOpenError(PollsError):
    """The question is being prepared, or its time has not come."""

    def __init__(self) -> None:
        super().__init__("Voting on this question has not begun.")


class TryOutEndedError(PollsError):
    """The ballot was cast to try a draft out, and came when voters could vote already."""

    def __init__(self) -> None:
        super().__init__(
            "The question was opened while you were trying it out, so this vote was not counted. "
            "If you want to vote, vote again.",
        )


class QuestionDeletedError(PollsError):
    """There was such a question, and somebody who may has deleted it."""

    def __init__(self) -> None:
        super().__init__("This question and all its votes were deleted.")


class NotTheOrganiserError(PollsError):
    """Whoever asks does not hold the organiser's secret of this question."""

    def __init__(self) -> None:
        super().__init__(
            "Open this page with the organiser's link of this question.",
        )


class OrganiserLinkError(PollsError):
    """What stands in an organiser's link cannot be a secret, whatever question it is for."""

    def __init__(self) -> None:
        super().__init__("Part of this organiser's link is missing, or something was added to it.")


class EditedMeanwhileError(PollsError):
    """The question was changed after the page was loaded whose form came."""

    def __init__(self) -> None:
        super().__init__(
            "The question was changed in the meantime, perhaps in another tab, so this change was "
            "not made.",
        )


class WrongStageError(PollsError):
    """What is wanted does not fit where the question is in its life."""


class QuestionClosedError(PollsError):
    """The ballot came after the end of voting."""

    def __init__(self) -> None:
        super().__init__("Voting on this question has ended, so this vote was not counted.")


class ResultNotShownError(PollsError):
    """Whoever asks may not see yet what the ballots say; `when` is a sentence."""

    def __init__(self, when: str) -> None:
        super().__init__(f"The result of this question is not shown yet. {when}")


class AlreadyVotedError(PollsError):
    """A different ballot by the same voter on a question that allows no change."""

    def __init__(self) -> None:
        super().__init__(
            "You have already voted, and votes on this question cannot be changed. "
            "Your first vote still counts.",
        )


class BallotsNotShownError(PollsError):
    """The organiser asks for the ballots of a secret vote while it goes on."""

    def __init__(self) -> None:
        super().__init__(
            "These ballots are secret: individual ballots can be downloaded once voting has "
            "ended. Until then, comparing two downloads would reveal how the people in between "
            "voted.",
        )


class NoSuchFormatError(PollsError):
    """The organiser asks for ballots in a format that has no word for what they say."""

    def __init__(self, others: Iterable[str]) -> None:
        names = ", ".join(others)
        super().__init__(
            f"These ballots cannot be written in that format. Choose one of these: {names}.",
        )


class TooManyExportsError(PollsError):
    """As many long files wait as may, or those that are being made take too long to wait for."""

    def __init__(self) -> None:
        super().__init__("The site is busy preparing other files.")


class TooManyFromNetworkError(PollsError):
    """As many voters have voted from one network as the question lets in."""

    def __init__(self) -> None:
        super().__init__(
            "This vote was not counted: the limit of votes from your network has been reached.",
        )


class Problem(NamedTuple):
    """What is wrong with one field of a form."""

    field: str
    text: str


class InvalidBallotError(PollsError):
    """Something on the ballot is missing or does not fit. It can be filled in again."""

    field: ClassVar[str]
    """The field of the form that the text is about."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The text at its field."""
        return (Problem(self.field, str(self)),)


class CodeNeededError(InvalidBallotError):
    """A ballot without a code, on a question for those who were invited."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(
            "Only people who were invited can vote on this question. Enter your invitation code, "
            "then vote.",
        )


class EmptyCodeError(InvalidBallotError):
    """The field for the code of an invitation was sent with nothing in it."""

    field = "code"

    def __init__(self) -> None:
        super().__init__("Enter your invitation code, or open the link in your invitation.")


class WrongCodeError(InvalidBallotError):
    """No invitation to this question has that code."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(
            "That code does not belong to any invitation to this question. Compare it with your "
            "invitation, letter by letter.",
        )


class RevokedCodeError(InvalidBallotError):
    """The organiser has taken that invitation back."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(
            "The organiser has revoked this invitation, so its code no longer works. If you think "
            "this is a mistake, ask the organiser.",
        )


class InvalidSelectionError(InvalidBallotError):
    """The marks on a ballot do not make a selection."""

    field = "choice"


class InvalidNameError(InvalidBallotError):
    """The name on a ballot is missing, or cannot be shown."""

    field = "name"


class MalformedBallotError(PollsError):
    """The ballot was not made by the form: what stands for a choice is no choice id."""

    def __init__(self) -> None:
        super().__init__(
            "This ballot cannot be read. Give each choice by its number, as the ballot's form "
            "does, with at most one rank or score, as a whole number.",
        )


class InvalidQuestionError(PollsError):
    """A question breaks rules; its text lists all of them, one a line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(problem.text for problem in problems))
        self.problems = tuple(problems)


class InvalidListError(PollsError):
    """A list of people to invite breaks rules; its text tells the first of them, one a line."""

    def __init__(self, problems: Sequence[str]) -> None:
        told = list(problems[:PROBLEMS_TOLD])
        if len(problems) > PROBLEMS_TOLD:
            told.append(f"And {len(problems) - PROBLEMS_TOLD:,} more.")
        super().__init__("\n".join(told))
        self.told = tuple(told)


class CannotInviteError(PollsError):
    """The question takes no invitations, or no more; its text says why."""


class InvitationUsedError(PollsError):
    """No code is there to be changed, mostly since it was used; its text says why."""


class UnavailableError(PollsError):
    """Nothing is wrong with the request; the same one may succeed in a moment."""


class TooManyWatchersError(PollsError):
    """As many people watch as this server can serve."""

    def __init__(self) -> None:
        super().__init__(
            "Too many people are watching live right now. Reload the page to see the current "
            "numbers.",
        )


class BusyError(UnavailableError):
    """As much work that takes long waits as one server may have waiting."""

    def __init__(self) -> None:
        super().__init__("The site is busy with large pages and forms.")


class TooMuchAtOnceError(PollsError):
    """As much work that takes long waits for one address as may."""

    def __init__(self) -> None:
        super().__init__(
            "The site is still working on other large pages and forms from your network.",
        )


class TooManyFromAddressError(PollsError):
    """As many streams are open from one address as one may have."""

    def __init__(self) -> None:
        super().__init__(
            "Too many people are watching live from this network. Reload the page to see the "
            "current numbers.",
        )


class AllowanceUsedUpError(PollsError):
    """As much came from one address as may; `seconds` from now something more is taken."""

    def __init__(self, text: str, seconds: int) -> None:
        super().__init__(text)
        self.seconds = seconds


class TooManyQuestionsError(AllowanceUsedUpError):
    """As many questions came from one address as may."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "Too many questions were asked from this network in the last hour. You can ask the "
            f"next one in {_minutes(seconds)}. If you keep the page with your form open, nothing "
            "you wrote is lost.",
            seconds,
        )


class TooManyWrongCodesError(AllowanceUsedUpError):
    """As many wrong creation codes came from one address as may: not even the right one counts."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "Too many wrong creation codes were entered from this network in the last hour. You "
            f"can enter a code again in {_minutes(seconds)}. If you keep the page with your form "
            "open, nothing you wrote is lost.",
            seconds,
        )


class BrokenError(PollsError):
    """The program made a mistake, which is logged under `number`."""

    def __init__(self, number: str) -> None:
        super().__init__("This is a fault in the program. You did nothing wrong.")
        self.number = number


class ArchiveError(PollsError):
    """A file with a whole question cannot be written, or cannot be read as one."""


class StartError(PollsError):
    """The program cannot start; its text says what the operator can do."""


def _minutes(seconds: int) -> str:
    minutes = math.ceil(seconds / 60)
    return "a minute" if minutes <= 1 else f"{minutes} minutes"
