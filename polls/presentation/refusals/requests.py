"""Refusals of requests, whatever question they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain import request_errors as errors
from polls.domain.request_errors import FormFault
from polls.domain.text.words import number as written
from polls.presentation.language import gettext

if TYPE_CHECKING:
    from polls.domain.errors import PollsError

_KIB = 1024


def sentence(error: PollsError) -> str | None:  # noqa: PLR0911 - one a refusal
    """Return the sentence, or None: the refusal is of another kind."""
    match error:
        case errors.BadFormError(fault):
            return _form(fault)
        case errors.FormTooSlowError():
            return gettext("The form took too long to arrive.")
        case errors.FormTooLargeError(body, fields, field):
            return gettext(
                "A form can have at most %(body)s KiB, %(fields)s fields, and %(field)s KiB per "
                "field.",
                body=body // _KIB,
                fields=written(fields),
                field=field // _KIB,
            )
        case errors.FormFromElsewhereError():
            return gettext("The form was sent from another site's page.")
        case errors.UnknownHostError():
            return gettext(
                "This server does not know itself by that host name. If it is yours, set base_url "
                "in its configuration to the address that people use."
            )
        case errors.NoSuchPageError():
            return gettext("There is no such page: its number is wrong, or too high.")
        case errors.FramesNotAllowedError():
            return gettext("This site does not allow its questions on other sites' pages.")
        case errors.OnlyJsonError():
            return gettext("Only JSON is available here: use format=json.")
        case errors.NotPixelsError(parameter):
            return gettext("%(parameter)s must be a number of pixels.", parameter=parameter)
        case _:
            return None


def _form(fault: FormFault) -> str:
    match fault:
        case FormFault.CUT_OFF:
            return gettext("The form did not arrive completely.")
        case FormFault.NOT_UTF_8:
            return gettext("The form is not in UTF-8.")
        case FormFault.PARTS_UNCLEAR:
            return gettext("The parts of the form cannot be read.")
        case _:
            assert_never(fault)
