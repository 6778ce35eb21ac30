"""What makes a voter the same voter twice, and the only form in which it is stored."""

from __future__ import annotations

import hashlib
import hmac

KEY_BYTES = 32
"""Length of a question's credential key: the block that SHA-256 gives."""


def key_hash(credential_key: bytes, credential: str) -> bytes:
    """Return the 32 bytes under which `credential` appears on one question's ballots.

    SHA-256(HMAC-SHA-256(credential_key, credential)). The HMAC (RFC 2104) makes the same
    credential look different on every question; the outer hash lets the HMAC itself be shown
    to its voter as a proof without storing it.
    """
    tag = hmac.digest(credential_key, credential.encode(), "sha256")
    return hashlib.sha256(tag).digest()
