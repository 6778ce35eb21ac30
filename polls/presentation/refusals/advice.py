"""What an error page says: a heading, what happened, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from polls.domain.errors import (
    AlreadyVotedError,
    BallotsNotShownError,
    NotTheOrganiserError,
    NotYetOpenError,
    OrganiserLinkError,
    QuestionClosedError,
    QuestionDeletedError,
    TooManyFromNetworkError,
    TooManyQuestionsError,
    TooManyWrongCodesError,
    TooMuchAtOnceError,
)
from polls.domain.questions.visibility import ResultNotShownError
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
        "This request cannot be read",
        "Part of it is missing or malformed.",
        "Go back to the question and use the form on its page.",
        "poll",
        "Go to the question",
    ),
    403: ErrorAdvice(
        "Access denied",
        "You do not have access to this address.",
        "Open the question on this site, and use the form on its page.",
        "poll",
        "Go to the question",
    ),
    404: ErrorAdvice(
        "Page not found",
        "There is no page at this address.",
        "Check the address for a missing letter, or look through the list of questions. A "
        "question can also be hidden until it opens.",
    ),
    405: ErrorAdvice(
        "This does not work here",
        "The page does not accept this kind of request.",
        "Open the question, and use the form on its page.",
        "poll",
        "Go to the question",
    ),
    409: ErrorAdvice(
        "This could not be recorded",
        "It conflicts with what is already recorded.",
        "Open the results to see what is recorded.",
        "results",
        "See the results",
    ),
    410: ErrorAdvice(
        "This no longer exists",
        "It was deleted.",
        "It cannot be restored. Ask the person who gave you this address.",
    ),
    408: ErrorAdvice(
        "That took too long",
        "The form did not arrive in time.",
        "Try again. If your connection is poor, try from another place.",
    ),
    413: ErrorAdvice(
        "Too much was sent",
        "The request is larger than this site accepts.",
        "Shorten what you sent, and try again.",
    ),
    415: ErrorAdvice(
        "This form cannot be read",
        "Forms are accepted only as application/x-www-form-urlencoded.",
        "Send the form from the question's own page.",
        "poll",
        "Go to the question",
    ),
    422: ErrorAdvice(
        "The form is not complete",
        "Something in it is missing or not valid.",
        "Go back, correct it, and send it again.",
    ),
    429: ErrorAdvice(
        "Please wait",
        "There were too many requests in a short time.",
        "Wait a minute, then try again.",
    ),
    500: ErrorAdvice(
        "Something went wrong on our side",
        "This is a fault in the program. You did nothing wrong.",
        "Try again. If it happens again, tell the operator of this site the number below.",
    ),
    501: ErrorAdvice(
        "This is not supported",
        "This site does not support this kind of request.",
        "Open the question, and use the form on its page.",
    ),
    503: ErrorAdvice(
        "Please try again shortly",
        "The site cannot record anything right now.",
        "Nothing is wrong with your request: send it again in a few seconds. "
        "A vote that arrives twice is counted once.",
    ),
}
ADVICE_ABOUT: dict[type[PollsError], ErrorAdvice] = {
    NotTheOrganiserError: ErrorAdvice(
        "This page is for the organiser",
        "",
        "A link that was replaced by a newer one no longer works. If you have lost yours, only the "
        "operator of this site can give you a new one.",
        "poll",
        "Go to the question",
    ),
    OrganiserLinkError: ErrorAdvice(
        "This organiser's link does not work",
        "",
        "Copy the whole link again from where you kept it: it ends with 22 letters, digits, "
        "hyphens or underscores. If it is lost, only the operator of this site can give you a new "
        "one.",
    ),
    ResultNotShownError: ErrorAdvice(
        "The result is not shown yet",
        "",
        "The results page says how many people have voted, and everything else you may see so far.",
        "results",
        "Go to the results page",
    ),
    BallotsNotShownError: ErrorAdvice(
        "Available once voting has ended",
        "",
        "The result itself can be downloaded at any time.",
        "manage",
        "Go to the organiser's page",
    ),
    TooManyQuestionsError: ErrorAdvice(
        "Too many questions at once",
        "",
        "Go back to the form, and press the button again later.",
    ),
    TooManyWrongCodesError: ErrorAdvice(
        "Too many wrong codes",
        "",
        "In the meantime, ask the operator of this site for the creation code.",
    ),
    TooMuchAtOnceError: ErrorAdvice(
        "Please wait",
        "",
        "Wait ten seconds, then try again. If you sent a form, go back to it: what you wrote is "
        "still there.",
    ),
    AlreadyVotedError: ErrorAdvice(
        "You have already voted",
        "",
        "Check what is recorded. If you have never voted, someone else has used this browser or "
        "your invitation: tell the organiser.",
        "mine",
        "See my vote",
    ),
    NotYetOpenError: ErrorAdvice(
        "Voting has not begun",
        "",
        "The question's page says when voting begins, as soon as that is set.",
        "poll",
        "Go to the question",
    ),
    QuestionClosedError: ErrorAdvice(
        "Voting has ended",
        "",
        "See the result. If you voted before the end, your vote counts.",
        "results",
        "See the result",
    ),
    QuestionDeletedError: ErrorAdvice(
        "This question was deleted",
        "",
        "It cannot be restored. Ask the person who gave you this address.",
    ),
    TooManyFromNetworkError: ErrorAdvice(
        "No votes left for your network",
        "",
        "Vote from another network, such as your phone's mobile data, or tell the organiser.",
        "results",
        "See the results",
    ),
}
"""What is said of some refusals in place of what is said of their status."""


def about(error: PollsError, status: int) -> ErrorAdvice:
    """Return what is said of a refusal that is answered with `status`."""
    return replace(ADVICE_ABOUT.get(type(error)) or of_status(status), detail=sentence(error))


def of_status(status: int) -> ErrorAdvice:
    """Return what is said of a status; of a rare one what is said of all like it."""
    return ADVICE.get(status) or ADVICE[400 if status < HTTPStatus.INTERNAL_SERVER_ERROR else 500]
