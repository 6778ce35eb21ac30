"""The headline of a result: who leads or has won, with how much, and whether by drawing lots."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from polls.domain.counting import ties
from polls.domain.counting.outcomes import Duels, Round, Runoff, Totals
from polls.domain.counting.reasons import Stake, TieBreak
from polls.domain.results.counts import method_of
from polls.domain.results.measures import Measure
from polls.domain.results.results import Lead
from polls.domain.text.directions import isolated
from polls.domain.text.texts import counted
from polls.domain.text.words import listed, number, score_name, some
from polls.presentation.rule_labels import SHARES
from polls.presentation.steps.tie_breaks import had_more

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.counting.outcomes import Tie
    from polls.domain.counting.profiles import Count
    from polls.domain.questions.questions import Question
    from polls.domain.results.requirements import Requirement
    from polls.domain.results.results import Line, Result
    from polls.domain.text.words import Names


def verdict(question: Question, result: Result, names: Names, *, is_closed: bool) -> str:
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
        return f"No result: {_short(question, result.quorum)}."
    if result.lead is Lead.UNSUPPORTED and result.threshold:
        return _unsupported(question, result, result.threshold, names)
    if result.lead in {Lead.LEVEL, Lead.TIED}:
        return _level(question, result, names)
    if result.lead is Lead.LEADS:
        ahead = _ahead(question, result, names)
    elif result.tied:
        ahead = _drawn(question, result, names)
    elif _is_drawn_on_the_way(result):
        ahead = f"A tie along the way was broken by drawing lots: {_ahead(question, result, names)}"
    else:
        ahead = _ahead(question, result, names)
    return " ".join(filter(None, (ahead, _as_many(question, result, names))))


def _empty(result: Result, *, is_closed: bool) -> str:
    if result.total.ballots:
        return "Every vote was blank." if is_closed else "Every vote so far is blank."
    return "Nobody voted." if is_closed else "No votes yet."


def _short(question: Question, quorum: Requirement) -> str:
    has, needed = number(quorum.has or 0), quorum.needed
    if quorum.is_weight:
        return f"the ballots have a weight of {has}, of the {number(needed)} needed"
    return f"{has} of the {_ballots(question, needed)} needed"


def _unsupported(
    question: Question,
    result: Result,
    threshold: Requirement,
    names: Names,
) -> str:
    ahead = result.tied or result.leaders
    have, need = ("has", "needs") if len(ahead) == 1 else ("have", "need")
    share = SHARES[question.rules.threshold]
    each = "" if len(ahead) == 1 else " each"
    if threshold.is_weight:
        has = f"a weight of {number(threshold.has or 0)} of {number(result.total.weight)}{each}"
    else:
        whole = _ballots(question, result.total.ballots)
        has = f"{number(threshold.has or 0)} of {whole}{each}"
    last = " in the last round" if result.measure is Measure.FIRST_CHOICES else ""
    more = f"{number(threshold.needed)}, which is {number(threshold.missing)} more"
    return (
        f"Nobody wins: {_names(ahead, names)} {have} the most{last}, {has}, "
        f"but {need} {share}: {more}."
    )


def _drawn(question: Question, result: Result, names: Names) -> str:
    """Say between whom lots were drawn, and who won."""
    each = _each(question, result)
    tied = f"{_names(result.tied, names)} tied{f' with {each}' if each else ''}"
    if question.rules.seats == 1:
        return f"{tied}; {_names(result.leaders, names)} won by drawing lots."
    return f"{tied}, and lots were drawn. {_ahead(question, result, names)}"


def _is_drawn_on_the_way(result: Result) -> bool:
    return any(tie.by is TieBreak.LOT and _may_matter(tie, result) for tie in result.counted.ties)


def _as_many(question: Question, result: Result, names: Names) -> str:
    """Say by which rule the only winner is ahead of others with as many votes or points."""
    if question.rules.seats > 1 or result.tied:
        return ""
    (leader,) = result.leaders
    tie = ties.deciding(result.counted.ties, leader.choice.id)
    if tie is None:
        return ""
    others = [choice for choice in tie.among if choice != leader.choice.id]
    winner = names[leader.choice.id]
    return f"{some(others, names)} had as many, but {winner} had {had_more(tie)}."


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
        verb = "won" if won else "leads"
        return f"{_names(leaders, names)} {verb}{_by(question, result, names)}."
    order = {id_: place for place, id_ in enumerate(result.counted.winners)}
    elected = sorted(leaders, key=lambda line: order[line.choice.id])
    verb = "won" if won else "leads for" if len(elected) == 1 else "lead for"
    which = (
        f"the {seats} seats" if len(elected) == seats else f"{len(elected)} of the {seats} seats"
    )
    return f"{_names(elected, names)} {verb} {which}."


def _level(question: Question, result: Result, names: Names) -> str:
    """Say who shares the lead, and of several seats who has one however lots will fall."""
    is_tie = result.lead is Lead.TIED
    tied = result.tied
    sure = [line for line in result.leaders if line not in tied]
    seats = question.rules.seats
    who, each = _names(tied, names), _each(question, result)
    if not sure:
        return f"A tie: {who} have {each}." if is_tie and each else _are_tied(who, each)
    left = seats - len(sure)
    verb = "won" if is_tie else "leads for" if len(sure) == 1 else "lead for"
    others = "the other" if left == 1 else f"the other {left}"
    return (
        f"{_names(sure, names)} {verb} {len(sure)} of the {seats} seats; "
        f"for {others}, {_are_tied(who, each)}"
    )


def _are_tied(who: str, each: str) -> str:
    return f"{who} are tied{f': {each}' if each else ''}."


def _each(question: Question, result: Result) -> str:  # noqa: PLR0911 - one a measure
    """Say what all who are tied have, if that is what makes them equal."""
    weight = result.tied[0].weight
    match result.measure:
        case Measure.GRADE:
            return f"the same median grade, {_grade(question, weight)}"
        case Measure.POINTS if _runoff(result) is None:
            return f"{counted(weight, 'point')} each"
        case Measure.FIRST_CHOICES if question.rules.seats == 1:
            return _each_at_the_end(question, result)
        case Measure.VOTES | Measure.YES if result.is_weighted:
            return f"a weight of {number(weight)} of {number(result.base.weight)} each"
        case Measure.VOTES:
            return f"{number(weight)} of {_ballots(question, result.base.ballots)} each"
        case Measure.YES:
            whole = _ballots(question, result.base.ballots)
            return f"{number(weight)} “yes” each, out of {whole}"
        case _:
            return ""


def _each_at_the_end(question: Question, result: Result) -> str:
    """Say what all who are tied have in the round that elects one of them, if that is equal."""
    elected = next(each for each in result.counted.all(Round) if each.elected)
    votes = {elected.votes.get(line.choice.id) for line in result.tied}
    if len(votes) > 1 or None in votes:
        return ""
    has, whole = number(votes.pop() or 0), sum(elected.votes.values())
    if result.is_weighted:
        return f"a weight of {has} of {number(whole)} each"
    return f"{has} of {_ballots(question, whole)} each"


def _by(question: Question, result: Result, names: Names) -> str:
    """Say with what the only leader leads."""
    (leader,) = result.leaders
    match result.measure:
        case Measure.FIRST_CHOICES:
            return _by_rounds(result, leader)
        case Measure.DUELS:
            return _by_duels(question, result, leader)
        case Measure.GRADE:
            return f" with the median grade {_grade(question, leader.weight)}"
        case Measure.POINTS:
            return _by_points(question, result, leader, names)
        case Measure.VOTES | Measure.YES:
            return _by_votes(question, result, leader)


def _by_votes(question: Question, result: Result, leader: Line) -> str:
    base, votes = result.base, number(leader.weight)
    if result.is_weighted:
        return f" with a weight of {votes} of {number(base.weight)}"
    if result.measure is Measure.YES:
        return f" with {votes} “yes” out of {_ballots(question, base.ballots)}"
    return f" with {votes} of {_ballots(question, base.ballots)}"


def _by_rounds(result: Result, leader: Line) -> str:
    """Say what the winner of a runoff had when that was decided."""
    rounds = result.counted.all(Round)
    last = next(each for each in rounds if leader.choice.id in each.elected)
    votes, whole = number(last.votes[leader.choice.id]), sum(last.votes.values())
    if result.is_weighted:
        return f" with a weight of {votes} of {number(whole)} in round {last.number}"
    if last.number == 1:
        return f" with {votes} of {counted(whole, 'first choice')}"
    return f" with {votes} of the {counted(whole, 'ballot')} still counted in round {last.number}"


def _by_duels(question: Question, result: Result, leader: Line) -> str:
    duels = result.counted.all(Duels)[0]
    others = len(result.lines) - 1
    if duels.condorcet_winner != leader.choice.id:
        title = method_of(question.rules).title
        duels_won = f"{number(leader.weight)} of its {others:,} head-to-head comparisons"
        return f" by {title}: it wins {duels_won}, and no choice wins all of them"
    if others == 1:
        (other,) = (line for line in result.lines if line is not leader)
        pair = leader.choice.id, other.choice.id
        return f" with {number(duels.wins[pair])} to {number(duels.wins[pair[::-1]])}"
    return f" by beating each of the other {others:,} choices head-to-head"


def _by_points(question: Question, result: Result, leader: Line, names: Names) -> str:
    runoff, winner = _runoff(result), leader.choice.id
    if ("blanks", "ignored") in question.rules.options:
        means = result.counted.all(Totals)[1]
        return f" with a mean score of {number(round(Fraction(means.values[winner]), 2))}"
    if runoff is None:
        return f" with {counted(leader.weight, 'point')}"
    (other,) = (each for each in runoff.finalists if each != winner)
    votes = f"{number(runoff.votes[winner])} to {number(runoff.votes[other])}"
    return f" with {votes} in the runoff against {names[other]}"


def _runoff(result: Result) -> Runoff | None:
    return next(iter(result.counted.all(Runoff)), None)


def _names(lines: Iterable[Line], names: Names) -> str:
    return listed(names[line.choice.id] for line in lines)


def _ballots(question: Question, weight: Count) -> str:
    return counted(weight, question.rules.ballot_noun)


def _grade(question: Question, score: Count) -> str:
    return f"“{isolated(score_name(int(score), question.rules.labels))}”"
