"""What scores and grades are called: in a method's own words, in those of the question, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.results.counts import method_of
from polls.domain.text.words import score_name
from polls.presentation.language import translated

if TYPE_CHECKING:
    from polls.domain.questions.rules import Rules


def of(rules: Rules) -> tuple[str, ...]:
    """Return the labels of the scores from 0 on: those of the method in the reader's language.

    What people wrote themselves stays as it is; without labels there are none.
    """
    is_own = rules.labels != method_of(rules).labels
    return rules.labels if is_own else tuple(map(translated, rules.labels))


def label(rules: Rules, score: int) -> str:
    """Return what a score is called: its label, if it has one, or its number."""
    return score_name(score, of(rules))
