"""Refusals that have nothing to do with a question: of a site that is busy, away or broken."""

from __future__ import annotations

import math
from typing import assert_never

from polls.domain import errors
from polls.domain.errors import Absence
from polls.presentation.language import gettext


def sentence(error: errors.PollsError) -> str | None:  # noqa: PLR0911 - one a refusal
    """Return the sentence, or None: the refusal is of another kind."""
    match error:
        case errors.UnavailableError(absence):
            return _absent(absence)
        case errors.TooManyExportsError():
            return gettext("The site is busy preparing other files.")
        case errors.TooManyWatchersError():
            return gettext(
                "Too many people are watching live right now. Reload the page to see the current "
                "numbers."
            )
        case errors.TooManyFromAddressError():
            return gettext(
                "Too many people are watching live from this network. Reload the page to see the "
                "current numbers."
            )
        case errors.TooMuchAtOnceError():
            return gettext(
                "The site is still working on other large pages and forms from your network."
            )
        case errors.AllowanceUsedUpError(seconds):
            return _used_up(error, math.ceil(seconds / 60))
        case errors.EmptyJoinCodeError():
            return gettext("Enter the six digits that you see on the big screen.")
        case errors.WrongJoinCodeError():
            return gettext(
                "No open question has that code. Compare it with the six digits on the big screen: "
                "a code works only while voting is open."
            )
        case errors.BrokenError():
            return gettext("This is a fault in the program. You did nothing wrong.")
        case _:
            return None


def _absent(absence: Absence) -> str:  # noqa: C901, PLR0911, PLR0912 - one an absence
    match absence:
        case Absence.SERVER_STOPS:
            return gettext("The server is restarting.")
        case Absence.NO_SIGNING_KEY:
            return gettext("The site cannot sign anything right now.")
        case Absence.TOO_MANY_VOTE:
            return gettext("Too many people are voting right now.")
        case Absence.TOO_MANY_BEGIN_TO_WATCH:
            return gettext("Too many people are starting to watch right now.")
        case Absence.TOO_MANY_UPLOADS:
            return gettext("Too many files are being uploaded right now.")
        case Absence.TOO_MUCH_LONG_WORK:
            return gettext("The site is busy with large pages and forms.")
        case Absence.DATABASE_AWAY:
            return gettext("The database did not answer.")
        case Absence.DATABASE_REPLACED:
            return gettext("The database file was deleted or replaced while the server runs.")
        case Absence.ANOTHER_WRITER:
            return gettext("Another program is writing to the database.")
        case Absence.BALLOTS_CHANGED:
            return gettext("The ballots have changed since the count began.")
        case Absence.VIEW_CHANGED:
            return gettext("Who has voted sees something else.")
        case Absence.NO_JOIN_CODE:
            return gettext("Nearly all join codes are in use. Share the link or the QR code.")
        case _:
            assert_never(absence)


def _used_up(  # noqa: PLR0911 - two a refusal
    error: errors.AllowanceUsedUpError, minutes: int
) -> str | None:
    match error:
        case errors.TooManyQuestionsError() if minutes <= 1:
            return gettext(
                "Too many questions were asked from this network in the last hour. You can ask the "
                "next one in a minute. If you keep the page with your form open, nothing you wrote "
                "is lost."
            )
        case errors.TooManyQuestionsError():
            return gettext(
                "Too many questions were asked from this network in the last hour. You can ask the "
                "next one in %(minutes)s minutes. If you keep the page with your form open, "
                "nothing you wrote is lost.",
                minutes=minutes,
            )
        case errors.TooManyWrongCodesError() if minutes <= 1:
            return gettext(
                "Too many wrong creation codes were entered from this network in the last hour. "
                "You can enter a code again in a minute. If you keep the page with your form open, "
                "nothing you wrote is lost."
            )
        case errors.TooManyWrongCodesError():
            return gettext(
                "Too many wrong creation codes were entered from this network in the last hour. "
                "You can enter a code again in %(minutes)s minutes. If you keep the page with your "
                "form open, nothing you wrote is lost.",
                minutes=minutes,
            )
        case errors.TooManyWrongJoinCodesError() if minutes <= 1:
            return gettext(
                "Too many wrong join codes were entered from this network in the last hour. You "
                "can enter one again in a minute."
            )
        case errors.TooManyWrongJoinCodesError():
            return gettext(
                "Too many wrong join codes were entered from this network in the last hour. You "
                "can enter one again in %(minutes)s minutes.",
                minutes=minutes,
            )
        case _:
            return None
