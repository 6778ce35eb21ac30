"""The HTTP status of each refusal, and when to come again: the one table for pages and programs."""

from __future__ import annotations

from http import HTTPStatus

from polls.domain import errors, request_errors
from polls.domain.ballots.refusals import InvalidNameError, InvalidSelectionError
from polls.domain.electorate.list_problems import InvalidListError
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.visibility import ResultNotShownError

STATUSES: dict[type[errors.PollsError], HTTPStatus] = {
    errors.MalformedBallotError: HTTPStatus.BAD_REQUEST,
    errors.NoVoterError: HTTPStatus.BAD_REQUEST,
    request_errors.BadFormError: HTTPStatus.BAD_REQUEST,
    request_errors.NotPixelsError: HTTPStatus.BAD_REQUEST,
    request_errors.UnknownHostError: HTTPStatus.BAD_REQUEST,
    errors.BallotsNotShownError: HTTPStatus.FORBIDDEN,
    errors.CodeNeededError: HTTPStatus.FORBIDDEN,
    request_errors.FormFromElsewhereError: HTTPStatus.FORBIDDEN,
    errors.NobodyMayAskError: HTTPStatus.FORBIDDEN,
    errors.NotTheOrganiserError: HTTPStatus.FORBIDDEN,
    errors.NoSecretError: HTTPStatus.FORBIDDEN,
    ResultNotShownError: HTTPStatus.FORBIDDEN,
    errors.RevokedCodeError: HTTPStatus.FORBIDDEN,
    errors.WrongCodeError: HTTPStatus.FORBIDDEN,
    request_errors.FramesNotAllowedError: HTTPStatus.NOT_FOUND,
    errors.NoDatesError: HTTPStatus.NOT_FOUND,
    errors.NoReceiptsError: HTTPStatus.NOT_FOUND,
    errors.NoRecordError: HTTPStatus.NOT_FOUND,
    errors.NoSuchFormatError: HTTPStatus.NOT_FOUND,
    request_errors.NoSuchPageError: HTTPStatus.NOT_FOUND,
    errors.OrganiserLinkError: HTTPStatus.NOT_FOUND,
    errors.QuestionNotFoundError: HTTPStatus.NOT_FOUND,
    errors.WrongJoinCodeError: HTTPStatus.NOT_FOUND,
    errors.VotesWithoutNamesError: HTTPStatus.NOT_FOUND,
    request_errors.FormTooSlowError: HTTPStatus.REQUEST_TIMEOUT,
    errors.AlreadyVotedError: HTTPStatus.CONFLICT,
    errors.CannotInviteError: HTTPStatus.CONFLICT,
    errors.CannotWithdrawError: HTTPStatus.CONFLICT,
    errors.EditedMeanwhileError: HTTPStatus.CONFLICT,
    errors.InvitationUsedError: HTTPStatus.CONFLICT,
    errors.NotYetOpenError: HTTPStatus.CONFLICT,
    errors.QuestionClosedError: HTTPStatus.CONFLICT,
    errors.TooManyFromNetworkError: HTTPStatus.CONFLICT,
    errors.TooManyInvitationsError: HTTPStatus.CONFLICT,
    errors.TooManyReplacedError: HTTPStatus.CONFLICT,
    errors.TryOutEndedError: HTTPStatus.CONFLICT,
    errors.WrongStageError: HTTPStatus.CONFLICT,
    errors.QuestionDeletedError: HTTPStatus.GONE,
    request_errors.FormTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.EmptyCodeError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.EmptyJoinCodeError: HTTPStatus.UNPROCESSABLE_ENTITY,
    InvalidListError: HTTPStatus.UNPROCESSABLE_ENTITY,
    InvalidNameError: HTTPStatus.UNPROCESSABLE_ENTITY,
    InvalidQuestionError: HTTPStatus.UNPROCESSABLE_ENTITY,
    InvalidSelectionError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SecretNotOfferedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooManyFromAddressError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.TooManyQuestionsError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.TooManyWrongCodesError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.TooManyWrongJoinCodesError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.TooMuchAtOnceError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.BrokenError: HTTPStatus.INTERNAL_SERVER_ERROR,
    request_errors.OnlyJsonError: HTTPStatus.NOT_IMPLEMENTED,
    errors.BusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.TooManyExportsError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.TooManyWatchersError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}

RETRY_SECONDS: dict[type[errors.PollsError], int] = {
    errors.UnavailableError: 2,
    errors.BusyError: 10,
    errors.TooMuchAtOnceError: 10,
    errors.TooManyExportsError: 10,
    errors.TooManyFromAddressError: 30,  # watchers stay for minutes
    errors.TooManyWatchersError: 30,
}


def status(error: errors.PollsError) -> HTTPStatus:
    """Return the status with which a refusal is answered."""
    return STATUSES[type(error)]


def retry_seconds(error: errors.PollsError) -> int | None:
    """Return in how many seconds the same request may succeed; None: by itself it will not."""
    if isinstance(error, errors.AllowanceUsedUpError):
        return error.seconds
    return RETRY_SECONDS.get(type(error))
