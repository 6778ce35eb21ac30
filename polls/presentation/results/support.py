"""How much support leaders have: with what one leads, or what all who are tied have."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from polls.domain.counting.outcomes import Duels, Paths, Round, Runoff, Totals
from polls.domain.results.counts import method_of
from polls.domain.results.measures import Measure
from polls.domain.text.directions import isolated
from polls.domain.text.words import number
from polls.presentation.language import gettext, ngettext, translated
from polls.presentation.results import score_labels
from polls.presentation.steps.gradings import gauges
from polls.presentation.wording import ballots, plural, points, some, votes_cast

if TYPE_CHECKING:
    from polls.domain.counting.profiles import Count
    from polls.domain.questions.questions import Question
    from polls.domain.results.results import Line, Result
    from polls.domain.text.words import Names


def each(question: Question, result: Result) -> str:  # noqa: PLR0911 - one a measure
    """Say what all who are tied have, if that is what makes them equal."""
    weight = result.tied[0].weight
    match result.measure:
        case Measure.GRADE:
            return gettext("the same median grade, “%(grade)s”", grade=_grade(question, weight))
        case Measure.POINTS if _runoff(result) is None:
            return gettext("%(points)s each", points=points(weight))
        case Measure.FIRST_CHOICES if question.rules.seats == 1:
            return _each_at_the_end(question, result)
        case Measure.VOTES | Measure.YES if result.is_weighted:
            return _each_weighs(weight, result.base.weight)
        case Measure.VOTES:
            return _each_has(weight, votes_cast(result.base.ballots, question.rules))
        case Measure.YES:
            return gettext(
                "%(votes)s “yes” each, out of %(all)s",
                votes=number(weight),
                all=votes_cast(result.base.ballots, question.rules),
            )
        case _:
            return ""


def _each_at_the_end(question: Question, result: Result) -> str:
    """Say what all who are tied have in the round that elects one of them, if that is equal."""
    elected = next(each for each in result.counted.all(Round) if each.elected)
    votes = {elected.votes.get(line.choice.id) for line in result.tied}
    if len(votes) > 1 or None in votes:
        return ""
    has, whole = votes.pop() or 0, sum(elected.votes.values())
    if result.is_weighted:
        return _each_weighs(has, whole)
    return _each_has(has, votes_cast(whole, question.rules))


def _each_has(votes: Count, whole: str) -> str:
    return gettext("%(votes)s of %(all)s each", votes=number(votes), all=whole)


def _each_weighs(weight: Count, whole: Count) -> str:
    return gettext(
        "a weight of %(weight)s of %(all)s each",
        weight=number(weight),
        all=number(whole),
    )


def how(question: Question, result: Result, names: Names) -> str:
    """Say with what the only leader leads: the end of a sentence."""
    (leader,) = result.leaders
    match result.measure:
        case Measure.FIRST_CHOICES:
            return _by_rounds(result, leader)
        case Measure.DUELS:
            return _by_duels(question, result, leader)
        case Measure.GRADE:
            return _by_grade(question, result, leader, names)
        case Measure.POINTS:
            return _by_points(question, result, leader, names)
        case Measure.VOTES | Measure.YES:
            return _by_votes(question, result, leader)


def _by_votes(question: Question, result: Result, leader: Line) -> str:
    base, votes = result.base, number(leader.weight)
    if result.is_weighted:
        return gettext(
            "with a weight of %(weight)s of %(all)s",
            weight=votes,
            all=number(base.weight),
        )
    whole = votes_cast(base.ballots, question.rules)
    if result.measure is Measure.YES:
        return gettext("with %(votes)s “yes” out of %(all)s", votes=votes, all=whole)
    return gettext("with %(votes)s of %(all)s", votes=votes, all=whole)


def _by_rounds(result: Result, leader: Line) -> str:
    """Say what the winner of a runoff had when that was decided."""
    rounds = result.counted.all(Round)
    last = next(each for each in rounds if leader.choice.id in each.elected)
    votes, whole = number(last.votes[leader.choice.id]), sum(last.votes.values())
    if result.is_weighted:
        return gettext(
            "with a weight of %(weight)s of %(all)s in round %(round)s",
            weight=votes,
            all=number(whole),
            round=last.number,
        )
    if last.number == 1:
        return ngettext(
            "with %(votes)s of %(num)s first choice",
            "with %(votes)s of %(num)s first choices",
            plural(whole),
            num=number(whole),
            votes=votes,
        )
    return gettext(
        "with %(votes)s of the %(all)s still counted in round %(round)s",
        votes=votes,
        all=ballots(whole),
        round=last.number,
    )


def _by_duels(question: Question, result: Result, leader: Line) -> str:
    duels = result.counted.all(Duels)[0]
    others = len(result.lines) - 1
    if duels.condorcet_winner != leader.choice.id:
        if any(leader.choice.id in paths.default_choice for paths in result.counted.all(Paths)):
            return gettext("because no other choice beats it head-to-head")
        return gettext(
            "by %(method)s: it wins %(won)s of its %(all)s head-to-head comparisons, and no choice "
            "wins all of them",
            method=translated(method_of(question.rules).title),
            won=number(leader.weight),
            all=number(others),
        )
    if others == 1:
        (other,) = (line for line in result.lines if line is not leader)
        pair = leader.choice.id, other.choice.id
        return gettext(
            "with %(votes)s to %(opposition)s",
            votes=number(duels.wins[pair]),
            opposition=number(duels.wins[pair[::-1]]),
        )
    return gettext(
        "by beating each of the other %(others)s choices head-to-head",
        others=number(others),
    )


def _by_grade(question: Question, result: Result, leader: Line, names: Names) -> str:
    """Say the median, and of equal medians that they did not decide."""
    grade = _grade(question, leader.weight)
    winner, medians = leader.choice.id, gauges(result.counted)
    equal = [
        choice
        for choice, step in medians.items()
        if choice != winner and step.median == medians[winner].median
    ]
    if not equal:
        return gettext("with the median grade “%(grade)s”", grade=grade)
    return gettext(
        "with the same median grade as %(others)s, “%(grade)s”, and better grades around it",
        others=some(equal, names),
        grade=grade,
    )


def _by_points(question: Question, result: Result, leader: Line, names: Names) -> str:
    runoff, winner = _runoff(result), leader.choice.id
    if ("blanks", "ignored") in question.rules.options:
        means = result.counted.all(Totals)[1]
        return gettext(
            "with a mean score of %(mean)s",
            mean=number(round(Fraction(means.values[winner]), 2)),
        )
    if runoff is None:
        return gettext("with %(points)s", points=points(leader.weight))
    (other,) = (each for each in runoff.finalists if each != winner)
    return gettext(
        "with %(votes)s to %(opposition)s in the runoff against %(other)s",
        votes=number(runoff.votes[winner]),
        opposition=number(runoff.votes[other]),
        other=names[other],
    )


def _runoff(result: Result) -> Runoff | None:
    return next(iter(result.counted.all(Runoff)), None)


def _grade(question: Question, score: Count) -> str:
    return isolated(score_labels.label(question.rules, int(score)))
