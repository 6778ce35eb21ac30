from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from polls.domain.credentials import KEY_BYTES, key_hash

KEYS = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
KEY = bytes(range(32))


def independent_key_hash(key: bytes, credential: str) -> bytes:
    """RFC 2104 by hand: H((K ^ opad) || H((K ^ ipad) || text)), and SHA-256 around it."""
    padded = key.ljust(64, b"\0")
    inner_pad = bytes(byte ^ 0x36 for byte in padded)
    outer_pad = bytes(byte ^ 0x5C for byte in padded)
    inner = hashlib.sha256(inner_pad + credential.encode()).digest()
    return hashlib.sha256(hashlib.sha256(outer_pad + inner).digest()).digest()


@given(KEYS, st.text(st.characters(exclude_categories=["Cs"])))
def test_key_hash_is_sha_256_of_the_hmac(key: bytes, credential: str) -> None:
    assert key_hash(key, credential) == independent_key_hash(key, credential)


def test_key_hash_of_a_known_case_stays_for_ever() -> None:
    # Made with OpenSSL: dgst -sha256 -mac HMAC -macopt hexkey:0001…1f -binary | dgst -sha256
    expected = "63fb4c86ad9158ecfa90c6d344e827f172d034634c22d9edfff76ee3f46fc925"

    assert key_hash(KEY, "browser:bob").hex() == expected


def test_key_hash_differs_from_credential_to_credential() -> None:
    assert key_hash(KEY, "browser:bob") != key_hash(KEY, "browser:charlie")


def test_key_hash_differs_from_question_to_question() -> None:
    assert key_hash(KEY, "browser:bob") != key_hash(KEY[::-1], "browser:bob")
