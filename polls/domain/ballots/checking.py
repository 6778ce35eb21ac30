"""Whether what a voter marked may be marked on the ballots of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.ballots.refusals import (
    InvalidSelectionError,
    NotAlone,
    NotToBeOrdered,
    RankLeftOut,
    ScoreOutOfRange,
    SelectionFault,
    SharedRank,
    UnknownChoice,
    WrongNumber,
)
from polls.domain.ballots.selections import Style, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.ballots.refusals import SelectionProblem
    from polls.domain.ballots.selections import Marking, Selection


def check(selection: Selection, marking: Marking) -> None:
    """Make sure that `selection` is what may be marked.

    Raises:
        InvalidSelectionError: it is not.
    """
    style = marking.style
    if style is Style.MARKS:
        _check_marks(selection, marking)
        return
    ids = named(selection, style)
    if not marking.choice_ids.issuperset(ids):
        raise InvalidSelectionError(UnknownChoice(marking))
    if not marking.alone.keys().isdisjoint(ids):
        if selection not in {(ids[0],), ((ids[0], None),)}:
            raise InvalidSelectionError(_combined(ids, marking))
        return
    if style is Style.RANKING:
        _check_ranking(selection, ids, marking)
    else:
        _check_scores(selection, marking)
    if not marking.fewest <= len(ids) <= (marking.most or len(ids)):
        raise InvalidSelectionError(WrongNumber(len(ids), marking))


def _check_marks(selection: Selection, marking: Marking) -> None:
    number = len(selection)
    is_alone = number == 1 and selection[0] in marking.alone
    if not is_alone and not marking.fewest <= number <= (marking.most or number):
        raise InvalidSelectionError(WrongNumber(number, marking))
    if not marking.choice_ids.issuperset(selection):
        raise InvalidSelectionError(UnknownChoice(marking))
    if number > 1 and not marking.alone.keys().isdisjoint(selection):
        raise InvalidSelectionError(_combined(selection, marking))


def _check_ranking(selection: Selection, ids: Sequence[int], marking: Marking) -> None:
    if len(set(ids)) < len(ids):
        raise InvalidSelectionError(SelectionFault.RANKED_TWICE)
    if ids is selection:
        return
    for number, rank in enumerate(selection, start=1):
        if rank is None:
            raise InvalidSelectionError(RankLeftOut(number))
        if isinstance(rank, tuple) and not marking.has_equal_ranks:
            raise InvalidSelectionError(SharedRank(number, len(rank)))


def _check_scores(selection: Selection, marking: Marking) -> None:
    for _, score in selection:
        if score is None or score > marking.highest:
            raise InvalidSelectionError(ScoreOutOfRange(marking))


def _combined(ids: Sequence[int], marking: Marking) -> SelectionProblem:
    """Return what is wrong with a selection that names what nothing else may be marked with."""
    name = next(marking.alone[id_] for id_ in ids if id_ in marking.alone)
    return NotAlone(name) if len(set(ids)) > 1 else NotToBeOrdered(name)
