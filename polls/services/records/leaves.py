"""The leaves of a record, made of the rows of the ledger."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import decode, encode, renamed
from polls.domain.questions.rules import Voters
from polls.domain.records import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from polls.db.records.records import LeafRow
    from polls.domain.questions.rules import Rules

REMEMBERED = 20_000
"""Selections that many ballots have in common."""


def leaf_maker(rules: Rules, numbers: Mapping[int, int]) -> Callable[[LeafRow], bytes]:
    """Return what makes the leaf of a row.

    Args:
        rules: of the question.
        numbers: of the choices on the ballot, by their ids.
    """
    style = rules.style
    has_weight, has_name = rules.voters is Voters.INVITED, rules.voters is Voters.NAMED

    @lru_cache(REMEMBERED)
    def numbered(selection: str) -> str:
        return encode(renamed(decode(selection), style, numbers))

    def leaf(row: LeafRow) -> bytes:
        return lines.ballot(
            numbered(row.selection),
            row.nonce,
            row.weight if has_weight else None,
            (row.name or "") if has_name else None,
        )

    return leaf
