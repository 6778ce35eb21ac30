"""Refusals that meet organisers: of steps in the life of a question, invitations and exports."""

from __future__ import annotations

from typing import assert_never

from polls.domain import errors
from polls.domain.errors import CodeConflict, InvitationConflict, StageConflict


def sentence(error: errors.PollsError) -> str | None:  # noqa: C901, PLR0911 - one a refusal
    """Return the sentence, or None: the refusal is of another kind."""
    match error:
        case errors.NotTheOrganiserError():
            return "Open this page with the organiser's link of this question."
        case errors.OrganiserLinkError():
            return "Part of this organiser's link is missing, or something was added to it."
        case errors.EditedMeanwhileError():
            return (
                "The question was changed in the meantime, perhaps in another tab, so this change "
                "was not made."
            )
        case errors.WrongStageError(conflict):
            return _stage(conflict)
        case errors.CannotInviteError(conflict):
            return _invitation(conflict)
        case errors.TooManyInvitationsError(number, most):
            return (
                f"A question can have at most {most:,} codes, including revoked ones; with these "
                f"it would have {number:,}."
            )
        case errors.TooManyReplacedError(number, most):
            return (
                f"These are {number:,} codes, but at most {most:,} can be replaced at once. "
                "Select fewer people."
            )
        case errors.InvitationUsedError(conflict):
            return _code(conflict)
        case errors.BallotsNotShownError():
            return (
                "These ballots are secret: individual ballots can be downloaded once voting has "
                "ended. Until then, comparing two downloads would reveal how the people in between "
                "voted."
            )
        case errors.NoSuchFormatError(others):
            names = ", ".join(others)
            return f"These ballots cannot be written in that format. Choose one of these: {names}."
        case _:
            return None


def _stage(conflict: StageConflict) -> str:  # noqa: C901, PLR0911 - one a conflict
    match conflict:
        case StageConflict.IS_DRAFT:
            return "The question is a draft: open it first."
        case StageConflict.IS_SCHEDULED:
            return "The question is not open yet."
        case StageConflict.IS_OPEN:
            return "The question is open: end voting first."
        case StageConflict.IS_CLOSED:
            return "Voting on this question has ended."
        case StageConflict.IS_OPEN_ALREADY:
            return "Voting is already open."
        case StageConflict.HAS_BEGUN:
            return "Voting has already begun, so its beginning cannot be changed."
        case StageConflict.CANNOT_REOPEN:
            return (
                "Voting cannot be reopened: all votes have been shown, so new ones could be worked "
                "out by comparing. Duplicate the question to vote again."
            )
        case StageConflict.IS_PUBLIC_ALREADY:
            return "Everyone can already see the result."
        case StageConflict.CLOSED_BEFORE_REMOVAL:
            return (
                "Voting has ended, so this vote was not removed. Votes can be removed only while "
                "voting is open: reopen it first."
            )
        case StageConflict.REMOVAL_ONLY_WHILE_OPEN:
            return "Votes can be removed only while voting is open."
        case StageConflict.IS_NOT_PROPOSED:
            return "Its organiser has not asked for a place on the front page."
        case _:
            assert_never(conflict)


def _invitation(conflict: InvitationConflict) -> str:
    match conflict:
        case InvitationConflict.NOT_BY_INVITATION:
            return "This question does not use invitations, so it has no codes."
        case InvitationConflict.IS_CLOSED:
            return "Voting has ended, so codes can no longer be made or revoked."
        case _:
            assert_never(conflict)


def _code(conflict: CodeConflict) -> str:
    match conflict:
        case CodeConflict.ALL_USED:
            return "There is no unused code to replace."
        case CodeConflict.NONE_CHOSEN:
            return (
                "Nobody is selected. Select the people whose codes you want to change, then press "
                "the button again."
            )
        case CodeConflict.CHOSEN_ONES_USED:
            return (
                "A code that has been used to vote cannot be revoked, because nobody can tell "
                "which ballot was cast with it."
            )
        case _:
            assert_never(conflict)
