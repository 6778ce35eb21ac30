"""How many gave a choice each score, as a bar of parts beside each other, best score first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from polls.domain.counting.profiles import Count

MOST_PARTS = 11
"""Scores 0 to 10 each have a part; of a longer scale several scores share one."""

SHADES = 6
"""Shades besides the darkest: the eye tells so many apart in grey, side by side."""

_ROOM = 7
"""Percent of a bar that a label of two digits needs on a phone."""


class Part(NamedTuple):
    """Ballots that gave scores of one band."""

    label: str
    """What the score is called; of several, from which to which."""
    short: str
    """The score as a number."""
    ballots: Count
    x: float
    """Where it begins, in percent of the bar."""
    width: float
    shade: int | None
    """0 for the worst to `SHADES` for the best; None for a blank."""

    @property
    def has_room(self) -> bool:
        """Whether its number can stand in it."""
        return self.width >= _ROOM

    @property
    def middle(self) -> float:
        """Where its number stands, in percent of the bar."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Scale:
    """The scores that can be given, from 0 to the highest."""

    highest: int
    labels: Sequence[str] = ()
    """Of the scores from 0 on; those beyond have their number."""

    def bands(self) -> Iterator[range]:
        """Yield the scores that make a part of a bar, best first."""
        size = -(-(self.highest + 1) // MOST_PARTS)
        for top in range(self.highest, -1, -size):
            yield range(max(top - size + 1, 0), top + 1)

    def label(self, score: int) -> str:
        """Return what a score is called."""
        return self.labels[score] if score < len(self.labels) else str(score)


def stack(given: Mapping[int, Count], ballots: Count, scale: Scale) -> tuple[Part, ...]:
    """Return the parts of one choice's bar, those that nobody gave left out.

    Args:
        given: how many gave each score.
        ballots: that are compared; whoever of them gave no score is the last part.
        scale: of the scores.
    """
    counts: list[tuple[range | None, Count]] = [
        (band, sum(given.get(score, 0) for score in band)) for band in scale.bands()
    ]
    counts.append((None, ballots - sum(count for _band, count in counts)))
    parts = []
    before: Count = 0
    for band, count in counts:
        if count:
            start, end = _percent(before, ballots), _percent(before + count, ballots)
            parts.append(_part(band, count, start, round(end - start, 2), scale))
            before += count
    return tuple(parts)


def _part(band: range | None, count: Count, x: float, width: float, scale: Scale) -> Part:
    if band is None:
        return Part("blank", "", count, x, width, None)
    shade = round(band[-1] * SHADES / scale.highest)
    if len(band) == 1:
        return Part(scale.label(band[0]), str(band[0]), count, x, width, shade)
    label = f"{scale.label(band[0])} to {scale.label(band[-1])}"
    return Part(label, f"{band[0]}–{band[-1]}", count, x, width, shade)  # noqa: RUF001


def _percent(part: Count, whole: Count) -> float:
    return round(float(100 * part / whole), 2)
