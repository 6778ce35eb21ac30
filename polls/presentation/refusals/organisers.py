"""Refusals that meet organisers: of steps in the life of a question, invitations and exports."""

from __future__ import annotations

from typing import assert_never

from polls.domain import errors
from polls.domain.errors import CodeConflict, InvitationConflict, StageConflict
from polls.domain.text.words import number as written
from polls.presentation.language import gettext


def sentence(error: errors.PollsError) -> str | None:  # noqa: C901, PLR0911, PLR0912 - one a refusal
    """Return the sentence, or None: the refusal is of another kind."""
    match error:
        case errors.NotTheOrganiserError():
            return gettext("Open this page with the organiser's link of this question.")
        case errors.OrganiserLinkError():
            return gettext(
                "Part of this organiser's link is missing, or something was added to it."
            )
        case errors.NobodyMayAskError():
            return gettext("On this site, only the operator can ask questions.")
        case errors.SecretNotOfferedError():
            return gettext(
                "The new link in the form was not made by this page, so your present link still "
                "works."
            )
        case errors.VotesWithoutNamesError():
            return gettext("Votes on this question carry no names.")
        case errors.EditedMeanwhileError():
            return gettext(
                "The question was changed in the meantime, perhaps in another tab, so this change "
                "was not made."
            )
        case errors.WrongStageError(conflict):
            return _stage(conflict)
        case errors.CannotInviteError(conflict):
            return _invitation(conflict)
        case errors.TooManyInvitationsError(number, most):
            return gettext(
                "A question can have at most %(most)s codes, including revoked ones; with these it "
                "would have %(number)s.",
                most=written(most),
                number=written(number),
            )
        case errors.TooManyReplacedError(number, most):
            return gettext(
                "These are %(number)s codes, but at most %(most)s can be replaced at once. Select "
                "fewer people.",
                number=written(number),
                most=written(most),
            )
        case errors.InvitationUsedError(conflict):
            return _code(conflict)
        case errors.BallotsNotShownError():
            return gettext(
                "These ballots are secret: individual ballots can be downloaded once voting has "
                "ended. Until then, comparing two downloads would reveal how the people in between "
                "voted."
            )
        case errors.NoSuchFormatError(others):
            names = ", ".join(others)
            return gettext(
                "These ballots cannot be written in that format. Choose one of these: %(names)s.",
                names=names,
            )
        case _:
            return None


def _stage(conflict: StageConflict) -> str:  # noqa: C901, PLR0911, PLR0912 - one a conflict
    match conflict:
        case StageConflict.IS_DRAFT:
            return gettext("The question is a draft: open it first.")
        case StageConflict.IS_SCHEDULED:
            return gettext("The question is not open yet.")
        case StageConflict.IS_OPEN:
            return gettext("The question is open: end voting first.")
        case StageConflict.IS_ENDING:
            return gettext("Voting has just been ended: take that back first, or wait a minute.")
        case StageConflict.IS_CLOSED:
            return gettext("Voting on this question has ended.")
        case StageConflict.END_STANDS:
            return gettext(
                "The minute in which the end could be taken back is over. You can still reopen "
                "voting."
            )
        case StageConflict.IS_OPEN_ALREADY:
            return gettext("Voting is already open.")
        case StageConflict.HAS_BEGUN:
            return gettext("Voting has already begun, so its beginning cannot be changed.")
        case StageConflict.CANNOT_REOPEN:
            return gettext(
                "Voting cannot be reopened: all votes have been shown, so new ones could be worked "
                "out by comparing. Duplicate the question to vote again."
            )
        case StageConflict.IS_PUBLIC_ALREADY:
            return gettext("Everyone can already see the result.")
        case StageConflict.CLOSED_BEFORE_REMOVAL:
            return gettext(
                "Voting has ended, so this vote was not removed. Votes can be removed only while "
                "voting is open: reopen it first."
            )
        case StageConflict.REMOVAL_ONLY_WHILE_OPEN:
            return gettext("Votes can be removed only while voting is open.")
        case StageConflict.IS_NOT_PROPOSED:
            return gettext("Its organiser has not asked for a place on the front page.")
        case StageConflict.DECIDED_BEFORE_THE_END:
            return gettext("Nothing can be decided while voting is open. End voting first.")
        case _:
            assert_never(conflict)


def _invitation(conflict: InvitationConflict) -> str:
    match conflict:
        case InvitationConflict.NOT_BY_INVITATION:
            return gettext("This question does not use invitations, so it has no codes.")
        case InvitationConflict.IS_CLOSED:
            return gettext("Voting has ended, so codes can no longer be made or revoked.")
        case _:
            assert_never(conflict)


def _code(conflict: CodeConflict) -> str:
    match conflict:
        case CodeConflict.ALL_USED:
            return gettext("There is no unused code to replace.")
        case CodeConflict.NONE_CHOSEN:
            return gettext(
                "Nobody is selected. Select the people whose codes you want to change, then press "
                "the button again."
            )
        case CodeConflict.CHOSEN_ONES_USED:
            return gettext(
                "A code that has been used to vote cannot be revoked, because nobody can tell "
                "which ballot was cast with it."
            )
        case _:
            assert_never(conflict)
