"""What is added up for each choice, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.text.words import number, some

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from polls.domain.counting.outcomes import Votes
    from polls.domain.text.words import Names


def last_seat(
    votes: Votes,
    winners: Sequence[int],
    names: Names,
    barred: Collection[int] = (),
) -> str:
    """Say how close the last seat is; nothing where there is one seat, or one for everybody.

    Those who are barred can take no seat, so they do not come next.
    """
    votes = {choice: votes[choice] for choice in votes if choice not in barred}
    if len(winners) == 1 or len(winners) == len(votes):
        return ""
    fewest = min(votes[choice] for choice in winners)
    last = some([choice for choice in winners if votes[choice] == fewest], names)
    return f"The last seat took {number(fewest)} votes, of {last}. {_next(votes, winners, names)}"


def turn(seat: int, gains: Votes, winner: int, names: Names) -> str:
    """Say what the winner of a seat adds, and who would add the most after it."""
    said = f"Seat {seat}: {names[winner]} adds the most, {number(gains[winner])}."
    return said if len(gains) == 1 else f"{said} {_next(gains, (winner,), names)}"


def _next(votes: Votes, winners: Sequence[int], names: Names) -> str:
    others = [choice for choice in votes if choice not in winners]
    most = max(votes[choice] for choice in others)
    following = [choice for choice in others if votes[choice] == most]
    verb = "comes" if len(following) == 1 else "come"
    return f"{some(following, names)} {verb} next with {number(most)}."
