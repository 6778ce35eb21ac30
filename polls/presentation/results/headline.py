"""The headline of a result: who leads or has won, with how much, and whether by drawing lots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.counting import ties
from polls.domain.counting.outcomes import Round
from polls.domain.counting.reasons import Stake, TieBreak
from polls.domain.results import together
from polls.domain.results.measures import Measure
from polls.domain.results.results import Lead
from polls.domain.text.words import number
from polls.presentation.language import gettext, ngettext
from polls.presentation.results import support
from polls.presentation.rule_labels import SHARES
from polls.presentation.steps.tie_breaks import had_more
from polls.presentation.wording import choices, listed, some, votes_cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from polls.domain.counting.outcomes import Tie
    from polls.domain.questions.questions import Question
    from polls.domain.results.requirements import Requirement
    from polls.domain.results.results import Line, Result
    from polls.domain.text.words import Names

_MOST_EQUALS = 3
"""Named in the sentence: it has to fit on a phone and on a big screen, and dates are long."""


def headline(question: Question, result: Result, names: Names, *, is_closed: bool) -> str:
    """Say who leads.

    Args:
        question: what was asked.
        result: of its ballots, as far as they may be seen.
        names: what each choice is called, by its id.
        is_closed: whether voting has ended.
    """
    if result.lead is Lead.EMPTY:
        return _empty(result, is_closed=is_closed)
    if result.lead is Lead.SHORT and result.quorum:
        return _short(question, result.quorum)
    if result.lead is Lead.UNSUPPORTED and result.threshold:
        return _unsupported(question, result, result.threshold, names)
    if result.lead in {Lead.LEVEL, Lead.TIED}:
        return _level(question, result, names)
    if result.lead is Lead.LEADS:
        ahead = _ahead(question, result, names)
    elif result.tied:
        ahead = _drawn(question, result, names)
    elif _is_drawn_on_the_way(question, result):
        ahead = gettext(
            "A tie along the way was broken by drawing lots: %(ahead)s",
            ahead=_ahead(question, result, names),
        )
    else:
        ahead = _ahead(question, result, names)
    return " ".join(filter(None, (ahead, _as_many(question, result, names))))


def _empty(result: Result, *, is_closed: bool) -> str:
    if result.total.ballots:
        if is_closed:
            return gettext("Every vote was blank.")
        return gettext("Every vote so far is blank.")
    return gettext("Nobody voted.") if is_closed else gettext("No votes yet.")


def _short(question: Question, quorum: Requirement) -> str:
    has, needed = number(quorum.has or 0), quorum.needed
    if quorum.is_weight:
        return gettext(
            "No result: the ballots have a weight of %(has)s, of the %(needed)s needed.",
            has=has,
            needed=number(needed),
        )
    return gettext(
        "No result: %(has)s of the %(needed)s needed.",
        has=has,
        needed=votes_cast(needed, question.rules),
    )


def _unsupported(
    question: Question,
    result: Result,
    threshold: Requirement,
    names: Names,
) -> str:
    ahead = result.tied or result.leaders
    has = _of_all(question, result, threshold, len(ahead))
    fields = {
        "ahead": _equals(question, ahead, names),
        "has": has,
        "needs": SHARES[question.rules.threshold],
        "needed": number(threshold.needed),
        "missing": number(threshold.missing),
    }
    if result.measure is Measure.FIRST_CHOICES:
        return ngettext(
            "Nobody wins: %(ahead)s has the most in the last round, %(has)s, but needs %(needs)s: "
            "%(needed)s, which is %(missing)s more.",
            "Nobody wins: %(ahead)s have the most in the last round, %(has)s, but need %(needs)s: "
            "%(needed)s, which is %(missing)s more.",
            len(ahead),
            **fields,
        )
    return ngettext(
        "Nobody wins: %(ahead)s has the most, %(has)s, but needs %(needs)s: %(needed)s, which is "
        "%(missing)s more.",
        "Nobody wins: %(ahead)s have the most, %(has)s, but need %(needs)s: %(needed)s, which is "
        "%(missing)s more.",
        len(ahead),
        **fields,
    )


def _of_all(question: Question, result: Result, threshold: Requirement, leaders: int) -> str:
    """Return what each of so many leaders has, of all ballots."""
    has = number(threshold.has or 0)
    if threshold.is_weight:
        return ngettext(
            "a weight of %(has)s of %(all)s",
            "a weight of %(has)s of %(all)s each",
            leaders,
            has=has,
            all=number(result.total.weight),
        )
    return ngettext(
        "%(has)s of %(all)s",
        "%(has)s of %(all)s each",
        leaders,
        has=has,
        all=votes_cast(result.total.ballots, question.rules),
    )


def _drawn(question: Question, result: Result, names: Names) -> str:
    """Say between whom lots were drawn, and who won."""
    tied = _tied(question, result, names)
    if question.rules.seats == 1:
        return gettext(
            "%(tied)s; %(winner)s won by drawing lots.",
            tied=tied,
            winner=_names(result.leaders, names),
        )
    return gettext(
        "%(tied)s, and lots were drawn. %(ahead)s",
        tied=tied,
        ahead=_ahead(question, result, names),
    )


def _tied(question: Question, result: Result, names: Names) -> str:
    tied = _equals(question, result.tied, names)
    if each := support.each(question, result):
        return gettext("%(tied)s tied with %(each)s", tied=tied, each=each)
    return gettext("%(tied)s tied", tied=tied)


def _is_drawn_on_the_way(question: Question, result: Result) -> bool:
    harmless = together.harmless(question, result.counted)
    return any(
        tie.by is TieBreak.LOT and tie not in harmless and _may_matter(tie, result)
        for tie in result.counted.ties
    )


def _as_many(question: Question, result: Result, names: Names) -> str:
    """Say by which rule the only winner is ahead of others with as many votes or points."""
    if question.rules.seats > 1 or result.tied:
        return ""
    (leader,) = result.leaders
    tie = ties.deciding(result.counted.ties, leader.choice.id)
    if tie is None:
        return ""
    tied = [line.choice.id for line in result.lines if line.choice.id in tie.among]
    others = [choice for choice in tied if choice != leader.choice.id]
    return gettext(
        "%(others)s had as many, but %(winner)s had %(more)s.",
        others=some(others, names),
        winner=names[leader.choice.id],
        more=had_more(tie),
    )


def _may_matter(tie: Tie, result: Result) -> bool:
    """Tell whether who was put out by lot had votes to hand on, and seats were still open."""
    if tie.about is not Stake.ELIMINATION:
        return True
    rounds = result.counted.all(Round)
    last = max((place for place, each in enumerate(rounds) if each.elected), default=0)
    return any(
        each.part == tie.part and choice in each.eliminated and each.votes[choice]
        for each in rounds[:last]
        for choice in tie.chosen
    )


def _ahead(question: Question, result: Result, names: Names) -> str:
    won = result.lead is Lead.WON
    seats, leaders = question.rules.seats, result.leaders
    if seats == 1:
        ahead, how = _names(leaders, names), support.how(question, result, names)
        if won:
            return gettext("%(winner)s won %(how)s.", winner=ahead, how=how)
        return gettext("%(leader)s leads %(how)s.", leader=ahead, how=how)
    order = {id_: place for place, id_ in enumerate(result.counted.winners)}
    elected = sorted(leaders, key=lambda line: order[line.choice.id])
    if len(elected) < seats:
        part = _some_seats(question, elected, names, is_over=won)
        return gettext("%(some_seats)s.", some_seats=part)
    fields = {"names": _names(elected, names), "seats": seats}
    if question.rules.has_dates:
        return gettext("%(names)s won.", **fields) if won else gettext("%(names)s lead.", **fields)
    if won:
        return gettext("%(names)s won the %(seats)s seats.", **fields)
    return gettext("%(names)s lead for the %(seats)s seats.", **fields)


def _level(question: Question, result: Result, names: Names) -> str:
    """Say who shares the lead, and of several seats who has one however lots will fall."""
    is_tie = result.lead is Lead.TIED
    tied = result.tied
    sure = [line for line in result.leaders if line not in tied]
    who, each = _equals(question, tied, names), support.each(question, result)
    if sure:
        return gettext(
            "%(sure)s; %(open)s",
            sure=_some_seats(question, sure, names, is_over=is_tie),
            open=_open(question.rules.seats - len(sure), who, each),
        )
    if is_tie and each:
        return gettext("A tie: %(tied)s have %(each)s.", tied=who, each=each)
    if each:
        return gettext("%(tied)s are tied: %(each)s.", tied=who, each=each)
    return gettext("%(tied)s are tied.", tied=who)


def _some_seats(
    question: Question,
    elected: Sequence[Line],
    names: Names,
    *,
    is_over: bool,
) -> str:
    """Say who has some of the seats, or leads for them: a sentence, or its first half."""
    fields = {"names": _names(elected, names), "seats": question.rules.seats}
    if is_over:
        return ngettext(
            "%(names)s won %(num)s of the %(seats)s seats",
            "%(names)s won %(num)s of the %(seats)s seats",
            len(elected),
            **fields,
        )
    return ngettext(
        "%(names)s leads for %(num)s of the %(seats)s seats",
        "%(names)s lead for %(num)s of the %(seats)s seats",
        len(elected),
        **fields,
    )


def _open(left: int, tied: str, each: str) -> str:
    """Say who is tied for the seats that are left: the second half of a sentence."""
    if each:
        return ngettext(
            "for the other, %(tied)s are tied: %(each)s.",
            "for the other %(num)s, %(tied)s are tied: %(each)s.",
            left,
            tied=tied,
            each=each,
        )
    return ngettext(
        "for the other, %(tied)s are tied.",
        "for the other %(num)s, %(tied)s are tied.",
        left,
        tied=tied,
    )


def _equals(question: Question, lines: Sequence[Line], names: Names) -> str:
    """Return who is equal: by name, or so many that the table shows them better, by number."""
    if len(lines) > _MOST_EQUALS:
        return choices(len(lines), question.rules)
    return _names(lines, names)


def _names(lines: Iterable[Line], names: Names) -> str:
    return listed(names[line.choice.id] for line in lines)
