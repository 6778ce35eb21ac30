"""The sentence of a refusal, by whom it meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.presentation.refusals import commands, organisers, requests, site, voters

if TYPE_CHECKING:
    from polls.domain.errors import PollsError

_ROOMS = (
    voters.sentence,
    organisers.sentence,
    requests.sentence,
    site.sentence,
    commands.sentence,
)


def sentence(error: PollsError) -> str:
    """Return what is said of a refusal to the person who caused it; several problems a line each.

    Raises:
        LookupError: nothing is said of it.
    """
    for of_room in _ROOMS:
        said = of_room(error)
        if said is not None:
            return said
    raise LookupError(f"No sentence says why this is refused: {error!r}.")
