"""Refusals that meet those who vote, and those who look at results."""

from __future__ import annotations

from typing import assert_never

from polls.domain import errors
from polls.domain.ballots.refusals import InvalidNameError, InvalidSelectionError
from polls.domain.questions.visibility import ResultNotShownError, Sight
from polls.presentation.language import gettext
from polls.presentation.refusals import ballots


def sentence(error: errors.PollsError) -> str | None:  # noqa: C901, PLR0911, PLR0912 - one a refusal
    """Return the sentence, or None: the refusal is of another kind."""
    match error:
        case errors.QuestionNotFoundError():
            return gettext("There is no such question.")
        case errors.QuestionDeletedError():
            return gettext("This question and all its votes were deleted.")
        case errors.NotYetOpenError():
            return gettext("Voting on this question has not begun.")
        case errors.NoReceiptsError():
            return gettext("Votes on this question get no receipts.")
        case errors.NoRecordError():
            return gettext(
                "This question has no such record. A record is made within a minute after voting "
                "has ended."
            )
        case errors.NoDatesError():
            return gettext(
                "This question is not about dates, so it has nothing for a calendar. Its page says "
                "what it is about."
            )
        case errors.QuestionClosedError():
            return gettext("Voting on this question has ended, so this vote was not counted.")
        case errors.TryOutEndedError():
            return gettext(
                "The question was opened while you were trying it out, so this vote was not "
                "counted. If you want to vote, vote again."
            )
        case errors.AlreadyVotedError():
            return gettext(
                "You have already voted, and votes on this question cannot be changed. Your first "
                "vote still counts."
            )
        case errors.CannotWithdrawError(conflict):
            return _stays(conflict)
        case errors.TooManyFromNetworkError():
            return gettext(
                "This vote was not counted: the limit of votes from your network has been reached."
            )
        case errors.MalformedBallotError():
            return gettext(
                "This ballot cannot be read. Give each choice by its number, as the ballot's form "
                "does, with at most one rank or score, as a whole number."
            )
        case errors.NoVoterError():
            return gettext(
                "This vote was not counted: its field “voter” must have the secret of a private "
                "link, which is 22 characters long, or the code of an invitation."
            )
        case ResultNotShownError(sight):
            return _not_shown(sight)
        case InvalidSelectionError(problem):
            return ballots.selection(problem)
        case InvalidNameError(problems):
            return ballots.name(problems)
        case errors.InvalidBallotError():
            return _code(error)
        case _:
            return None


def _stays(conflict: errors.WithdrawalConflict) -> str:
    match conflict:
        case errors.WithdrawalConflict.IS_CLOSED:
            return gettext(
                "Voting on this question has ended, so your vote was not taken back. It counts."
            )
        case errors.WithdrawalConflict.IS_FINAL:
            return gettext(
                "Votes on this question cannot be changed or taken back. Your vote still counts."
            )
        case _:
            assert_never(conflict)


def _code(error: errors.InvalidBallotError) -> str | None:
    match error:
        case errors.CodeNeededError():
            return gettext(
                "Only people who were invited can vote on this question. Enter your invitation "
                "code, then vote."
            )
        case errors.EmptyCodeError():
            return gettext("Enter your invitation code, or open the link in your invitation.")
        case errors.WrongCodeError():
            return gettext(
                "That code does not belong to any invitation to this question. Compare it with "
                "your invitation, letter by letter."
            )
        case errors.RevokedCodeError():
            return gettext(
                "The organiser has revoked this invitation, so its code no longer works. If you "
                "think this is a mistake, ask the organiser."
            )
        case _:
            return None


def _not_shown(sight: Sight) -> str:
    match sight:
        case Sight.BEFORE_STEP:
            return gettext(
                "The result of this question is not shown yet. Its first numbers appear once "
                "several people have voted."
            )
        case Sight.ONCE_VOTED:
            return gettext(
                "The result of this question is not shown yet. It appears once you have voted."
            )
        case Sight.ONCE_CLOSED:
            return gettext(
                "The result of this question is not shown yet. It appears once voting has ended."
            )
        case Sight.ONCE_PUBLISHED:
            return gettext(
                "The result of this question is not shown yet. It appears when the organiser "
                "publishes it."
            )
        case Sight.UNSEEN:
            return gettext(
                "The result of this question is not shown yet. It appears once the question has "
                "opened."
            )
        case Sight.WHOLE | Sight.STEPPED:
            raise LookupError(f"A result in this sight is shown: {sight}.")
        case _:
            assert_never(sight)
