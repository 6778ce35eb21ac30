from __future__ import annotations

from polls.domain.backup_errors import BackupError
from polls.domain.counting.options import OptionError
from polls.domain.errors import (
    Absence,
    ArchiveError,
    BusyError,
    QuestionNotFoundError,
    TooManyQuestionsError,
    UnavailableError,
)
from polls.domain.start_errors import StartError
from polls.formats.errors import FormatError
from polls.web import statuses
from tests import refusals

_ON_THE_COMMAND_LINE = (ArchiveError, BackupError, FormatError, OptionError, StartError)


def test_every_refusal_has_a_status() -> None:
    kinds = {kind for kind in refusals.kinds() if not issubclass(kind, _ON_THE_COMMAND_LINE)}

    assert set(statuses.STATUSES) == kinds


def test_every_refusal_that_passes_says_when_to_come_again() -> None:
    passing = {kind for kind, status in statuses.STATUSES.items() if status in {429, 503}}

    silent = {
        kind
        for kind in passing
        if any(not statuses.retry_seconds(error) for error in refusals.examples(kind))
    }

    assert silent == set()


def test_retry_seconds_are_those_of_the_kind_or_the_error() -> None:
    assert statuses.retry_seconds(UnavailableError(Absence.DATABASE_AWAY)) == 2
    assert statuses.retry_seconds(BusyError()) == 10
    assert statuses.retry_seconds(TooManyQuestionsError(90)) == 90
    assert statuses.retry_seconds(QuestionNotFoundError()) is None
