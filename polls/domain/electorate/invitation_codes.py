"""Invitation codes: how they are made and written, and the only form in which they are stored."""

from __future__ import annotations

from hashlib import sha256

from polls.domain.errors import WrongCodeError
from polls.domain.text.likeness import look

CODE_BYTES = 10
"""80 bits: who tries a thousand million codes a second finds one of a thousand in 38,000 years."""

TYPED_LENGTH = 400
"""Longest text in the field for a code, in characters: a whole link is read there, too."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32 (crockford.com/base32.html): without the letters I, L, O and U."""

_LENGTH = 16
_GROUP = 4
_READ = str.maketrans("OIL", "011", "- \t\r\n\u00a0\u2010\u2011\u2012\u2013\u2014")
"""What letters are read as digits, and what may stand between: hyphens, also those that word
processors make of them, and spaces."""

_AROUND = ".,:;!?()[]<>*'\"‘’‚“”„«»"  # noqa: RUF001 - marks of many languages
"""What a sentence puts before and after a code, and is copied with it."""

_IN_LINK = "/code/"
"""What stands before the code in the link of an invitation."""

_HASHED_BEFORE = b"polls invitation code\0"


def new_code(chance: bytes) -> str:
    """Return the code made of `CODE_BYTES` random bytes, in the form in which it is compared."""
    number = int.from_bytes(chance, "big")
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))


def parse_code(text: str) -> str:
    """Return the code that somebody typed, or followed a link with: in capitals, without hyphens.

    What was copied along unseen or with its sentence does not count, and letters of full width
    are read as letters. Of a whole link, which is copied where a code is asked for, too, the code
    at its end is read.

    Raises:
        WrongCodeError: it cannot be one.
    """
    code = look(text.rpartition(_IN_LINK)[2]).strip(_AROUND).upper().translate(_READ)
    if len(code) != _LENGTH or not set(code) <= set(_ALPHABET):
        raise WrongCodeError
    return code


def shown_code(code: str) -> str:
    """Return a code as people read it: XXXX-XXXX-XXXX-XXXX."""
    return "-".join(code[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def code_hash(code: str) -> bytes:
    """Return the 32 bytes that are stored of an invitation.

    Made in another way than the key hash of the ballot, so that the two lead to each other only
    for who knows the code.
    """
    return sha256(_HASHED_BEFORE + code.encode()).digest()


def credential(code: str) -> str:
    """Return the credential of whoever holds the code."""
    return f"invitation:{code}"
