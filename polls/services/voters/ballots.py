"""Casting a ballot, and looking up what a voter has on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from polls.db.writer import standings as table
from polls.domain.ballots.ballots import Ballot, Particulars

if TYPE_CHECKING:
    from polls.ballotbox import BallotBox
    from polls.db.engines.database import Database
    from polls.db.writer.standings import Standing
    from polls.domain.ballots.ballots import Outcome
    from polls.domain.ballots.selections import Selection


async def cast(
    box: BallotBox,
    key: str,
    selection: Selection,
    credential: str,
    **particulars: Unpack[Particulars],
) -> Outcome:
    """Hand in a ballot and wait until it is committed.

    No connection is held while waiting and nothing is read before: what counts is checked once,
    inside the transaction.

    Raises:
        QuestionNotFoundError: no such question.
        QuestionDeletedError: there is none any more.
        NotYetOpenError: it is being prepared, or its time has not come.
        QuestionClosedError: voting has ended.
        InvalidBallotError: the selection is not what the question asks for, or there is no name.
        AlreadyVotedError: this voter chose otherwise before, and may not change.
        CodeNeededError, WrongCodeError, RevokedCodeError: only who was invited may vote.
        TooManyFromNetworkError: as many as may have voted from the voter's network.
        UnavailableError: the box is full or the database away; it is not known to be recorded.
    """
    return await box.put(Ballot(key, selection, credential, **particulars))


async def withdraw(
    box: BallotBox,
    key: str,
    credential: str,
    **particulars: Unpack[Particulars],
) -> Outcome:
    """Take back what a voter has on record, and wait until that is committed.

    The voter is then one who has not voted, and may vote again. Whoever has nothing on record is
    answered `Outcome.SAME`, also after the end: the second of two withdrawals is.

    Raises:
        CannotWithdrawError: voting has ended, or votes on this question are final.
        QuestionNotFoundError, QuestionDeletedError, NotYetOpenError, UnavailableError: as `cast`.
        CodeNeededError, WrongCodeError, RevokedCodeError: as `cast`.
    """
    return await box.put(Ballot(key, (), credential, is_withdrawal=True, **particulars))


async def standing(database: Database, key: str, credential: str) -> Standing | None:
    """Return what the holder of `credential` has on record; None if there is no such question."""
    return await database.look_up(table.find, key, credential)
