"""The sheet of a count: choices as rows, rounds as columns, below them what counts for nobody."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.text.words import number
from polls.presentation.language import gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polls.domain.counting.outcomes import Round
    from polls.domain.counting.profiles import Count

MOST_COLUMNS = 12
"""Rounds that find room on a wide screen; the last ones decide."""

MOST_ROWS = 40
"""Choices: with more of them a sheet of any size would not be read."""

_DECIMALS = 2
"""Of votes that are not whole: the sentences have them all."""


class Cell(NamedTuple):
    """What a choice had in a round."""

    text: str
    became: str = ""
    """`elected` or `out`, if it did in this round."""


class Row(NamedTuple):
    """One line of the sheet."""

    name: str
    cells: tuple[Cell, ...]
    is_winner: bool = False


class CountSheet(NamedTuple):
    """The whole table."""

    columns: tuple[int, ...]
    """The numbers of the rounds; between the first two some may be left out."""
    rows: tuple[Row, ...]
    """Of the choices."""
    sums: tuple[Row, ...]
    """Of those that are left out together, of ballots that count for nobody, and what elects."""


def sheet(rounds: Sequence[Round], names: Mapping[int, str]) -> CountSheet:
    """Return the sheet of a count; of many rounds the first one and the last ones."""
    is_cut = len(rounds) > MOST_COLUMNS
    shown = [rounds[0], *rounds[1 - MOST_COLUMNS :]] if is_cut else list(rounds)
    standing = shown[1].votes if is_cut else shown[0].votes
    choices = [choice for choice in order(rounds) if choice in standing][:MOST_ROWS]
    elected = {choice for each in rounds for choice in each.elected}
    rows = (
        Row(names[c], tuple(_cell(each, c) for each in shown), is_winner=c in elected)
        for c in choices
    )
    return CountSheet(
        tuple(each.number for each in shown),
        tuple(rows),
        tuple(_sums(shown, frozenset(choices))),
    )


def order(rounds: Sequence[Round]) -> list[int]:
    """Return the elected one after another, who was left in the end, then the last who was out.

    Left is also who stood until all seats were filled, and has no votes in the last round.
    """
    elected = [choice for each in rounds for choice in each.elected]
    out = [choice for each in reversed(rounds) for choice in each.eliminated]
    last = {choice: votes for each in rounds for choice, votes in each.votes.items()}
    left = sorted(last.keys() - out, key=lambda choice: (-last[choice], choice))
    return list(dict.fromkeys((*elected, *left, *out)))


def _cell(step: Round, choice: int) -> Cell:
    if choice not in step.votes:
        return Cell("")
    became = "elected" if choice in step.elected else "out" if choice in step.eliminated else ""
    return Cell(_written(step.votes[choice]), became)


def _sums(shown: Sequence[Round], choices: frozenset[int]) -> list[Row]:
    others = [{c: n for c, n in each.votes.items() if c not in choices} for each in shown]
    many = max(map(len, others))
    rows = {
        ngettext("%(num)s other", "%(num)s others", many): [
            _written(sum(o.values())) for o in others
        ],
        gettext("Exhausted"): [_written(sum(each.exhausted.values())) for each in shown],
        gettext("Lost in rounding"): [number(each.lost) for each in shown],
        gettext("Needed"): [_written(each.quota) for each in shown],
    }
    return [
        Row(name, tuple(Cell("" if text == "0" else text) for text in texts))
        for name, texts in rows.items()
        if set(texts) != {"0"}
    ]


def _written(value: Count) -> str:
    return number(round(Fraction(value), _DECIMALS))
