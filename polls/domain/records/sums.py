"""Sums over the ballots of a record that every recount can compare, whatever the method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.domain.ballots.selections import Style
from polls.domain.counting.outcomes import Duels
from polls.domain.counting.pairwise import PairwiseOptions, compare
from polls.domain.counting.profiles import first_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.counting.outcomes import Step
    from polls.domain.results.tallies import Tally

_ALL_COMPARED = PairwiseOptions()
"""How the sums compare: who is left out stands below all others."""


def of(
    tally: Tally, ids: Sequence[int], highest: int, options: object, steps: Sequence[Step]
) -> dict[str, Any]:
    """Return the sums of a tally, by weight, each as a list in the order of the ballot.

    Args:
        tally: all ballots that count.
        ids: of the choices down the ballot, whatever their kind.
        highest: the highest score.
        options: with which the method has counted the tally.
        steps: of that count.
    """
    if tally.style is Style.MARKS:
        return {"marks": [tally.of(id_).weight for id_ in ids]}
    if tally.style is Style.RANKING:
        return _of_rankings(tally, ids, _compared(options, steps))
    return {"scores": _of_scores(tally, ids, highest)}


def _compared(options: object, steps: Sequence[Step]) -> Duels | None:
    """Return the comparison that the method has made, if it has made the one of the sums.

    Among a million ballots that all differ, another one takes as long as the whole count.
    """
    if isinstance(options, PairwiseOptions) and options.unranked == _ALL_COMPARED.unranked:
        return next((step for step in steps if isinstance(step, Duels)), None)
    return None


def _of_rankings(tally: Tally, ids: Sequence[int], duels: Duels | None) -> dict[str, Any]:
    firsts = dict.fromkeys(ids, 0)
    for places, weight in first_places(tally.profile).counts.items():
        for id_ in places:
            firsts[id_] += int(weight)
    for (blank,) in tally.blanks:
        firsts[blank] = tally.of(blank).weight
    wins = (duels or compare(tally.profile, _ALL_COMPARED)).wins
    pairs = [[int(wins.get((one, other), 0)) for other in ids] for one in ids]
    return {"first_choices": list(firsts.values()), "pairs": pairs}


def _of_scores(tally: Tally, ids: Sequence[int], highest: int) -> list[list[int]]:
    given = {id_: [0] * (highest + 1) for id_ in ids}
    columns = [given[id_] for id_ in tally.candidates]
    for scores, weight in tally.weights.items():
        for column, score in zip(columns, scores, strict=True):
            if score is not None:
                column[score] += weight
    return list(given.values())
