"""What can be wrong with a request, whatever question it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from polls.domain.errors import PollsError


class FormFault(Enum):
    """Why the fields of a form cannot be told."""

    CUT_OFF = auto()
    NOT_UTF_8 = auto()
    PARTS_UNCLEAR = auto()


@dataclass(eq=False)
class BadFormError(PollsError):
    """A form that cannot be read."""

    fault: FormFault


class FormTooSlowError(PollsError):
    """A form of which a part did not arrive in time."""


@dataclass(eq=False)
class FormTooLargeError(PollsError):
    """A form with more than is read: each a maximum."""

    body: int
    """Bytes."""
    fields: int
    field: int
    """Bytes."""


class FormFromElsewhereError(PollsError):
    """Another site's page made a browser send a form here."""


class UnknownHostError(PollsError):
    """The request is for a host that is not this site."""


class NoSuchPageError(PollsError):
    """A list ends before this page, or what was given is no number of one."""


class FramesNotAllowedError(PollsError):
    """This site lets no other one show its questions."""


class OnlyJsonError(PollsError):
    """A description of a question is asked for in a form that no program here writes."""


@dataclass(eq=False)
class NotPixelsError(PollsError):
    """The size of a frame is no number."""

    parameter: str
    """Of the address."""
