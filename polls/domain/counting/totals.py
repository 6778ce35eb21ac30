"""One number a choice, added up over all ballots."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from polls.domain.counting.profiles import Count, Marks, Profile, Scores


class Marked(NamedTuple):
    """How many ballots mark each choice."""

    votes: dict[int, Count]
    valid: list[tuple[Marks, Count]]
    counted: Count
    blank: Count
    invalid: Count
    """With more marks than allowed."""


class Scored(NamedTuple):
    """How often each choice was given each score."""

    given: dict[int, dict[int | None, Count]]
    valid: list[tuple[Scores, Count]]
    counted: Count
    blank: Count
    invalid: Count
    """With a score that is not on the scale, or not one a choice."""


def marks(profile: Profile[Marks], max_marks: int | None) -> Marked:
    """Count marks. A mark that is there twice counts once; one for nobody who stands does not."""
    votes: dict[int, Count] = dict.fromkeys(profile.choices, 0)
    valid: list[tuple[Marks, Count]] = []
    counted: Count = 0
    blank: Count = 0
    invalid: Count = 0
    for selection, count in profile.counts.items():
        chosen = tuple({choice: None for choice in selection if choice in votes})
        if not chosen:
            blank += count
        elif max_marks is not None and len(chosen) > max_marks:
            invalid += count
        else:
            counted += count
            valid.append((chosen, count))
            for choice in chosen:
                votes[choice] += count
    return Marked(votes, valid, counted, blank, invalid)


def scores(profile: Profile[Scores], lowest: int, highest: int) -> Scored:
    """Count scores from `lowest` to `highest`; None is a blank."""
    given: dict[int, dict[int | None, Count]] = {choice: {} for choice in profile.choices}
    valid: list[tuple[Scores, Count]] = []
    counted: Count = 0
    blank: Count = 0
    invalid: Count = 0
    for selection, count in profile.counts.items():
        scored = [score for score in selection if score is not None]
        if not scored:
            blank += count
        elif len(selection) != len(given) or not all(lowest <= s <= highest for s in scored):
            invalid += count
        else:
            counted += count
            valid.append((selection, count))
            for choice, score in zip(profile.choices, selection, strict=True):
                of_choice = given[choice]
                of_choice[score] = of_choice.get(score, 0) + count
    return Scored(given, valid, counted, blank, invalid)


def grades(scored: Scored) -> dict[int, dict[int, Count]]:
    """Return how often each choice was given each score, without the blanks."""
    return {
        choice: {score: count for score, count in given.items() if score is not None}
        for choice, given in scored.given.items()
    }
