"""Selections: what a voter marked, read from a form, and written down as it was marked."""

from __future__ import annotations

import json
from collections import defaultdict
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from polls.domain.counting.profiles import members
from polls.domain.errors import MalformedBallotError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

Selection: TypeAlias = "tuple[Any, ...]"
"""By the style of the ballot:

- marks: the ids of the marked choices, each once, in ascending order;
- ranking: the ranks from the first on: the id of a choice, the ids of several on the same rank in
  ascending order, or None for a rank that was left out;
- scores: pairs of a choice's id and its score, in ascending order of the ids, without the choices
  that got none. A choice that stands alone, such as a blank vote, has None for its score.
"""

_NO_CHOICE = 0
_LONGEST_ID = 19
"""Digits of the largest 64-bit id. Python itself refuses to read past 4,300 digits."""

_LONGEST_NUMBER = 3
"""Digits of a rank or a score: there are no more than 500 choices."""

_RANK, _SCORE = "rank-", "score-"


class Style(StrEnum):
    """What a ballot asks for."""

    MARKS = "marks"
    RANKING = "ranking"
    SCORES = "scores"


class Marking(NamedTuple):
    """What may be marked on the ballots of a question."""

    choice_ids: frozenset[int]
    alone: Mapping[int, str]
    """Those of them that nothing else may be marked with: a blank vote, “None of these” where
    choices are marked. Their ids → what they are called."""
    fewest: int
    most: int | None
    """None: as many as there are."""
    style: Style = Style.MARKS
    highest: int = 0
    """The highest score; the lowest is 0."""
    has_equal_ranks: bool = False
    """Whether several choices may have the same rank."""
    has_labels: bool = False
    """Whether scores are words: choices are answered then."""
    has_dates: bool = False
    """Whether the choices are dates."""


def read(style: Style, fields: Iterable[tuple[str, str]]) -> Selection:
    """Read the selection that a form sent: its fields `choice`, `rank-<id>` and `score-<id>`.

    Marks are sorted by id: in the order sent, that of a voter who met the choices shuffled would
    mark the ballot. In a ranking, each `choice` follows on the next rank.

    Raises:
        MalformedBallotError: what stands in a field is no number, or a choice has two scores.
    """
    if style is Style.MARKS:
        marks = {_id(value) for name, value in fields if name == "choice" and value}
        return tuple(sorted(marks))
    if style is Style.RANKING:
        return _ranking(fields)
    return _scores(fields)


def named(selection: Selection, style: Style) -> Sequence[int]:
    """Return the ids of the choices that a selection says something about."""
    if style is Style.SCORES:
        return [id_ for id_, _ in selection]
    if style is Style.MARKS or _is_flat(selection):
        return selection
    return [id_ for rank in selection for id_ in members(rank)]


def places(selection: Selection, style: Style) -> dict[int, int | None]:
    """Return what a selection gives each choice that it names: a rank, a score, or just a mark."""
    if style is Style.MARKS:
        return dict.fromkeys(selection)
    if style is Style.RANKING:
        ranked = enumerate(selection, start=1)
        return {id_: number for number, rank in ranked for id_ in members(rank)}
    return dict(selection)


def renamed(selection: Selection, style: Style, ids: Mapping[int, int]) -> Selection:
    """Return the same selection of choices that are called otherwise.

    Raises:
        KeyError: it names one that `ids` does not have.
    """
    if style is Style.MARKS:
        return tuple(sorted(ids[id_] for id_ in selection))
    if style is Style.RANKING:
        return tuple(_renamed_rank(rank, ids) for rank in selection)
    return tuple(sorted((ids[id_], score) for id_, score in selection))


def encode(selection: Selection) -> str:
    """Return the text in which a selection is stored: JSON, with lists for tuples."""
    if _is_flat(selection):  # the same in a third of the time
        return str(list(selection)).replace(" ", "")
    return _ENCODER(selection)


def decode(text: str) -> Selection:
    """Read what `encode` wrote."""
    return tuple(_frozen(each) for each in json.loads(text))


def decode_all(texts: Collection[str]) -> list[Selection]:
    """Read many that `encode` wrote, in one go."""
    together = f"[{','.join(texts)}]"
    selections = json.loads(together)
    if together.count("[") == len(texts) + 1:  # no list in any of them
        return [tuple(selection) for selection in selections]
    return [tuple(map(_frozen, selection)) for selection in selections]


_ENCODER = json.JSONEncoder(separators=(",", ":")).encode


def _is_flat(selection: Selection) -> bool:
    """Tell whether it is of ids alone, as marks are, and a ranking with a choice on each rank."""
    return _IDS.issuperset(map(type, selection))


_IDS = frozenset([int])


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise MalformedBallotError
    return int(text) if len(text) <= _LONGEST_ID else _NO_CHOICE


def _given(prefix: str, name: str, value: str) -> tuple[int, int] | None:
    """Return what a field gives to a choice, and the choice's id; None if it is another field."""
    # Cut where it is too long all the same: what is remembered stays small.
    return _read_field(prefix, name[: len(prefix) + _LONGEST_ID + 1], value[: _LONGEST_NUMBER + 1])


@lru_cache(maxsize=10_000)
def _read_field(prefix: str, name: str, value: str) -> tuple[int, int] | None:
    # Remembered, for ballots have the same fields again and again, one for every choice.
    id_ = name.removeprefix(prefix)
    if id_ == name or not (id_.isascii() and id_.isdigit() and len(id_) <= _LONGEST_ID):
        return None
    if not (value.isdecimal() and len(value) <= _LONGEST_NUMBER):  # a person may have typed it
        raise MalformedBallotError
    return int(value), int(id_)


def _ranking(fields: Iterable[tuple[str, str]]) -> Selection:
    pairs = []
    following = []
    for name, value in fields:
        if not value:
            continue
        if name == "choice":
            following.append(_id(value))
        elif given := _given(_RANK, name, value):
            pairs.append(given)
    ranks: dict[int, Any] = dict(pairs)
    if 0 in ranks:
        raise MalformedBallotError
    if len(ranks) < len(pairs):
        ranks = _shared(pairs)
    return (*map(ranks.get, range(1, max(ranks, default=0) + 1)), *following)


def _shared(pairs: Iterable[tuple[int, int]]) -> dict[int, int | tuple[int, ...]]:
    """Return what stands on each rank, where some have several choices."""
    ranks: defaultdict[int, set[int]] = defaultdict(set)
    for rank, id_ in pairs:
        ranks[rank].add(id_)
    return {rank: _rank(ids) for rank, ids in ranks.items()}


def _rank(ids: set[int]) -> int | tuple[int, ...]:
    return tuple(sorted(ids)) if len(ids) > 1 else next(iter(ids))


def _scores(fields: Iterable[tuple[str, str]]) -> Selection:
    scores: dict[int, int | None] = {}
    score: int | None
    for name, value in fields:
        if not value:
            continue
        if name == "choice":
            id_, score = _id(value), None
        elif given := _given(_SCORE, name, value):
            score, id_ = given
        else:
            continue
        if scores.setdefault(id_, score) != score:
            raise MalformedBallotError
    return tuple(sorted(scores.items()))


def _renamed_rank(rank: Any, ids: Mapping[int, int]) -> Any:
    if isinstance(rank, tuple):
        return _rank({ids[id_] for id_ in rank}) if rank else None
    return None if rank is None else ids[rank]


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
