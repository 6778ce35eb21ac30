"""The same ballots under other methods: who would have won, and why it is somebody else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.ballots.selections import Style
from polls.domain.counting import options, reasons, ties
from polls.domain.counting.outcomes import (
    Duels,
    Gauge,
    Pair,
    Paths,
    Round,
    Runoff,
    Totals,
)
from polls.domain.counting.profiles import first_places
from polls.domain.counting.reasons import EliminatedBy, Quantity
from polls.domain.methods import METHODS
from polls.domain.results import counts
from polls.domain.text.directions import isolated
from polls.domain.text.words import listed, number, percent, score_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polls.domain.counting.outcomes import Group, Result
    from polls.domain.counting.profiles import Count, Profile
    from polls.domain.methods import Method
    from polls.domain.questions.questions import Question
    from polls.domain.questions.rules import Rules
    from polls.domain.text.words import Names


@dataclass(frozen=True, slots=True)
class Way:
    """A way to count ballots that were cast for another one."""

    title: str
    method: Method
    variant: tuple[tuple[str, str], ...] = ()
    """Options that are not as usual."""
    counts_first: bool = False
    """Whether it looks at the first rank of each ballot only."""

    def count(self, question: Question, profile: Profile[Any]) -> Result:
        """Count the ballots of a question on which voting has ended."""
        chosen = counts.options_of(question, self.method)
        given = options.read(self.method.options, dict(self.variant))
        chosen = replace(chosen, **{name: getattr(given, name) for name, _ in self.variant})
        ballots = first_places(profile) if self.counts_first else profile
        order = counts.lot_order(question, is_closed=True)
        return self.method.count(ballots, chosen, question.rules.seats, order)


class Told(NamedTuple):
    """What sentences call things."""

    names: Names
    """Of the choices, by their ids."""
    rules: Rules
    """They know what scores are called."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """What another way of counting makes of the same ballots."""

    title: str
    winners: Group
    is_same: bool
    """Whether those win who have won."""
    sentence: str
    """Who wins, and why."""


@dataclass(frozen=True, slots=True)
class Contrasts:
    """What other methods make of the same ballots."""

    counted: tuple[Contrast, ...] = ()
    left_out: tuple[str, ...] = ()
    """The methods that would have taken too long."""


def ways(rules: Rules) -> list[Way]:
    """Return the other ways to count the ballots of a question with these rules.

    One mark a ballot says the same to all of them, and of dates nobody asks.
    """
    if rules.is_single or counts.method_of(rules).has_dates:
        return []
    return [way for method in METHODS.values() for way in _ways(rules, method)]


def contrast(way: Way, official: Result, other: Result, told: Told) -> Contrast:
    """Compare what two methods say.

    Args:
        way: how the other one was counted.
        official: by the question's own method.
        other: by another one.
        told: what choices and scores are called.
    """
    is_same = set(official.winners) == set(other.winners)
    return Contrast(way.title, other.winners, is_same, _sentence(way, official, other, told))


def _ways(rules: Rules, method: Method) -> Iterator[Way]:
    if method.has_dates or (rules.seats > 1 and not method.has_seats):
        return
    if method.has_one_mark:
        if rules.style is Style.RANKING:
            yield Way(f"{method.title} of first choices", method, counts_first=True)
    elif method.ballot is rules.style:
        variants = method.variants if rules.seats > 1 else ()
        for title, variant in variants or ((method.title, ()),):
            if not _is_own(rules, method, variant):
                yield Way(title, method, variant)


def _is_own(rules: Rules, method: Method, variant: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether the question itself is counted so: by this method, in this variant if any."""
    if counts.method_of(rules) is not method:
        return False
    own = options.read(method.options, dict(rules.options))
    other = options.read(method.options, dict(variant))
    return all(getattr(own, name) == getattr(other, name) for name, _ in variant)


def _sentence(way: Way, official: Result, other: Result, told: Told) -> str:
    names = told.names
    if not other.winners:
        return "Nobody wins."
    winners = listed(names[choice] for choice in other.winners)
    come = [choice for choice in other.winners if choice not in official.winners]
    gone = [choice for choice in official.winners if choice not in other.winners]
    if not come:
        return f"{winners}, as well."
    if other.tied:
        return f"{winners}, by a lot between {listed(names[c] for c in other.tied)}."
    if not gone:
        return f"{winners}."
    tie = ties.deciding(other.ties, come[0])
    if tie is not None and gone[0] in tie.among:
        return f"{winners}, tied with {names[gone[0]]}, but with {reasons.had_more(tie)}."
    return f"{winners}{_reason(way, other, come[0], gone[0], told)}."


def _reason(way: Way, other: Result, come: int, gone: int, told: Told) -> str:
    """Return why one comes in another's place: the end of a sentence."""
    names = told.names
    runoffs = other.all(Runoff)
    gauges = {step.choice: step for step in other.all(Gauge)}
    rounds = other.all(Round)
    if runoffs:
        return _by_runoff(runoffs, come, gone, names)
    if gauges:
        return _by_grade(gauges[come].median, gauges[gone].median, names[gone], told.rules)
    if rounds:
        return _by_rounds(rounds, come, gone, names)
    match other.steps[0]:
        case Duels() as duels:
            return _by_duels(other, duels, come, gone, names)
        case Totals(values=values) if way.counts_first:
            return _by_first_choices(other, values[come], names[come])
    return _by_totals(other, come, gone, names)


def _by_first_choices(other: Result, count: Count, name: str) -> str:
    has = f"{percent(count, other.ballots - other.blank)} % ({number(count)})"
    if len(other.winners) > 1:  # of whom one alone has the most
        return f"; {name} has {has} of the first choices"
    return f", which has the most first choices, {has}"


def _by_runoff(runoffs: Sequence[Runoff], come: int, gone: int, names: Names) -> str:
    for runoff in runoffs:
        if set(runoff.finalists) == {come, gone}:
            more, fewer = number(runoff.votes[come]), number(runoff.votes[gone])
            return f", which {more} ballots score higher than {names[gone]}, and {fewer} lower"
    return f"; {names[gone]} does not come to the runoff that {names[come]} wins"


def _by_grade(mine: int, theirs: int, name: str, rules: Rules) -> str:
    grade = f"“{isolated(score_name(mine, rules.labels))}”"
    if mine != theirs:
        other = isolated(score_name(theirs, rules.labels))
        return f", with the median grade {grade}; {name} has “{other}”"
    return f", with the same median grade as {name}, {grade}, and better ones beside it"


def _by_rounds(rounds: Sequence[Round], come: int, gone: int, names: Names) -> str:
    for each in rounds:
        if gone in each.eliminated:
            has_fewest = each.eliminated_by is EliminatedBy.FEWEST_VOTES
            out = "had the fewest votes" if has_fewest else "was out"
            end = " and was out" if has_fewest else ""
            return f"; {names[gone]} {out} in round {each.number}{end}"
    for each in rounds:
        if come in each.elected and gone in each.votes:
            mine, theirs = number(each.votes[come]), number(each.votes[gone])
            return f", with {mine} votes in round {each.number}; {names[gone]} has {theirs}"
    return ""


def _by_duels(other: Result, duels: Duels, come: int, gone: int, names: Names) -> str:
    mine, theirs = duels.wins[come, gone], duels.wins[gone, come]
    if mine > theirs:
        said = f", which is preferred to {names[gone]} by {number(mine)} to {number(theirs)}"
        return said if duels.condorcet_winner != come else f"{said}, and to each other choice"
    for step in other.steps:
        match step:
            case Paths(strengths=strengths) if (come, gone) in strengths:
                there, back = number(strengths[come, gone]), number(strengths[gone, come])
                return f": its majorities lead to {names[gone]} with {there}, and back with {back}"
            case Pair(winner, loser, votes, opposition, False) if (winner, loser) == (gone, come):
                lost = f"{number(votes)} to {number(opposition)}"
                return f"; that {names[gone]} is preferred to it by {lost} would close a circle"
            case Totals(name=Quantity.WORST_DEFEAT, values=values):
                worst = f"{number(values[come])}; that of {names[gone]} is {number(values[gone])}"
                return f", whose worst defeat is by {worst}"
            case Totals(name=Quantity.VICTORIES):
                return f", with more duels won than {names[gone]}"
    return ""


def _by_totals(other: Result, come: int, gone: int, names: Names) -> str:
    """Compare the numbers that decided; those of its turn if a choice was elected in turn."""
    totals = other.all(Totals)
    turns = [step for step in totals if step.name is Quantity.GAIN]
    if turns:
        seat = other.winners.index(come)
        gains = turns[seat].values
        more = f"for seat {seat + 1} it adds {number(gains[come])}, {names[gone]} "
        return f"; {more}{number(gains[gone])}: ballots that have a seat count for less"
    values = totals[0].values
    what = "ballots" if totals[0].name is Quantity.VOTES else "points"
    return f", with {number(values[come])} {what}; {names[gone]} has {number(values[gone])}"
