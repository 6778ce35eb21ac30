"""What makes a voter the same voter twice, and the only form in which it is stored."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

TOKEN_BYTES = 16
"""Random bytes that make one voter: nobody can try all of them."""

KEY_BYTES = 32
"""Length of a question's credential key: the block that SHA-256 gives."""


def network_tag(network_key: bytes, network: str) -> bytes:
    """Return the 32 bytes that stand for a network on one question, as long as it has the key.

    HMAC-SHA-256: without the key the four thousand million IPv4 addresses could be tried.
    """
    return hmac.digest(network_key, network.encode(), "sha256")


def key_hash(credential_key: bytes, credential: str) -> bytes:
    """Return the 32 bytes under which `credential` appears on one question's ballots.

    SHA-256(HMAC-SHA-256(credential_key, credential)). The HMAC (RFC 2104) makes the same
    credential look different on every question; the outer hash lets the HMAC itself be shown
    to its voter as a proof without storing it.
    """
    return sha256(hmac.digest(credential_key, credential.encode(), "sha256")).digest()


def question_token(token: str, question_key: str) -> str:
    """Return what a browser with this `token` holds for one question, in 22 characters.

    It can be shown to its voter: it leads back to the token, and to other questions, for nobody.
    """
    tag = hmac.digest(token.encode(), question_key.encode(), "sha256")
    return urlsafe_b64encode(tag[:TOKEN_BYTES])[:22].decode()


def secret_hash(secret: str) -> bytes:
    """Return the 32 bytes that are stored of a secret of 128 random bits, which nobody can try."""
    return sha256(secret.encode()).digest()
