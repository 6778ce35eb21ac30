"""What our servers recorded, against what wrk was told is recorded, ballot by ballot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.domain.ballots.selections import encode
from polls.domain.electorate.credentials import key_hash, question_token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.stores import Store
    from polls.domain.ballots.selections import Selection

Row = tuple[bytes, str]
"""The hash of a credential and the selection, as they lie in the table."""


@dataclass(frozen=True, slots=True)
class Check:
    """One run of votes: how many were acknowledged, and how many of them the database has.

    Votes whose answer did not come, usually none, may be recorded or not.
    """

    program: str
    acknowledged: int
    unknown: int
    recorded: int
    problem: str | None = None

    @property
    def is_passed(self) -> bool:
        """Whether every acknowledged vote is recorded, once, and nothing else is."""
        beyond = self.recorded - self.acknowledged
        return self.problem is None and 0 <= beyond <= self.unknown


def length(store: Store) -> int:
    """Return how many ballots question 1 has."""
    return int(store.fetch("SELECT count(*) FROM ballot WHERE question_id = 1")[0][0])


def choice_ids(store: Store) -> list[int]:
    """Return the ids of question 1's choices, in the order of the ballot."""
    rows = store.fetch("SELECT id FROM choice WHERE question_id = 1 ORDER BY ordinal")
    return [id_ for (id_,) in rows]


def ballots(store: Store, first: int) -> list[Row]:
    """Return the ballots of question 1 from position `first` on."""
    return store.fetch(
        "SELECT key_hash, selection FROM ballot "  # noqa: S608 - a number of ours
        f"WHERE question_id = 1 AND replaced_by IS NULL AND position >= {first:d}",
    )


def expected(store: Store, cast: Mapping[str, Selection]) -> list[Row]:
    """Return the ballots that votes by token must have become."""
    ((key,),) = store.fetch("SELECT credential_key FROM question WHERE id = 1")
    return [
        (key_hash(bytes(key), f"browser:{question_token(token, '1')}"), encode(selection))
        for token, selection in cast.items()
    ]


def strangers(cast: Sequence[Row], found: Sequence[Row]) -> str | None:
    """Say what was found that nobody cast, or cast otherwise, or more than once."""
    doubled = len(found) - len(set(found))
    unknown = len(set(found) - set(cast))
    if doubled or unknown:
        return f"{unknown} ballots are of nobody who voted, {doubled} are there twice"
    return None
