"""What an error page says: a heading, what happened, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from polls.domain.errors import (
    AlreadyVotedError,
    BallotsNotShownError,
    CannotInviteError,
    CannotWithdrawError,
    EditedMeanwhileError,
    InvitationUsedError,
    NoRecordError,
    NoSecretError,
    NotTheOrganiserError,
    NotYetOpenError,
    OrganiserLinkError,
    QuestionClosedError,
    QuestionDeletedError,
    TooManyFromNetworkError,
    TooManyInvitationsError,
    TooManyQuestionsError,
    TooManyWrongCodesError,
    TooManyWrongJoinCodesError,
    TooMuchAtOnceError,
    WrongStageError,
)
from polls.domain.questions.visibility import ResultNotShownError
from polls.presentation.language import gettext_noop, translated
from polls.presentation.refusals.sentences import sentence

if TYPE_CHECKING:
    from polls.domain.errors import PollsError


@dataclass(frozen=True, slots=True)
class ErrorAdvice:
    """What an error page says: a heading, what happened, and what to do next."""

    title: str
    detail: str
    next_step: str
    page: str = ""
    """Of the question, where the next step is; else it is among all questions."""
    label: str = ""
    """Of the link to that page."""


ADVICE: dict[int, ErrorAdvice] = {
    400: ErrorAdvice(
        gettext_noop("This request cannot be read"),
        gettext_noop("Part of it is missing or malformed."),
        gettext_noop("Go back to the question and use the form on its page."),
        "poll",
        gettext_noop("Go to the question"),
    ),
    403: ErrorAdvice(
        gettext_noop("Access denied"),
        gettext_noop("You do not have access to this address."),
        gettext_noop("Open the question on this site, and use the form on its page."),
        "poll",
        gettext_noop("Go to the question"),
    ),
    404: ErrorAdvice(
        gettext_noop("Page not found"),
        gettext_noop("There is no page at this address."),
        gettext_noop(
            "Check the address for a missing letter, or look through the list of questions. A "
            "question can also be hidden until it opens."
        ),
    ),
    405: ErrorAdvice(
        gettext_noop("This does not work here"),
        gettext_noop("The page does not accept this kind of request."),
        gettext_noop("Open the question, and use the form on its page."),
        "poll",
        gettext_noop("Go to the question"),
    ),
    409: ErrorAdvice(
        gettext_noop("This could not be recorded"),
        gettext_noop("It conflicts with what is already recorded."),
        gettext_noop("Open the results to see what is recorded."),
        "results",
        gettext_noop("See the results"),
    ),
    410: ErrorAdvice(
        gettext_noop("This no longer exists"),
        gettext_noop("It was deleted."),
        gettext_noop("It cannot be restored. Ask the person who gave you this address."),
    ),
    408: ErrorAdvice(
        gettext_noop("That took too long"),
        gettext_noop("The form did not arrive in time."),
        gettext_noop("Try again. If your connection is poor, try from another place."),
    ),
    413: ErrorAdvice(
        gettext_noop("Too much was sent"),
        gettext_noop("The request is larger than this site accepts."),
        gettext_noop("Shorten what you sent, and try again."),
    ),
    415: ErrorAdvice(
        gettext_noop("This form cannot be read"),
        gettext_noop("Forms are accepted only as application/x-www-form-urlencoded."),
        gettext_noop("Send the form from the question's own page."),
        "poll",
        gettext_noop("Go to the question"),
    ),
    416: ErrorAdvice(
        gettext_noop("The file has no such part"),
        gettext_noop("It is shorter than the part that was asked for."),
        gettext_noop("Download the whole file again."),
    ),
    422: ErrorAdvice(
        gettext_noop("The form is not complete"),
        gettext_noop("Something in it is missing or not valid."),
        gettext_noop("Go back, correct it, and send it again."),
    ),
    429: ErrorAdvice(
        gettext_noop("Please wait"),
        gettext_noop("There were too many requests in a short time."),
        gettext_noop("Wait a minute, then try again."),
    ),
    500: ErrorAdvice(
        gettext_noop("Something went wrong on our side"),
        gettext_noop("This is a fault in the program. You did nothing wrong."),
        gettext_noop(
            "Try again. If it happens again, tell the operator of this site the number below."
        ),
    ),
    501: ErrorAdvice(
        gettext_noop("This is not supported"),
        gettext_noop("This site does not support this kind of request."),
        gettext_noop("Open the question, and use the form on its page."),
    ),
    503: ErrorAdvice(
        gettext_noop("Please try again shortly"),
        gettext_noop("The site cannot record anything right now."),
        gettext_noop(
            "Nothing is wrong with your request: send it again in a few seconds. A vote that "
            "arrives twice is counted once."
        ),
    ),
}
_NOT_CHANGED = ErrorAdvice(
    gettext_noop("Nothing was changed"),
    "",
    gettext_noop("The organiser's page shows the question as it is now."),
    "manage",
    gettext_noop("Go to the organiser's page"),
)
ADVICE_ABOUT: dict[type[PollsError], ErrorAdvice] = {
    NotTheOrganiserError: ErrorAdvice(
        gettext_noop("This page is for the organiser"),
        "",
        gettext_noop(
            "A link that was replaced by a newer one no longer works. If you have lost yours, only "
            "the operator of this site can give you a new one."
        ),
        "poll",
        gettext_noop("Go to the question"),
    ),
    NoSecretError: ErrorAdvice(
        gettext_noop("This page is for the organiser"),
        "",
        gettext_noop(
            "If you have just asked this question or opened its organiser's link, your browser "
            "does not keep cookies: allow them for this site, and do so again. If you have lost "
            "the link, only the operator of this site can give you a new one."
        ),
        "poll",
        gettext_noop("Go to the question"),
    ),
    OrganiserLinkError: ErrorAdvice(
        gettext_noop("This organiser's link does not work"),
        "",
        gettext_noop(
            "Copy the whole link again from where you kept it: it ends with 22 letters, digits, "
            "hyphens or underscores. If it is lost, only the operator of this site can give you a "
            "new one."
        ),
    ),
    ResultNotShownError: ErrorAdvice(
        gettext_noop("The result is not shown yet"),
        "",
        gettext_noop(
            "The results page says how many people have voted, and everything else you may see so "
            "far."
        ),
        "results",
        gettext_noop("Go to the results page"),
    ),
    BallotsNotShownError: ErrorAdvice(
        gettext_noop("Available once voting has ended"),
        "",
        gettext_noop("The result itself can be downloaded at any time."),
        "manage",
        gettext_noop("Go to the organiser's page"),
    ),
    CannotInviteError: _NOT_CHANGED,
    EditedMeanwhileError: _NOT_CHANGED,
    InvitationUsedError: _NOT_CHANGED,
    TooManyInvitationsError: _NOT_CHANGED,
    WrongStageError: _NOT_CHANGED,
    TooManyQuestionsError: ErrorAdvice(
        gettext_noop("Too many questions at once"),
        "",
        gettext_noop("Go back to the form, and press the button again later."),
    ),
    TooManyWrongCodesError: ErrorAdvice(
        gettext_noop("Too many wrong codes"),
        "",
        gettext_noop("In the meantime, ask the operator of this site for the creation code."),
    ),
    TooManyWrongJoinCodesError: ErrorAdvice(
        gettext_noop("Too many wrong codes"),
        "",
        gettext_noop(
            "In the meantime, scan the QR code on the big screen, or ask the organiser for the "
            "link."
        ),
    ),
    TooMuchAtOnceError: ErrorAdvice(
        gettext_noop("Please wait"),
        "",
        gettext_noop(
            "Wait ten seconds, then try again. If you sent a form, go back to it: what you wrote "
            "is still there."
        ),
    ),
    AlreadyVotedError: ErrorAdvice(
        gettext_noop("You have already voted"),
        "",
        gettext_noop(
            "Check what is recorded. If you have never voted, someone else has used this browser "
            "or your invitation: tell the organiser."
        ),
        "mine",
        gettext_noop("See my vote"),
    ),
    CannotWithdrawError: ErrorAdvice(
        gettext_noop("Your vote was not taken back"),
        "",
        gettext_noop("Check what is recorded."),
        "mine",
        gettext_noop("See my vote"),
    ),
    NotYetOpenError: ErrorAdvice(
        gettext_noop("Voting has not begun"),
        "",
        gettext_noop("The question's page says when voting begins, as soon as that is set."),
        "poll",
        gettext_noop("Go to the question"),
    ),
    QuestionClosedError: ErrorAdvice(
        gettext_noop("Voting has ended"),
        "",
        gettext_noop("See the result. If you voted before the end, your vote counts."),
        "results",
        gettext_noop("See the result"),
    ),
    NoRecordError: ErrorAdvice(
        gettext_noop("There is no such record"),
        "",
        gettext_noop("If voting has just ended, load this page again in a minute."),
        "results",
        gettext_noop("See the results"),
    ),
    QuestionDeletedError: ErrorAdvice(
        gettext_noop("This question was deleted"),
        "",
        gettext_noop("It cannot be restored. Ask the person who gave you this address."),
    ),
    TooManyFromNetworkError: ErrorAdvice(
        gettext_noop("No votes left for your network"),
        "",
        gettext_noop(
            "Vote from another network, such as your phone's mobile data, or tell the organiser."
        ),
        "results",
        gettext_noop("See the results"),
    ),
}
"""What is said of some refusals in place of what is said of their status."""


def about(error: PollsError, status: int) -> ErrorAdvice:
    """Return what is said of a refusal that is answered with `status`."""
    about = ADVICE_ABOUT.get(type(error))
    advice = _translated(about) if about else of_status(status)
    return replace(advice, detail=sentence(error))


def of_status(status: int) -> ErrorAdvice:
    """Return what is said of a status; of a rare one what is said of all like it."""
    is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return _translated(ADVICE.get(status) or ADVICE[500 if is_ours else 400])


def _translated(advice: ErrorAdvice) -> ErrorAdvice:
    return replace(
        advice,
        title=translated(advice.title),
        detail=translated(advice.detail),
        next_step=translated(advice.next_step),
        label=translated(advice.label),
    )
