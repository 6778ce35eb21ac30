"""Sentences about archives that cannot be written or read."""

from __future__ import annotations

from typing import assert_never

from polls.domain.errors import ArchiveError, RepeatedVoterError
from polls.domain.questions.problems.choices import NoWebAddress
from polls.domain.text.words import number as written
from polls.presentation.language import gettext, ngettext
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
            return gettext(
                "The file has format %(found)s; this version of Polls reads formats 1 to "
                "%(newest)s. Use the version that wrote the file, or a newer one.",
                found=found,
                newest=newest,
            )
        case refusals.TooSlowError(minutes):
            return gettext(
                "The file was not read within %(minutes)s minutes; nothing was imported. Use a "
                "machine with a faster disk.",
                minutes=minutes,
            )
        case refusals.KeyTakenError(key):
            return gettext(
                "Question %(key)s already exists here, so nothing was imported. Use --new-key to "
                "give the one in the file another key, and so other addresses.",
                key=key,
            )
        case refusals.KeyDeletedError(key):
            return gettext(
                "Question %(key)s was deleted here, so nothing was imported. Use --new-key to give "
                "the one in the file another key, and so other addresses.",
                key=key,
            )
        case refusals.OverdueError(days):
            return gettext(
                "Voting on this question ended so long ago that it would be deleted here at once "
                "(retention_days: %(days)s), so nothing was imported. Set retention_days to a "
                "higher number, or leave it out, for the server as well.",
                days=days,
            )
        case refusals.TurnoutError(used, used_weight, counted, counted_weight):
            return gettext(
                "The file contradicts itself. Used invitations: %(used)s, of weight "
                "%(used_weight)s. Ballots that count: %(counted)s, of weight %(counted_weight)s.",
                used=written(used),
                used_weight=written(used_weight),
                counted=written(counted),
                counted_weight=written(counted_weight),
            )
        case refusals.LedgerGapError(position):
            return gettext(
                "The ledger is incomplete: ballot %(position)s is missing. Run “polls recount”.",
                position=position,
            )
        case refusals.LedgerChoiceError(position, choice):
            return gettext(
                "Ballot %(position)s names choice %(choice)s, which this question does not have. "
                "Run “polls recount”.",
                position=position,
                choice=choice,
            )
        case RepeatedVoterError(first, last):
            return gettext(
                "Lines %(first)s to %(last)s of the file have a ballot that counts by a voter who "
                "has another one.",
                first=first,
                last=last,
            )
        case refusals.NotReadError(reason):
            return gettext("It cannot be read: %(reason)s.", reason=reason)
        case refusals.NotWrittenError(None, reason):
            return gettext("The standard output cannot be written: %(reason)s.", reason=reason)
        case refusals.NotWrittenError(path, reason):
            return gettext(
                "The file %(path)s cannot be written: %(reason)s.", path=path, reason=reason
            )
        case _:
            return None


def _file(fault: FileFault) -> str:  # noqa: PLR0911 - one a fault
    match fault:
        case FileFault.NO_ARCHIVE:
            return gettext("This file was not written by “polls export”.")
        case FileFault.CUT_OFF:
            return gettext("The file is cut off: its end is missing.")
        case FileFault.CHANGED:
            return gettext("The file was changed or damaged since it was written.")
        case FileFault.GOES_ON:
            return gettext("Something follows the end of the file's question.")
        case FileFault.LACKS_RELEASED:
            return gettext("The file contradicts itself: it lacks ballots that were released.")
        case FileFault.LACKS_NETWORKS:
            return gettext(
                "The file contradicts itself: it lacks networks that votes came from, so more "
                "votes than the limit would be accepted from them."
            )
        case FileFault.IS_OPEN:
            return gettext(
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
            return gettext(
                "Line %(number)s of the file goes past the %(most)s bytes that a file may have.",
                number=number,
                most=written(most),
            )
        case refusals.LogTooLarge(most):
            return gettext(
                "Line %(number)s of the file goes past the %(most)s bytes that the log may have.",
                number=number,
                most=written(most),
            )
        case refusals.LineTooLarge(most):
            return gettext(
                "Line %(number)s of the file has more than %(most)s bytes.",
                number=number,
                most=written(most),
            )
        case refusals.TooManyLines(kind, most):
            return ngettext(
                "Line %(number)s of the file is one too many: “%(kind)s” may come %(num)s time.",
                "Line %(number)s of the file is one too many: “%(kind)s” may come %(num)s times.",
                most,
                number=number,
                kind=kind,
            )
        case refusals.Misplaced(kind):
            return gettext(
                "Line %(number)s of the file says “%(kind)s”, which does not belong there.",
                number=number,
                kind=kind,
            )
        case refusals.AnotherVoter(line):
            return gettext(
                "Line %(number)s of the file has a ballot in the place of another voter's, which "
                "is on %(line)s.",
                number=number,
                line=line,
            )
        case refusals.BadQuestion(reason):
            why = fields.sentence(reason)
            return gettext(
                "Line %(number)s of the file has a question that cannot be kept. %(why)s",
                number=number,
                why=why,
            )
        case refusals.Unreadable("", fault):
            return gettext(
                "Line %(number)s of the file cannot be read: %(value)s.",
                number=number,
                value=_value(fault),
            )
        case refusals.Unreadable(place, fault):
            return gettext(
                "Line %(number)s of the file cannot be read: %(place)s: %(value)s.",
                number=number,
                place=place,
                value=_value(fault),
            )
        case _:
            assert_never(problem)


def _line_fault(number: int, fault: LineFault) -> str:  # noqa: C901, PLR0911, PLR0912 - one a fault
    match fault:
        case LineFault.NOT_EXPORTED:
            return gettext(
                "Line %(number)s of the file was not written by “polls export”.", number=number
            )
        case LineFault.LACKS_REPLACEMENT:
            return gettext(
                "Line %(number)s of the file has a ballot that another one replaced, which is not "
                "in the file.",
                number=number,
            )
        case LineFault.WEIGHT_WITHOUT_INVITATION:
            return gettext(
                "Line %(number)s of the file has a ballot with a weight, which only an invitation "
                "can have.",
                number=number,
            )
        case LineFault.NAME_AGAINST_RULES:
            return gettext(
                "Line %(number)s of the file has a ballot with a name, or without one, against the "
                "question's rules.",
                number=number,
            )
        case LineFault.BAD_NAME:
            return gettext(
                "Line %(number)s of the file has a ballot with a name that cannot be shown.",
                number=number,
            )
        case LineFault.BAD_SELECTION:
            return gettext(
                "Line %(number)s of the file has a ballot that does not fit the choices and rules "
                "of the question.",
                number=number,
            )
        case LineFault.CHANGED_AGAINST_RULES:
            return gettext(
                "Line %(number)s of the file has a ballot that was changed, which the question "
                "does not allow.",
                number=number,
            )
        case LineFault.IMPOSSIBLE_REPLACEMENT:
            return gettext(
                "Line %(number)s of the file has a ballot that was replaced by one that cannot "
                "have replaced it.",
                number=number,
            )
        case LineFault.REPEATED_CODE:
            return gettext(
                "Line %(number)s of the file has an invitation with the same code as one before.",
                number=number,
            )
        case LineFault.REVOKED_AFTER_VOTE:
            return gettext(
                "Line %(number)s of the file has an invitation that was revoked although its code "
                "was used to vote.",
                number=number,
            )
        case LineFault.REPEATED_NETWORK:
            return gettext("Line %(number)s of the file names a network twice.", number=number)
        case LineFault.RULES_APART:
            return gettext(
                "Line %(number)s of the file has a question that cannot be kept. Its rules do not "
                "go together.",
                number=number,
            )
        case LineFault.BAD_DECISION:
            return gettext(
                "Line %(number)s of the file has a question that cannot be kept. Its choices say "
                "that something was decided that cannot be.",
                number=number,
            )
        case LineFault.NO_NETWORK_KEY:
            return gettext(
                "Line %(number)s of the file has a question that cannot be kept. It limits votes "
                "by network, but lacks the key that tells networks apart.",
                number=number,
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
        return gettext("It is not a valid web address. Write one such as https://example.org/page")
    return texts.sentence(gettext("It"), problem).removesuffix(_DOT)


def _value_fault(fault: ValueFault) -> str:  # noqa: C901, PLR0911, PLR0912 - one a fault
    match fault:
        case ValueFault.NO_DATABASE_KEEPS_IT:
            return gettext("It contains a character that no database keeps")
        case ValueFault.TOO_DEEP:
            return gettext("It is nested too deeply")
        case ValueFault.NO_OBJECT:
            return gettext("It is not a JSON object")
        case ValueFault.NO_OBJECT_OF_TEXTS:
            return gettext("It is not a JSON object of texts")
        case ValueFault.NO_LIST_OF_TEXTS:
            return gettext("It is not a JSON list of texts")
        case ValueFault.NO_METHOD:
            return gettext("There is no such method")
        case ValueFault.NO_SEED:
            return gettext("It is not a seed for lots")
        case ValueFault.NO_ZONE:
            return gettext("There is no such time zone")
        case ValueFault.NO_KEY:
            return gettext("It is not a question's key")
        case ValueFault.NOT_UTC:
            return gettext("It is not a time in UTC")
        case ValueFault.TOO_LATE:
            return gettext("The time is too far in the future")
        case ValueFault.NO_DETAIL_OF_THE_ACT:
            return gettext("The detail is not what the act needs")
        case _:
            assert_never(fault)
