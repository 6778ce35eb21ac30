"""Sentences about BLT files."""

from __future__ import annotations

from typing import assert_never

from polls.domain.text.words import number as written
from polls.formats.problems.blt import (
    BehindQuotes,
    BltFault,
    BltProblem,
    Bracketed,
    Expected,
    FileEnds,
    GoesOn,
    NamesMiscounted,
    NamesMissing,
    NicknameTaken,
    NoCandidate,
    OpenBracket,
    OpenQuotes,
    OtherNicknames,
    PartyOrCandidate,
    TooManyNames,
    TwiceWithoutComment,
    UnknownBltOption,
)
from polls.presentation.language import gettext, ngettext
from polls.presentation.refusals.formats.quotes import shown


def sentence(problem: BltProblem) -> str:  # noqa: C901, PLR0911, PLR0912 - one a problem
    """Return what is wrong with a BLT file."""
    match problem:
        case BltFault():
            return _fault(problem)
        case FileEnds(expected):
            return _end(expected)
        case OpenBracket(bracketed):
            return _open(bracketed)
        case GoesOn(first_line):
            return gettext(
                "the ballot that begins on line %(first_line)s goes on to here and names a "
                "candidate twice: is the 0 missing that ends it?",
                first_line=first_line,
            )
        case NoCandidate(given, candidates):
            return ngettext(
                "%(given)s is not a candidate: the file has %(num)s candidate",
                "%(given)s is not a candidate: the file has %(num)s candidates",
                candidates,
                given=shown(given),
            )
        case UnknownBltOption(name):
            return gettext(
                "%(name)s is not a known option: use nick, tie or withdrawn", name=shown(name)
            )
        case OtherNicknames(wanted):
            return ngettext(
                "there should be %(num)s nickname",
                "there should be %(num)s different nicknames",
                wanted,
            )
        case NicknameTaken(nickname):
            return gettext(
                "%(nickname)s means something else on a ballot", nickname=shown(nickname)
            )
        case PartyOrCandidate(first, second):
            return gettext(
                "%(second)s could be the party of %(first)s, or the next candidate: write each "
                "candidate's name on a line of its own, and the title after them",
                first=shown(first),
                second=shown(second),
            )
        case TooManyNames(candidates):
            return ngettext(
                "there are more lines than the name of %(num)s candidate and a title: put a source "
                "or a comment on the line of the title, in quotes, or remove it",
                "there are more lines than the names of %(num)s candidates and a title: put a "
                "source or a comment on the line of the title, in quotes, or remove it",
                candidates,
            )
        case NamesMissing(names, candidates):
            return ngettext(
                "the file ends before the name of its %(num)s candidate",
                "the file ends after %(names)s of %(num)s candidates' names",
                candidates,
                names=written(names),
            )
        case NamesMiscounted(names, candidates):
            return ngettext(
                "there is %(num)s name, not %(candidates)s, and not one on each line: write each "
                "candidate's name on a line of its own, in quotes, and the title after them",
                "there are %(num)s names, not %(candidates)s, and not one on each line: write each "
                "candidate's name on a line of its own, in quotes, and the title after them",
                names,
                candidates=written(candidates),
            )
        case TwiceWithoutComment(name):
            return gettext(
                "%(name)s is listed twice if the text after # is left out, because # begins a "
                "comment: put the name in quotes",
                name=shown(name),
            )
        case BehindQuotes(rest):
            return gettext("%(rest)s stands behind the quotes", rest=shown(rest))
        case OpenQuotes(given):
            return gettext("the quotes of %(given)s have no end on this line", given=shown(given))
        case _:
            assert_never(problem)


def _fault(fault: BltFault) -> str:
    match fault:
        case BltFault.BALLOT_BEHIND_WITHDRAWN:
            return gettext(
                "this line begins with withdrawn candidates and continues as a ballot: put the "
                "ballot on the next line, or remove the minus from its number"
            )
        case BltFault.OPEN_COMMENT:
            return gettext("the comment that begins here has no end")
        case BltFault.TIE_NOT_OF_ALL:
            return gettext("[tie] should name each candidate once")
        case _:
            assert_never(fault)


def _end(expected: Expected) -> str:
    match expected:
        case Expected.BALLOT:
            return gettext("the file ends where a ballot, or the 0 that ends them should be")
        case Expected.CHOICES:
            return gettext("the file ends where the number of choices should be")
        case Expected.END_OF_BALLOT:
            return gettext("the file ends where the 0 that ends a ballot should be")
        case Expected.SEATS:
            return gettext("the file ends where the number of seats should be")
        case Expected.WEIGHT:
            return gettext("the file ends where a ballot's weight should be")
        case _:
            assert_never(expected)


def _open(bracketed: Bracketed) -> str:
    match bracketed:
        case Bracketed.BALLOT_ID:
            return gettext("a ballot's id begins here and has no end")
        case Bracketed.OPTION:
            return gettext("an option begins here and has no end")
        case Bracketed.SHARED_RANK:
            return gettext("a shared rank begins here and has no end")
        case _:
            assert_never(bracketed)
