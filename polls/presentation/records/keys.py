"""Verifier keys, told to people who compare them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from polls.domain.records import words
from polls.presentation.language import gettext

if TYPE_CHECKING:
    from polls.domain.records.notes import VerifierKey


def key_words(key: VerifierKey) -> str:
    """Return six words of a verifier key."""
    digest = sha256(key.text.encode()).digest()
    return " ".join(words.of(digest, words.OF_CHECKPOINT))


def sheet(key: VerifierKey) -> str:
    """Return a text to be printed and hung up where people vote."""
    return gettext(
        "%(site)s signs the record of every vote with this key:\n"
        "\n"
        "    %(key)s\n"
        "\n"
        "In words: %(words)s\n"
        "\n"
        "If a record is signed with another key, it is not from here.\n",
        site=key.name,
        key=key.text,
        words=key_words(key),
    )
