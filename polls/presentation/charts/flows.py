"""Where votes go from round to round: a column of bars a round, and ribbons between them.

All bars and ribbons have one scale, so what flows out of a bar is as high as the bar, and what
flows into the next one is, too.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.text.words import number
from polls.presentation.charts.sheets import order
from polls.presentation.charts.widths import shortened, width
from polls.presentation.language import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polls.domain.counting.outcomes import Round

MOST_ROUNDS = 10
"""Columns: the last rounds decide."""
MOST_CHOICES = 12
"""Bars in a column: with more the lines between them cannot be told apart."""

COLUMN = 158
"""From one column to the next at the least, in pixels. Four fit into the widest page."""
WIDEST = 214
"""From one column to the next at the most, where names are long."""
PAGE = 620
"""The room for all columns on the widest page; more than five are scrolled in any case."""
GAP = 40
"""Between a label and that of the next column: here ribbons bend. Under the labels they run level
with their bars, so that none crosses a name."""
LETTERS = 13
"""The size of a label's letters, as static/css/rounds.css has it."""
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
    """Short enough to stand with its votes in a column."""
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


class _Place(NamedTuple):
    """Where a column is, and the room for its labels."""

    x: int
    room: int


class _Label(NamedTuple):
    """What stands above a bar, with the votes that it has."""

    name: str
    written: str
    votes: Fraction


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
    labels = [_labels(each, places, names) for each in shown]
    width, last = _column_widths(labels)
    rooms = [*[width - GAP] * (len(shown) - 1), last]
    columns = [
        _column(_Place(n * width, rooms[n]), labels[n], _states(rounds, each), scale)
        for n, each in enumerate(shown)
    ]
    height = max(bar.y + bar.height for bars in columns for bar in bars.values())
    return Flow(
        width * (len(shown) - 1) + last,
        round(height) + 2,
        tuple((width * n, each.number) for n, each in enumerate(shown)),
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


def _labels(
    step: Round, places: Sequence[int | None], names: Mapping[int, str]
) -> dict[int | None, _Label]:
    """Return what stands above each bar of a round, from the top down."""
    labels: dict[int | None, _Label] = {}
    for choice in places:
        if choice is NOBODY:
            name, votes = gettext("Exhausted"), _nobody(step)
        elif choice in step.votes:
            name, votes = names[choice], Fraction(step.votes[choice])
        else:
            continue
        if choice is not NOBODY or votes:
            labels[choice] = _Label(name, number(round(votes, 2)), votes)
    return labels


def _column_widths(columns: Sequence[Mapping[int | None, _Label]]) -> tuple[int, int]:
    """Return how far it is from one column to the next, and the room for the labels of the last.

    Names fit if there is room; the last column takes what the others need least.
    """
    *others, last = map(_widest, columns)
    fewest = COLUMN - GAP
    left = PAGE - COLUMN * len(others)
    if left < fewest:  # it is scrolled anyhow
        most, left = WIDEST, WIDEST - GAP
    else:
        left = min(max(fewest, last), left, WIDEST - GAP)
        most = (PAGE - left) // len(others)
    return (
        max(COLUMN, min(max(others) + GAP, most, WIDEST)),
        max(fewest, min(last, left)),
    )


def _widest(labels: Mapping[int | None, _Label]) -> int:
    return ceil(max(width(f"{each.name} {each.written}", LETTERS) for each in labels.values()))


def _column(
    place: _Place,
    labels: Mapping[int | None, _Label],
    states: Mapping[int, str],
    scale: Fraction,
) -> dict[int | None, Bar]:
    bars: dict[int | None, Bar] = {}
    y = float(HEAD)
    for choice, label in labels.items():
        y += LABEL
        room = place.room - width(f" {label.written}", LETTERS)
        bars[choice] = Bar(
            choice,
            place.x,
            round(y, 2),
            round(float(label.votes * scale), 2),
            shortened(label.name, LETTERS, room),
            label.written,
            "nobody" if choice is NOBODY else states.get(choice, "standing"),
        )
        y += float(label.votes * scale)
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
                left, right = sources[source].x + BAR, targets[target].x
                path = _path((left, right), out[source], ends[way], heights[way])
                ribbons.append(Ribbon(source, target, column, round(heights[way], 2), path))
                out[source] += heights[way]
    return ribbons


def _path(sides: tuple[float, float], start: float, end: float, height: float) -> str:
    """Return the outline of a ribbon that begins and ends level, and bends beside the labels."""
    left, right = sides
    bend = right - GAP
    middle = (bend + right) / 2
    start, end, low, deep = (round(y, 2) for y in (start, end, start + height, end + height))
    return (
        f"M{left} {start}H{bend}C{middle} {start} {middle} {end} {right} {end}"
        f"V{deep}C{middle} {deep} {middle} {low} {bend} {low}H{left}Z"
    )
