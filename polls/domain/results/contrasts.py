"""The same ballots under other methods: who would have won, and by what measure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from polls.domain.ballots.selections import Style
from polls.domain.counting import options
from polls.domain.counting.profiles import first_places
from polls.domain.methods import METHODS
from polls.domain.results import counts, explanations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polls.domain.counting.outcomes import CountResult, Group
    from polls.domain.counting.profiles import Profile
    from polls.domain.methods import Method
    from polls.domain.questions.questions import Question
    from polls.domain.questions.rules import Rules
    from polls.domain.results.explanations import Explanation


@dataclass(frozen=True, slots=True)
class Way:
    """A way to count ballots that were cast for another one."""

    title: str
    method: Method
    variant: tuple[tuple[str, str], ...] = ()
    """Options that are not as usual."""
    counts_first: bool = False
    """Whether it looks at the first rank of each ballot only."""

    def count(self, question: Question, profile: Profile[Any]) -> CountResult:
        """Count the ballots of a question on which voting has ended."""
        chosen = counts.options_of(question, self.method)
        given = options.read(self.method.options, dict(self.variant))
        chosen = replace(chosen, **{name: getattr(given, name) for name, _ in self.variant})
        ballots = first_places(profile) if self.counts_first else profile
        order = counts.lot_order(question, is_closed=True)
        return self.method.count(ballots, chosen, question.rules.seats, order)


@dataclass(frozen=True, slots=True)
class Contrast:
    """What another way of counting makes of the same ballots."""

    title: str
    winners: Group
    is_same: bool
    """Whether those win who have won."""
    newcomers: Group
    """Who wins and has not won."""
    tied: Group
    """Among whom lots alone decided who wins."""
    explanation: Explanation | None
    """Why the first newcomer wins; None where that is not known, or lots decided it."""


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


def contrast(way: Way, official: CountResult, other: CountResult) -> Contrast:
    """Compare what two methods say.

    Args:
        way: how the other one was counted.
        official: by the question's own method.
        other: by another one.
    """
    come = tuple(choice for choice in other.winners if choice not in official.winners)
    gone = [choice for choice in official.winners if choice not in other.winners]
    explained = None
    if come and gone and not other.tied:
        explained = explanations.explanation(other, come[0], gone[0], counts_first=way.counts_first)
    return Contrast(
        title=way.title,
        winners=other.winners,
        is_same=set(official.winners) == set(other.winners),
        newcomers=come,
        tied=other.tied,
        explanation=explained,
    )


def _ways(rules: Rules, method: Method) -> Iterator[Way]:
    if method.has_dates or (rules.seats > 1 and not method.has_seats):
        return
    if method.has_one_mark:
        if rules.style is Style.RANKING:
            yield Way(method.title_of_first_choices, method, counts_first=True)
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
