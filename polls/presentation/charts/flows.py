"""Where votes go from round to round: a column of bars a round, and ribbons between them.

All bars and ribbons have one scale, so what flows out of a bar is as high as the bar, and what
flows into the next one is, too.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.text.words import number
from polls.presentation.charts.sheets import order
from polls.presentation.language import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polls.domain.counting.outcomes import Round

MOST_ROUNDS = 10
"""Columns: the last rounds decide."""
MOST_CHOICES = 12
"""Bars in a column: with more the lines between them cannot be told apart."""

COLUMN = 124
"""From one column to the next, in pixels: a name of `LONGEST` characters with its number. Five fit
into the widest page."""
LONGEST = 11
BAR = 12
LABEL = 20
"""The room above a bar, where its name stands."""
HEAD = 24
"""The room for the numbers of the rounds."""
_VOTES_HEIGHT = 220
"""All votes together."""

NOBODY = None
"""Whose bar is that of the votes that count for nobody any more."""


class Bar(NamedTuple):
    """The votes of a choice in a round."""

    choice: int | None
    x: float
    y: float
    height: float
    name: str
    """Short enough for its room."""
    votes: str
    state: str
    """`standing`, `elected` in this round or before, `out` after it, or `nobody`."""


class Ribbon(NamedTuple):
    """Votes on their way from a bar to one in the next column."""

    source: int | None
    target: int | None
    column: int
    """Of the source, from 0."""
    height: float
    path: str
    """As SVG writes it."""

    @property
    def is_moving(self) -> bool:
        """Whether these votes change hands."""
        return self.source != self.target


class Flow(NamedTuple):
    """The whole drawing."""

    width: int
    height: int
    columns: tuple[tuple[int, int], ...]
    """The place of each column and the number of its round."""
    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]


def flow(rounds: Sequence[Round], names: Mapping[int, str]) -> Flow | None:
    """Draw the last rounds; None if it is not known where votes went, or none are left to draw."""
    shown = [each for each in rounds if len(each.votes) <= MOST_CHOICES][-MOST_ROUNDS:]
    moves = [_moves(*pair) for pair in pairwise(shown)]
    whole = sum(shown[0].votes.values()) + _nobody(shown[0]) if shown else 0
    if not moves or not whole or any(each is None for each in moves):
        return None
    scale = Fraction(_VOTES_HEIGHT) / whole
    places = [*order(rounds), NOBODY]
    columns = [
        _column(n, each, _states(rounds, each), places, scale, names)
        for n, each in enumerate(shown)
    ]
    height = max(bar.y + bar.height for bars in columns for bar in bars.values())
    return Flow(
        COLUMN * len(shown),
        round(height) + 2,
        tuple((COLUMN * n, each.number) for n, each in enumerate(shown)),
        tuple(bar for bars in columns for bar in bars.values()),
        tuple(
            ribbon
            for n, move in enumerate(moves)
            for ribbon in _ribbons(n, move or {}, columns[n], columns[n + 1], scale)
        ),
    )


def _moves(
    step: Round,
    after: Round,
) -> dict[tuple[int | None, int | None], Fraction] | None:
    """Return how many votes go from whom to whom, those that stay included; None: not known."""
    moves: dict[tuple[int | None, int | None], Fraction] = {}
    received: dict[int, Fraction] = {}
    for each in step.transfers:
        for choice, votes in each.to.items():
            moves[each.source, choice] = Fraction(votes)
            received[choice] = received.get(choice, Fraction()) + Fraction(votes)
    for choice in after.votes:
        moves[choice, choice] = Fraction(after.votes[choice]) - received.get(choice, 0)
    moves[NOBODY, NOBODY] = _nobody(step)
    for choice, votes in step.votes.items():
        gone = sum(n for (source, _), n in moves.items() if source == choice)
        moves[choice, NOBODY] = Fraction(votes) - gone
    to_nobody = sum(n for (_, target), n in moves.items() if target is NOBODY)
    if min(moves.values()) < 0 or to_nobody != _nobody(after):
        return None
    return {way: votes for way, votes in moves.items() if votes}


def _nobody(step: Round) -> Fraction:
    return Fraction(sum(step.exhausted.values())) + Fraction(step.lost)


def _column(  # noqa: PLR0913, PLR0917 - what a column is drawn from
    place: int,
    step: Round,
    states: Mapping[int, str],
    places: Sequence[int | None],
    scale: Fraction,
    names: Mapping[int, str],
) -> dict[int | None, Bar]:
    bars: dict[int | None, Bar] = {}
    y = float(HEAD)
    for choice in places:
        if choice is not NOBODY and choice not in step.votes:
            continue
        votes = _nobody(step) if choice is NOBODY else Fraction(step.votes[choice])
        if choice is NOBODY and not votes:
            continue
        y += LABEL
        bars[choice] = Bar(
            choice,
            COLUMN * place,
            round(y, 2),
            round(float(votes * scale), 2),
            gettext("No choice left") if choice is NOBODY else _short(names[choice]),
            number(round(votes, 2)),
            "nobody" if choice is NOBODY else states.get(choice, "standing"),
        )
        y += float(votes * scale)
    return bars


def _states(rounds: Sequence[Round], step: Round) -> dict[int, str]:
    until = [each for each in rounds if each.number <= step.number]
    elected = {choice: "elected" for each in until for choice in each.elected}
    return dict.fromkeys(step.eliminated, "out") | elected


def _ribbons(
    column: int,
    moves: Mapping[tuple[int | None, int | None], Fraction],
    sources: Mapping[int | None, Bar],
    targets: Mapping[int | None, Bar],
    scale: Fraction,
) -> list[Ribbon]:
    """Return the ribbons between two columns, in the order of the bars, so that few cross."""
    out = {choice: bar.y for choice, bar in sources.items()}
    into = {choice: bar.y for choice, bar in targets.items()}
    ends: dict[tuple[int | None, int | None], float] = {}
    heights = {way: float(votes * scale) for way, votes in moves.items()}
    for target in targets:
        for source in sources:
            if (source, target) in moves:
                ends[source, target] = into[target]
                into[target] += heights[source, target]
    ribbons = []
    for source in sources:
        for target in targets:
            if (source, target) in moves:
                way = source, target
                path = _path(column, out[source], ends[way], heights[way])
                ribbons.append(Ribbon(source, target, column, round(heights[way], 2), path))
                out[source] += heights[way]
    return ribbons


def _path(column: int, start: float, end: float, height: float) -> str:
    """Return the outline of a ribbon that begins and ends level."""
    left, right = COLUMN * column + BAR, COLUMN * (column + 1)
    middle = (left + right) / 2
    start, end, low, deep = (round(y, 2) for y in (start, end, start + height, end + height))
    return (
        f"M{left} {start}C{middle} {start} {middle} {end} {right} {end}"
        f"V{deep}C{middle} {deep} {middle} {low} {left} {low}Z"
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
