"""Refusals with several problems, and those of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain import errors
from polls.domain.backup_errors import BackupError
from polls.domain.counting.options import OptionError
from polls.domain.electorate.list_problems import InvalidListError
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.start_errors import StartError
from polls.formats.errors import FormatError
from polls.presentation.refusals import formats, lists, options
from polls.presentation.refusals.fields import messages
from polls.presentation.refusals.operators import archives, backups, starting

if TYPE_CHECKING:
    from polls.domain.errors import PollsError


def sentence(error: PollsError) -> str | None:  # noqa: PLR0911 - one a kind
    """Return the sentence, or None: the refusal is of another kind."""
    match error:
        case InvalidQuestionError(problems):
            return "\n".join(message.text for message in messages(problems))
        case InvalidListError(entries):
            return "\n".join(lists.sentences(entries))
        case OptionError(problem):
            return options.sentence(problem)
        case errors.ArchiveError():
            return archives.sentence(error)
        case StartError():
            return starting.sentence(error)
        case BackupError():
            return backups.sentence(error)
        case FormatError():
            return formats.sentence(error)
        case _:
            return None
