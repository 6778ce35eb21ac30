"""Whether a note is signed by keys that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.records import notes
from polls.domain.records.ed25519 import is_signature
from polls.domain.records.problems import MalformedError
from polls.verifying.faults import NotARecordError, WrongError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.records.notes import Note, VerifierKey


class UnknownSignerError(WrongError):
    """What was signed may be right; by the keys that are known, nobody can tell."""


def signers(note: Note, keys: Sequence[VerifierKey], what: str) -> list[VerifierKey]:
    """Return those of some keys that have signed a note.

    Args:
        note: what is signed.
        keys: what is known.
        what: what it is called in a sentence, as “The checkpoint”.

    Raises:
        UnknownSignerError: no key has.
        WrongError: a signature that says it is of one is not.
    """
    text = note.text.encode()
    found = []
    for key in dict.fromkeys(keys):
        given = note.signed_by(key)
        if not all(is_signature(each, text, key.public) for each in given):
            raise WrongError(f"{what} was changed: its signature by {key.name} is wrong.")
        if given:
            found.append(key)
    if not found:
        raise UnknownSignerError(f"{what} is not signed by a key that is known here.")
    return found


def brought(text: str) -> VerifierKey:
    """Read a verifier key that somebody brings along.

    Raises:
        NotARecordError: it is none.
    """
    try:
        return notes.read_key(text.strip())
    except MalformedError as error:
        raise NotARecordError(
            f"“{text}” is not a verifier key. Copy it whole, as in polls.example.org+12345678+AX…"
        ) from error
