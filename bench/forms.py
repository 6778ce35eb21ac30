"""The forms in which votes are posted, as a browser fills them in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bench.programs import CHOICES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.ballots.selections import Selection


MARKS = tuple((id_,) for id_ in range(1, len(CHOICES) + 1))
"""One for each choice of the question that is voted on everywhere."""


def form(selection: Selection) -> str:
    """Return the form for a ballot that marks one choice, or ranks several."""
    if len(selection) == 1:
        return urlencode({"choice": selection[0]})
    # The page has a field a choice, in the order of the ballot.
    places = sorted((id_, place) for place, id_ in enumerate(selection, start=1))
    return urlencode({f"rank-{id_}": place for id_, place in places})


def rankings(choice_ids: Sequence[int]) -> tuple[Selection, ...]:
    """Return as many full rankings as there are choices, each with another one at the top."""
    return tuple((*choice_ids[n:], *choice_ids[:n]) for n in range(len(choice_ids)))
