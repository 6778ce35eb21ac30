"""Random tokens for voters."""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode

from polls.domain.electorate.credentials import TOKEN_BYTES

_AT_ONCE = 256
"""Tokens, in 4 KB: each costs a 256th of a call to the operating system."""


def token() -> str:
    """Return 128 random bits as 22 characters, each never again."""
    return _chance.token()


class _Chance:
    """Random bytes of the operating system, fetched for many tokens at a time.

    Fetched for each, they were one of the three dearest things about a vote.
    """

    def __init__(self) -> None:
        self.forget()
        os.register_at_fork(after_in_child=self.forget)  # or two processes would give the same

    def forget(self) -> None:
        self._bytes, self._used = b"", 0

    def token(self) -> str:
        if self._used == len(self._bytes):
            self._bytes, self._used = os.urandom(TOKEN_BYTES * _AT_ONCE), 0
        start, self._used = self._used, self._used + TOKEN_BYTES
        return urlsafe_b64encode(self._bytes[start : self._used])[:22].decode()


_chance = _Chance()
