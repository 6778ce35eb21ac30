"""Totals of each choice in sentences: how close the last seat was, and what a place is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.counting.reasons import Quantity
from polls.domain.text.words import number
from polls.presentation.language import gettext, ngettext
from polls.presentation.wording import points, some
from polls.presentation.wording import votes as votes_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from polls.domain.counting.outcomes import Totals, Votes
    from polls.domain.text.words import Names


def heading(step: Totals) -> str:  # noqa: C901, PLR0911 - one a quantity
    """Return what a table calls the numbers of a step."""
    match step.name:
        case Quantity.VOTES:
            return gettext("votes")
        case Quantity.YES:
            return gettext("yes")
        case Quantity.YES_OR_IF_NEED_BE:
            return gettext("yes or if need be")
        case Quantity.ANSWERED:
            return gettext("answered")
        case Quantity.SUM:
            return gettext("sum")
        case Quantity.MEAN:
            return gettext("mean")
        case Quantity.POINTS:
            return gettext("points")
        case Quantity.VICTORIES:
            return gettext("victories")
        case Quantity.WORST_DEFEAT:
            return gettext("worst defeat")
        case Quantity.GAIN:
            return gettext("gain for seat %(seat)s", seat=step.seat)
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
    said = ngettext(
        "The last seat went to %(last)s, with %(votes)s.",
        "The last seats went to %(last)s, with %(votes)s each.",
        len(last),
        last=some(last, names),
        votes=votes_of(fewest),
    )
    return f"{said} {_next(votes, winners, names)}"


def turn(seat: int, gains: Votes, winner: int, names: Names) -> str:
    """Say what the winner of a seat adds, and which choice would add the most after it."""
    said = gettext(
        "Seat %(seat)s: %(winner)s adds the most, %(gain)s.",
        seat=seat,
        winner=names[winner],
        gain=number(gains[winner]),
    )
    return said if len(gains) == 1 else f"{said} {_next(gains, (winner,), names)}"


def places(size: int, last_place: int) -> str:
    """Say how many points the places on a ballot earn, by Borda's method.

    Args:
        size: how many choices there are.
        last_place: what the last place earns.
    """
    first, second = points(size - 1 + last_place), size - 2 + last_place
    last = number(last_place) if last_place else gettext("none")
    if size <= 2:  # noqa: PLR2004 - there is no place between the first and the last
        return ngettext(
            "With %(num)s choice, first place earns %(first)s; last place earns %(last)s.",
            "With %(num)s choices, first place earns %(first)s; last place earns %(last)s.",
            size,
            first=first,
            last=last,
        )
    return gettext(
        "With %(size)s choices, first place earns %(first)s, second %(second)s, and so on; last "
        "place earns %(last)s.",
        size=number(size),
        first=first,
        second=number(second),
        last=last,
    )


def _next(votes: Votes, winners: Sequence[int], names: Names) -> str:
    others = [choice for choice in votes if choice not in winners]
    most = max(votes[choice] for choice in others)
    following = [choice for choice in others if votes[choice] == most]
    return ngettext(
        "Next is %(next)s, with %(votes)s.",
        "Next are %(next)s, with %(votes)s each.",
        len(following),
        next=some(following, names),
        votes=number(most),
    )
