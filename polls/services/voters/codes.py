"""The codes that voters come with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.db.voters import codes as table
from polls.domain.electorate.invitation_codes import code_hash, parse_code
from polls.domain.errors import EmptyCodeError, RevokedCodeError, WrongCodeError
from polls.domain.questions.rules import Voters

if TYPE_CHECKING:
    from polls.db.engines.database import Database
    from polls.domain.questions.questions import Question


async def find(database: Database, key: str, typed: str) -> str:
    """Return the code that was typed, in the form in which it is compared. Nothing is used up.

    Raises:
        EmptyCodeError: nothing was typed.
        WrongCodeError: no invitation to this question has it.
        RevokedCodeError: the invitation that had it was taken back.
    """
    if not typed.strip():
        raise EmptyCodeError
    code = parse_code(typed)
    is_revoked = await database.look_up(table.is_revoked, key, code_hash(code))
    if is_revoked is None:
        raise WrongCodeError
    if is_revoked:
        raise RevokedCodeError
    return code


async def is_valid(database: Database, key: str, code: str) -> bool:
    """Tell whether somebody may vote on a question with this code, or has."""
    try:
        await find(database, key, code)
    except (WrongCodeError, RevokedCodeError):
        return False
    return True


async def are_weighted(database: Database, question: Question) -> bool:
    """Tell whether some invitations to a question count for more than others."""
    if question.rules.voters is not Voters.INVITED:
        return False
    return await database.read(table.are_weighted, question.id)
