from __future__ import annotations

import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st

from polls.domain.electorate.credentials import KEY_BYTES, key_hash, question_token

KEYS = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
KEY = bytes(range(32))


def independent_key_hash(key: bytes, credential: str) -> bytes:
    return hashlib.sha256(hmac.digest(key, credential.encode(), "sha256")).digest()


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


def test_question_token_is_another_one_for_every_browser_and_question() -> None:
    tokens = [question_token(token, key) for token in ("a" * 22, "b" * 22) for key in ("1", "2")]

    assert len(set(tokens)) == 4
    assert {len(token) for token in tokens} == {22}
    assert question_token("a" * 22, "1") == tokens[0]
