"""Random tokens for voters."""

from __future__ import annotations

from secrets import token_urlsafe

from polls.domain.electorate.credentials import TOKEN_BYTES


def token() -> str:
    """Return 128 random bits as 22 characters."""
    return token_urlsafe(TOKEN_BYTES)
