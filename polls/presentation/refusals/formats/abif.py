"""Sentences about ABIF files."""

from __future__ import annotations

from typing import assert_never

from polls.formats.problems.abif import (
    AbifFault,
    AbifProblem,
    HigherScore,
    NoDeclaration,
    NoMetadata,
    NoVote,
    NoVoteBegins,
    OtherSeats,
    RanksAgainstScores,
    SeveralSoCalled,
)
from polls.presentation.language import gettext, ngettext
from polls.presentation.refusals.formats.quotes import shown


def sentence(problem: AbifProblem) -> str:  # noqa: PLR0911 - one a problem
    """Return what is wrong with an ABIF file."""
    match problem:
        case AbifFault():
            return _fault(problem)
        case OtherSeats(before, now):
            return ngettext(
                "an earlier line has %(num)s seat, this one %(now)s",
                "an earlier line has %(num)s seats, this one %(now)s",
                before,
                now=now,
            )
        case HigherScore(highest):
            return gettext(
                "max_rating is %(highest)s, and a score is higher",
                highest=highest,
            )
        case NoDeclaration(given):
            return gettext(
                "a choice is named as in =tea:[Tea] and not %(given)s", given=shown(given)
            )
        case SeveralSoCalled(name):
            return gettext("several choices are called %(name)s", name=shown(name))
        case NoMetadata(given):
            return gettext(
                'metadata are as in {"title": "Drinks"} and not %(given)s', given=shown(given)
            )
        case NoVote(given):
            return gettext(
                "a vote is as in A>B=C or A/5,B/3 and not %(given)s; names with a space or a sign "
                "in them are in [ ] or in quotes",
                given=shown(given),
            )
        case NoVoteBegins(given):
            return gettext("a vote begins as in 27:A>B and not %(given)s", given=shown(given))
        case RanksAgainstScores(before, score):
            return gettext(
                "the ranks say another thing than the scores %(before)s and %(score)s",
                before=before,
                score=score,
            )
        case _:
            assert_never(problem)


def _fault(fault: AbifFault) -> str:
    match fault:
        case AbifFault.CHOICE_TWICE:
            return gettext("a choice is listed twice")
        case AbifFault.RANKED_AND_SCORED:
            return gettext("choices are ranked with > and =, or scored with commas, not both")
        case AbifFault.SCORE_MISSING:
            return gettext("between commas each choice has a score, as in A/5,B/3")
        case AbifFault.UNSCORED:
            return gettext("this choice has no score, as others have")
        case _:
            assert_never(fault)
