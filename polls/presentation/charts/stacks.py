"""How many gave a choice each score, as a bar of parts beside each other, best score first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.text.directions import isolated
from polls.domain.text.words import number, score_name
from polls.presentation.language import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from polls.domain.counting.outcomes import Runoff
    from polls.domain.counting.profiles import Count

MOST_PARTS = 11
"""Scores 0 to 10 each have a part; of a longer scale several scores share one."""

SHADES = 6
"""Shades besides the darkest: the eye tells so many apart in grey, side by side."""

_ROOM = 7
"""Percent of a bar that a label of two digits needs on a phone."""

_PHONE, _WIDE = 285, 560
"""Pixels that a bar has at least on a phone of 360 pixels, and on a wide page."""

_CHARACTER, _SIDES = 8, 8
"""Pixels that a character of a word takes, and that are free beside the word."""


class StackPart(NamedTuple):
    """Ballots that gave scores of one band."""

    label: str
    """What the score is called; of several, from which to which."""
    short: str
    """What stands in the part: the score as a word if it has one, or else as a number."""
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
    def word_fits(self) -> str:
        """Where its word can stand in it: `always`, on a `wide` page only, or nowhere."""
        needed = _CHARACTER * len(self.short) + _SIDES
        if self.short.isdigit():
            return "always" if self.has_room else ""
        if needed <= self.width * _PHONE / 100:
            return "always"
        return "wide" if needed <= self.width * _WIDE / 100 else ""

    @property
    def middle(self) -> float:
        """Where its number stands, in percent of the bar."""
        return round(self.x + self.width / 2, 2)


class LegendEntry(NamedTuple):
    """A score, and how its parts look."""

    label: str
    shade: int | None
    """As of a part."""


class _Kind(NamedTuple):
    label: str
    short: str
    shade: int | None


@dataclass(frozen=True)
class Scale:
    """The scores that can be given, from 0 to the highest."""

    highest: int
    labels: Sequence[str] = ()
    """Of the scores from 0 on; those beyond have their number."""

    def band(self, score: int) -> range:
        """Return the scores that share a part of a bar with this one."""
        size = -(-(self.highest + 1) // MOST_PARTS)
        top = score + (self.highest - score) % size
        return range(max(top - size + 1, 0), top + 1)

    def kind(self, band: range) -> _Kind:
        """Return how the part of a band looks."""
        shade = round(band[-1] * SHADES / self.highest)
        if len(band) == 1:
            return _Kind(self.label(band[0]), score_name(band[0], self.labels), shade)
        label = gettext(
            "%(lowest)s to %(highest)s",
            lowest=self.label(band[0]),
            highest=self.label(band[-1]),
        )
        return _Kind(label, f"{band[0]}–{band[-1]}", shade)  # noqa: RUF001 - from one to another

    def legend(self) -> tuple[LegendEntry, ...]:
        """Return the words of the scale, best first, each with its shade; none without words."""
        if not self.labels:
            return ()
        kinds = [self.kind(self.band(score)) for score in range(self.highest, -1, -1)]
        return tuple(LegendEntry(kind.label, kind.shade) for kind in dict.fromkeys(kinds))

    def label(self, score: int) -> str:
        """Return what a score is called, for a place in a sentence."""
        return isolated(score_name(score, self.labels))


def stack(given: Mapping[int, Count], ballots: Count, scale: Scale) -> tuple[StackPart, ...]:
    """Return the parts of one choice's bar, those that nobody gave left out.

    Args:
        given: how many gave each score.
        ballots: that are compared; whoever of them gave no score is the last part.
        scale: of the scores.
    """
    counts: dict[range, Count] = {}
    for score, count in sorted(given.items(), reverse=True):
        band = scale.band(score)
        counts[band] = counts.get(band, 0) + count
    blank = ballots - sum(counts.values())
    kinds = [(scale.kind(band), count) for band, count in counts.items()]
    return _beside([*kinds, (_Kind(gettext("blank"), "", None), blank)])


def runoff(step: Runoff) -> tuple[StackPart, ...]:
    """Return the ballots for the winner, for neither, and for the other finalist, in this order."""
    one, other = step.finalists
    votes = step.votes[step.winner]
    against = step.votes[other if step.winner == one else one]
    return _beside(
        [
            (_Kind(gettext("winner"), number(votes), SHADES), votes),
            (_Kind(gettext("neither"), number(step.undecided), None), step.undecided),
            (_Kind(gettext("loser"), number(against), SHADES // 3), against),
        ],
    )


def _beside(kinds: Iterable[tuple[_Kind, Count]]) -> tuple[StackPart, ...]:
    kinds = [(kind, count) for kind, count in kinds if count]
    whole = sum(count for _kind, count in kinds)
    parts = []
    before: Count = 0
    for kind, count in kinds:
        start, end = _percent(before, whole), _percent(before + count, whole)
        parts.append(
            StackPart(kind.label, kind.short, count, start, round(end - start, 2), kind.shade)
        )
        before += count
    return tuple(parts)


def _percent(part: Count, whole: Count) -> float:
    return round(float(100 * part / whole), 2)
