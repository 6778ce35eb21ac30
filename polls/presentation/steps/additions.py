"""Totals of each choice in sentences: how close the last seat was, and what a place is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.counting.reasons import Quantity
from polls.domain.text.texts import counted
from polls.domain.text.words import number, some

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from polls.domain.counting.outcomes import Totals, Votes
    from polls.domain.text.words import Names


def heading(step: Totals) -> str:  # noqa: C901, PLR0911 - one a quantity
    """Return what a table calls the numbers of a step."""
    match step.name:
        case Quantity.VOTES:
            return "votes"
        case Quantity.YES:
            return "yes"
        case Quantity.YES_OR_IF_NEED_BE:
            return "yes or if need be"
        case Quantity.ANSWERED:
            return "answered"
        case Quantity.SUM:
            return "sum"
        case Quantity.MEAN:
            return "mean"
        case Quantity.POINTS:
            return "points"
        case Quantity.VICTORIES:
            return "victories"
        case Quantity.WORST_DEFEAT:
            return "worst defeat"
        case Quantity.GAIN:
            return f"gain for seat {step.seat}"
        case _:
            assert_never(step.name)


def last_seat(
    step: Totals,
    winners: Sequence[int],
    names: Names,
    barred: Collection[int] = (),
) -> str:
    """Say how close the last seat is; nothing where there is one seat, or one for everybody.

    Nor of sums of scores: the chapter of scores tells them.

    Those who are barred can take no seat, so they do not come next.
    """
    if step.name is not Quantity.VOTES:
        return ""
    votes = {choice: count for choice, count in step.values.items() if choice not in barred}
    if len(winners) == 1 or len(winners) == len(votes):
        return ""
    fewest = min(votes[choice] for choice in winners)
    last = [choice for choice in winners if votes[choice] == fewest]
    each = counted(fewest, "vote")
    if len(last) == 1:
        said = f"The last seat went to {names[last[0]]}, with {each}."
    else:
        said = f"The last seats went to {some(last, names)}, with {each} each."
    return f"{said} {_next(votes, winners, names)}"


def turn(seat: int, gains: Votes, winner: int, names: Names) -> str:
    """Say what the winner of a seat adds, and which choice would add the most after it."""
    said = f"Seat {seat}: {names[winner]} adds the most, {number(gains[winner])}."
    return said if len(gains) == 1 else f"{said} {_next(gains, (winner,), names)}"


def places(size: int, last_place: int) -> str:
    """Say how many points the places on a ballot earn, by Borda's method.

    Args:
        size: how many choices there are.
        last_place: what the last place earns.
    """
    first, second = counted(size - 1 + last_place, "point"), size - 2 + last_place
    last = number(last_place) if last_place else "none"
    if size <= 2:  # noqa: PLR2004 - there is no place between the first and the last
        return (
            f"With {counted(size, 'choice')}, first place earns {first}; last place earns {last}."
        )
    return (
        f"With {size:,} choices, first place earns {first}, second {number(second)}, and so on; "
        f"last place earns {last}."
    )


def _next(votes: Votes, winners: Sequence[int], names: Names) -> str:
    others = [choice for choice in votes if choice not in winners]
    most = max(votes[choice] for choice in others)
    following = [choice for choice in others if votes[choice] == most]
    if len(following) == 1:
        return f"Next is {some(following, names)}, with {number(most)}."
    return f"Next are {some(following, names)}, with {number(most)} each."
