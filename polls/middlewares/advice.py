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
    ResultNotShownError,
    TooManyFromNetworkError,
    TooManyQuestionsError,
    TooManyWrongCodesError,
    TooMuchAtOnceError,
)

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
        "That request makes no sense",
        "Something in it could not be understood.",
        "Go back to the question and use the form on its page.",
    ),
    403: ErrorAdvice(
        "That is not allowed",
        "This address is not open to you.",
        "Open the question here, and use the form on its own page.",
    ),
    404: ErrorAdvice(
        "There is nothing here",
        "No page has this address.",
        "Check the address for a missing letter, or look through the questions. A question can "
        "also be hidden until its time comes.",
    ),
    405: ErrorAdvice(
        "That is not how this page works",
        "The page does not take this kind of request.",
        "Open the question, and use the form on its page.",
    ),
    409: ErrorAdvice(
        "This could not be recorded",
        "It does not fit what is already recorded.",
        "Look at the results to see what stands.",
        "results",
        "See the results",
    ),
    410: ErrorAdvice(
        "This is gone",
        "It was deleted.",
        "Ask whoever gave you this address; what was deleted cannot be brought back.",
    ),
    408: ErrorAdvice(
        "That took too long",
        "The form did not arrive in time.",
        "Try again; if the connection is poor, try from another place.",
    ),
    413: ErrorAdvice(
        "That is too much",
        "The request is larger than any form here can be.",
        "Shorten what you sent, and try again.",
    ),
    415: ErrorAdvice(
        "That form cannot be read",
        "Forms are taken as application/x-www-form-urlencoded only.",
        "Send the form from the question's own page.",
    ),
    422: ErrorAdvice(
        "The form is not complete",
        "Something is missing in it, or does not fit.",
        "Go back, correct it, and send it again.",
    ),
    429: ErrorAdvice(
        "Please wait a moment",
        "There were too many requests in a short time.",
        "Wait a minute, then try again.",
    ),
    500: ErrorAdvice(
        "Something went wrong on our side",
        "This is a fault in the program. You did nothing wrong.",
        "Try again. If it happens again, tell the operator of this site the number below.",
    ),
    501: ErrorAdvice(
        "That cannot be done here",
        "This site does not know how.",
        "Ask for it in another way.",
    ),
    503: ErrorAdvice(
        "One moment, please",
        "The site cannot record anything right now.",
        "Nothing is wrong with your request: send it again in a few seconds. "
        "A vote that arrived twice counts once.",
    ),
}
ADVICE_ABOUT: dict[type[PollsError], ErrorAdvice] = {
    NotTheOrganiserError: ErrorAdvice(
        "This page is for the organiser",
        "",
        "A link that was replaced by a newer one does not work. If you lost yours, only the "
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
        "How many have voted, and what else may be seen, is on the results page.",
        "results",
        "Go to the results page",
    ),
    BallotsNotShownError: ErrorAdvice(
        "Not before voting has ended",
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
        "Please wait a moment",
        "",
        "Wait ten seconds, then try again. If you sent a form, go back to it: what you wrote is "
        "still there.",
    ),
    AlreadyVotedError: ErrorAdvice(
        "You have already voted",
        "",
        "Look at what is recorded. If you have never voted, somebody did it with this browser, or "
        "with your invitation: tell the organiser.",
        "mine",
        "See my vote",
    ),
    NotYetOpenError: ErrorAdvice(
        "Voting has not begun",
        "",
        "The question's own page says when it does, as soon as that is known.",
        "poll",
        "Go to the question",
    ),
    QuestionClosedError: ErrorAdvice(
        "Voting has ended",
        "",
        "See what came out of it. If you voted before the end, that vote counts.",
        "results",
        "See the result",
    ),
    QuestionDeletedError: ErrorAdvice(
        "This question was deleted",
        "",
        "What was deleted cannot be brought back. Ask whoever gave you this address why.",
    ),
    TooManyFromNetworkError: ErrorAdvice(
        "Your network has no votes left",
        "",
        "Vote from another network, such as your phone's mobile data, or tell the organiser.",
        "results",
        "See the results",
    ),
}
"""What is said of some refusals in place of what is said of their status."""


def about(error: PollsError, status: int) -> ErrorAdvice:
    """Return what is said of a refusal that is answered with `status`."""
    return replace(ADVICE_ABOUT.get(type(error)) or of_status(status), detail=str(error))


def of_status(status: int) -> ErrorAdvice:
    """Return what is said of a status; of a rare one what is said of all like it."""
    return ADVICE.get(status) or ADVICE[400 if status < HTTPStatus.INTERNAL_SERVER_ERROR else 500]
