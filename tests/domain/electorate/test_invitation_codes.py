from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.electorate.credentials import KEY_BYTES, key_hash
from polls.domain.electorate.invitation_codes import (
    CODE_BYTES,
    code_hash,
    credential,
    new_code,
    parse_code,
    shown_code,
)
from polls.domain.errors import WrongCodeError

CHANCES = st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES)
CODE = "01ABCDEFGHJKMNPZ"


def test_new_code_uses_every_bit() -> None:
    codes = {new_code((1 << bit).to_bytes(CODE_BYTES, "big")) for bit in range(8 * CODE_BYTES)}

    assert len(codes) == 8 * CODE_BYTES
    assert {len(code) for code in codes} == {16}
    assert new_code(b"\0" * CODE_BYTES) == "0" * 16
    assert new_code(b"\xff" * CODE_BYTES) == "Z" * 16


@given(CHANCES)
def test_parse_code_reads_what_is_shown(chance: bytes) -> None:
    code = new_code(chance)

    assert parse_code(shown_code(code)) == parse_code(code) == code
    assert parse_code(shown_code(code).lower()) == code


def test_shown_code_stands_in_groups_of_four() -> None:
    assert shown_code(CODE) == "01AB-CDEF-GHJK-MNPZ"


@pytest.mark.parametrize(
    "text",
    [
        "01abcdefghjkmnpz",
        "OIABCDEFGHJKMNPZ",
        "olabcdefghjkmnpz",
        " 01AB CDEF GHJK MNPZ\r\n",
        "01AB\u2013CDEF\u2013GHJK\u2011MNPZ",
        "0-1-A-B-C-D-E-F-G-H-J-K-M-N-P-Z",
        "01AB-CDEF-GHJK-MNPZ.",
        "\u201c01AB-CDEF-GHJK-MNPZ\u201d, ",
        "<https://polls.example.org/poll/7/code/01AB-CDEF-GHJK-MNPZ>.",
        "\ufeff01AB-CDEF\u200b-GHJK-MNPZ",
        "\uff10\uff11\uff21\uff22\uff0dCDEF\u3000GHJKMNPZ",  # as a Japanese keyboard writes
        "https://polls.example.org/poll/7/code/01AB-CDEF-GHJK-MNPZ",
        " http://localhost:8080/polls/poll/hT3kPq8Zx2Lm/code/01abcdefghjkmnpz\n",
    ],
)
def test_parse_code_reads_what_people_type(text: str) -> None:
    assert parse_code(text) == CODE


@pytest.mark.parametrize(
    "text",
    ["", "-", CODE[:-1], CODE + "0", CODE[:-1] + "U", CODE[:-1] + "!", CODE[:-1] + "\u0663"],
)
def test_parse_code_refuses_what_is_none(text: str) -> None:
    with pytest.raises(WrongCodeError):
        parse_code(text)


@given(st.text())
def test_parse_code_returns_a_code_or_refuses(text: str) -> None:
    try:
        code = parse_code(text)
    except WrongCodeError:
        return

    assert parse_code(shown_code(code)) == code


def test_hash_of_an_invitation_does_not_lead_to_its_ballot() -> None:
    key = secrets.token_bytes(KEY_BYTES)

    hashes = {code_hash(CODE), key_hash(key, credential(CODE)), key_hash(key, CODE)}

    assert len(hashes) == 3
    assert {len(each) for each in hashes} == {32}
