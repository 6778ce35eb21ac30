"""The ballot of a question as a form: what is marked, ranked or scored, and what stands apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.questions.questions import Kind, stands_alone
from polls.domain.results.counts import method_of
from polls.presentation.dates import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.ballots.selections import Style
    from polls.domain.questions.questions import Choice, Question

MOST_OPTIONS = 400
"""All ranks of all choices to select from: 20 of 20. More make a slow page, and a list in which
nobody finds a rank; it is typed then."""


class BallotPaper(NamedTuple):
    """What the form of a ballot is drawn from."""

    style: Style
    choices: tuple[Choice, ...]
    """All, in the order in which the voter meets them."""
    others: tuple[Choice, ...]
    """Those that are marked, ranked or scored beside each other."""
    alone: tuple[Choice, ...]
    """Those that are marked alone, such as “None of these”."""
    ranks: int
    has_selects: bool
    """Whether a rank is selected, rather than typed."""
    may_share: bool
    """Whether choices may share a rank."""
    points: range
    """The scores: where they have labels the best first, otherwise as they count."""

    @property
    def alone_ids(self) -> frozenset[int]:
        """The ids of the choices that are marked alone."""
        return frozenset(choice.id for choice in self.alone)


def paper(question: Question, choices: Sequence[Choice]) -> BallotPaper:
    """Return the ballot of a question, with its choices in this order."""
    rules = question.rules
    choices = [
        each if each.kind is Kind.CHOICE else replace(each, text=text_of(each, question))
        for each in choices
    ]
    alone = tuple(each for each in choices if stands_alone(each.kind, rules.style))
    others = tuple(each for each in choices if each not in alone)
    ranks = min(rules.max_choices or len(others), len(others))
    return BallotPaper(
        style=rules.style,
        choices=tuple(choices),
        others=others,
        alone=alone,
        ranks=ranks,
        has_selects=len(others) * ranks <= MOST_OPTIONS,
        may_share=method_of(rules).has_equal_ranks,
        points=range(rules.highest, -1, -1) if rules.labels else range(rules.highest + 1),
    )
