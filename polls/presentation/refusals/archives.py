"""Sentences about archives that cannot be written or read."""

from __future__ import annotations

from typing import assert_never

from polls.domain.errors import ArchiveError, RepeatedVoterError
from polls.domain.questions.choice_problems import NoWebAddress
from polls.presentation.refusals import fields, texts
from polls.services.archives import refusals
from polls.services.archives.refusals import FileFault, LineFault, ValueFault

_DOT = "."


def sentence(error: ArchiveError) -> str | None:  # noqa: C901, PLR0911, PLR0912 - one a refusal
    """Return the sentence, or None: the refusal is of another kind."""
    match error:
        case refusals.BadFileError(fault):
            return _file(fault)
        case refusals.BadLineError(number, problem):
            return _line(number, problem)
        case refusals.UnknownFormatError(found, newest):
            return (
                f"The file has format {found}; this version of Polls reads formats 1 to {newest}. "
                "Use the version that wrote the file, or a newer one."
            )
        case refusals.TooSlowError(minutes):
            return (
                f"The file was not read within {minutes} minutes; nothing was imported. Use a "
                "machine with a faster disk."
            )
        case refusals.KeyTakenError(key):
            return (
                f"Question {key} already exists here, so nothing was imported. Use --new-key to "
                "give the one in the file another key, and so other addresses."
            )
        case refusals.KeyDeletedError(key):
            return (
                f"Question {key} was deleted here, so nothing was imported. Use --new-key to give "
                "the one in the file another key, and so other addresses."
            )
        case refusals.TurnoutError(used, used_weight, counted, counted_weight):
            return (
                f"The file contradicts itself: {used:,} invitations of weight {used_weight:,} were "
                f"used, and {counted:,} ballots of weight {counted_weight:,} count."
            )
        case refusals.LedgerGapError(position):
            return f"The ledger is incomplete: ballot {position} is missing. Run “polls recount”."
        case refusals.LedgerChoiceError(position, choice):
            return (
                f"Ballot {position} names choice {choice}, which this question does not have. Run "
                "“polls recount”."
            )
        case RepeatedVoterError(first, last):
            return (
                f"Lines {first} to {last} of the file have a ballot that counts by a voter who has "
                "another one."
            )
        case refusals.NotReadError(reason):
            return f"It cannot be read: {reason}."
        case refusals.NotWrittenError(None, reason):
            return f"The standard output cannot be written: {reason}."
        case refusals.NotWrittenError(path, reason):
            return f"The file {path} cannot be written: {reason}."
        case _:
            return None


def _file(fault: FileFault) -> str:
    match fault:
        case FileFault.NO_ARCHIVE:
            return "This file was not written by “polls export”."
        case FileFault.CUT_OFF:
            return "The file is cut off: its end is missing."
        case FileFault.CHANGED:
            return "The file was changed or damaged since it was written."
        case FileFault.GOES_ON:
            return "Something follows the end of the file's question."
        case FileFault.LACKS_RELEASED:
            return "The file contradicts itself: it lacks ballots that were released."
        case FileFault.IS_OPEN:
            return (
                "Voting is still open, and under another key people who have voted could vote "
                "again, because their browsers would not be recognised. Nothing was imported. "
                "Close the question before you export it."
            )
        case _:
            assert_never(fault)


def _line(number: int, problem: refusals.LineProblem) -> str:  # noqa: C901, PLR0911 - one a problem
    match problem:
        case LineFault():
            return _line_fault(number, problem)
        case refusals.FileTooLarge(most):
            return f"Line {number} of the file goes past the {most:,} bytes that a file may have."
        case refusals.LogTooLarge(most):
            return f"Line {number} of the file goes past the {most:,} bytes that the log may have."
        case refusals.LineTooLarge(most):
            return f"Line {number} of the file has more than {most:,} bytes."
        case refusals.TooManyLines(kind, most):
            return f"Line {number} of the file is one too many: “{kind}” may come {most:,} times."
        case refusals.Misplaced(kind):
            return f"Line {number} of the file says “{kind}”, which does not belong there."
        case refusals.AnotherVoter(line):
            return (
                f"Line {number} of the file has a ballot in the place of another voter's, which is "
                f"on {line}."
            )
        case refusals.BadQuestion(reason):
            why = fields.sentence(reason)
            return f"Line {number} of the file has a question that cannot be kept. {why}"
        case refusals.Unreadable("", fault):
            return f"Line {number} of the file cannot be read: {_value(fault)}."
        case refusals.Unreadable(place, fault):
            return f"Line {number} of the file cannot be read: {place}: {_value(fault)}."
        case _:
            assert_never(problem)


def _line_fault(number: int, fault: LineFault) -> str:  # noqa: C901, PLR0911 - one a fault
    match fault:
        case LineFault.NOT_EXPORTED:
            return f"Line {number} of the file was not written by “polls export”."
        case LineFault.LACKS_REPLACEMENT:
            return (
                f"Line {number} of the file has a ballot that another one replaced, which is not "
                "in the file."
            )
        case LineFault.WEIGHT_WITHOUT_INVITATION:
            return (
                f"Line {number} of the file has a ballot with a weight, which only an invitation "
                "can have."
            )
        case LineFault.NAME_AGAINST_RULES:
            return (
                f"Line {number} of the file has a ballot with a name, or without one, against the "
                "question's rules."
            )
        case LineFault.BAD_NAME:
            return f"Line {number} of the file has a ballot with a name that cannot be shown."
        case LineFault.BAD_SELECTION:
            return (
                f"Line {number} of the file has a ballot that does not fit the choices and rules "
                "of the question."
            )
        case LineFault.CHANGED_AGAINST_RULES:
            return (
                f"Line {number} of the file has a ballot that was changed, which the question does "
                "not allow."
            )
        case LineFault.IMPOSSIBLE_REPLACEMENT:
            return (
                f"Line {number} of the file has a ballot that was replaced by one that cannot have "
                "replaced it."
            )
        case LineFault.REPEATED_CODE:
            return f"Line {number} of the file has an invitation with the same code as one before."
        case LineFault.REPEATED_NETWORK:
            return f"Line {number} of the file names a network twice."
        case LineFault.RULES_APART:
            return (
                f"Line {number} of the file has a question that cannot be kept. Its rules do not "
                "go together."
            )
        case _:
            assert_never(fault)


def _value(problem: refusals.ValueProblem | str) -> str:
    """Return what is wrong with a value, to be followed by a full stop."""
    if isinstance(problem, str):
        return problem
    if isinstance(problem, ValueFault):
        return _value_fault(problem)
    if isinstance(problem, NoWebAddress):
        return "It is not a valid web address. Write one such as https://example.org/page"
    return texts.sentence("It", problem).removesuffix(_DOT)


def _value_fault(fault: ValueFault) -> str:  # noqa: C901, PLR0911, PLR0912 - one a fault
    match fault:
        case ValueFault.NO_DATABASE_KEEPS_IT:
            return "It contains a character that no database keeps"
        case ValueFault.TOO_DEEP:
            return "It is nested too deeply"
        case ValueFault.NO_OBJECT:
            return "It is not a JSON object"
        case ValueFault.NO_OBJECT_OF_TEXTS:
            return "It is not a JSON object of texts"
        case ValueFault.NO_LIST_OF_TEXTS:
            return "It is not a JSON list of texts"
        case ValueFault.NO_METHOD:
            return "There is no such method"
        case ValueFault.NO_SEED:
            return "It is not a seed for lots"
        case ValueFault.NO_ZONE:
            return "There is no such time zone"
        case ValueFault.NO_KEY:
            return "It is not a question's key"
        case ValueFault.NOT_UTC:
            return "It is not a time in UTC"
        case ValueFault.TOO_LATE:
            return "The time is too far in the future"
        case ValueFault.NO_DETAIL_OF_THE_ACT:
            return "The detail is not what the act needs"
        case _:
            assert_never(fault)
