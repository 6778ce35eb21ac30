from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.domain.records.ed25519 import is_signature

ORDER = 2**252 + 27742317777372353535851937790883648493
VECTORS = {  # RFC 8032, section 7.1
    "1": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    "2": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    "3": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
    "SHA(abc)": (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        (
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
            "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        ),
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_signature_of_the_standard_is_one(name: str) -> None:
    public, text, signature = map(bytes.fromhex, VECTORS[name])

    assert is_signature(signature, text, public)
    assert not is_signature(signature, text + b"!", public)


@settings(max_examples=10)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.integers(0, 511))
def test_signature_is_one_until_a_bit_is_changed(seed: bytes, text: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(text)

    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8

    assert is_signature(signature, text, public)
    assert not is_signature(bytes(changed), text, public)


def test_signature_is_written_in_one_way_only() -> None:
    public, text, signature = map(bytes.fromhex, VECTORS["2"])
    scalar = int.from_bytes(signature[32:], "little") + ORDER

    assert not is_signature(signature[:32] + scalar.to_bytes(32, "little"), text, public)


@pytest.mark.parametrize("public", [b"", bytes(31), b"\xff" * 32, b"\x02" + bytes(31)])
def test_key_that_is_no_point_signs_nothing(public: bytes) -> None:
    _, text, signature = map(bytes.fromhex, VECTORS["2"])

    assert not is_signature(signature, text, public)
