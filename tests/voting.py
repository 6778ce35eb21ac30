"""Handing in ballots in tests: the fields of a form, in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from polls.domain.ballots.selections import Style, read
from polls.services.voters import ballots

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polls.ballotbox import BallotBox
    from polls.domain.ballots.ballots import Outcome, Particulars


async def cast(
    box: BallotBox,
    key: str,
    marks: Sequence[str],
    credential: str,
    **particulars: Unpack[Particulars],
) -> Outcome:
    """Hand in a ballot with these choices, in the style of marks unless another one is named."""
    fields = [("choice", mark) for mark in marks]
    style = particulars.get("style", Style.MARKS)
    return await ballots.cast(box, key, read(style, fields), credential, **particulars)


async def score(
    box: BallotBox,
    key: str,
    scores: Mapping[int, int],
    credential: str,
    **particulars: Unpack[Particulars],
) -> Outcome:
    """Hand in a ballot that gives choices, by their ids, these scores."""
    particulars["style"] = Style.SCORES
    selection = tuple(sorted(scores.items()))
    return await ballots.cast(box, key, selection, credential, **particulars)
