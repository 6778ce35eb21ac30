"""Signed notes, and the keys that verify them, as C2SP specifies them: c2sp.org/signed-note.

Only the text: who makes or checks a signature needs a library of cryptography.
"""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256

from polls.domain.records.lines import base64
from polls.domain.records.problems import MalformedError, RecordPart

ED25519 = b"\x01"
"""The type of signature that stands before a public key."""

ID_BYTES, PUBLIC_BYTES, HASH_BYTES = 4, 32, 32

LONGEST = 100_000
"""Bytes of a note that is read; ours have a few hundred."""

NAME = r"[^\s\x00-\x1f\x7f-\x9f+]+"
"""Pattern of the name of a key."""
KEY = r"[^\s\x00-\x1f\x7f-\x9f/]+"
"""Pattern of the public key of a question, as it is in an address."""

_NAME = re.compile(NAME)
_KEY_ID = re.compile(r"[0-9a-f]{8}")
_BEGINNING = "— "
_BLANK = "\n\n"


@dataclass(frozen=True)
class VerifierKey:
    """What verifies the signatures of a site."""

    name: str
    """The site: the host name that its pages have, and a path if they are below one."""
    public: bytes
    """The public key of Ed25519, 32 bytes as in RFC 8032."""

    @property
    def id(self) -> bytes:
        """What tells it from other keys of that name."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:ID_BYTES]

    @property
    def text(self) -> str:
        """The key as it is published."""
        return f"{self.name}+{self.id.hex()}+{base64(ED25519 + self.public)}"


@dataclass(frozen=True)
class Signature:
    """One line below a note."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """The line, with its end."""
        return f"{_BEGINNING}{self.name} {base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True)
class Note:
    """A text with its signatures."""

    text: str
    """With the end of its last line: this is what is signed, as UTF-8."""
    signatures: tuple[Signature, ...]

    @property
    def whole(self) -> str:
        """The note as it is published."""
        return self.text + "\n" + "".join(each.line for each in self.signatures)

    def signed_by(self, key: VerifierKey) -> tuple[bytes, ...]:
        """Return the signatures, 64 bytes each, that claim to be of this key."""
        return tuple(
            each.signature
            for each in self.signatures
            if (each.name, each.key_id) == (key.name, key.id)
        )


def read(data: bytes) -> Note:
    """Read a note; nothing is verified.

    Raises:
        MalformedError: it is none.
    """
    text = decoded(data, RecordPart.NOTE)
    body, separator, signatures = text.rpartition(_BLANK)
    lines = [f"{each}\n" for each in signatures.removesuffix("\n").split("\n")]
    if not separator or not signatures.endswith("\n"):
        raise MalformedError(RecordPart.NOTE)
    return Note(f"{body}\n", tuple(map(_read_signature, lines)))


def read_key(text: str) -> VerifierKey:
    """Read a verifier key.

    Raises:
        MalformedError: it is none, or not one of Ed25519, or its id is of another key.
    """
    name, _, rest = text.partition("+")
    key_id, _, public = rest.partition("+")
    data = decoded_base64(public, RecordPart.KEY)
    key = VerifierKey(name, data[1:])
    is_ed25519 = data[:1] == ED25519 and len(key.public) == PUBLIC_BYTES
    if not (_NAME.fullmatch(name) and _KEY_ID.fullmatch(key_id) and is_ed25519):
        raise MalformedError(RecordPart.KEY)
    if key.id.hex() != key_id:
        raise MalformedError(RecordPart.KEY)
    return key


def keys(text: str) -> tuple[VerifierKey, ...]:
    """Read verifier keys, one a line, each with its end.

    Raises:
        MalformedError: one of them is none, or there are none.
    """
    if not text.endswith("\n"):
        raise MalformedError(RecordPart.KEY)
    return tuple(map(read_key, text.removesuffix("\n").split("\n")))


def decoded(data: bytes, part: RecordPart, longest: int = LONGEST) -> str:
    """Return what a note, or what has one in it, says.

    Raises:
        MalformedError: it is too long, no UTF-8, or has other control characters than line feeds.
    """
    if len(data) > longest:
        raise MalformedError(part)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise MalformedError(part) from error
    if any(character < " " and character != "\n" for character in text):
        raise MalformedError(part)
    return text


def decoded_base64(text: str, part: RecordPart) -> bytes:
    """Return the bytes that `lines.base64` wrote as this text.

    Raises:
        MalformedError: there are none, or they are spelled in another way.
    """
    try:
        data = b64decode(text, validate=True)
    except ValueError as error:
        raise MalformedError(part) from error
    if base64(data) != text:
        raise MalformedError(part)
    return data


def hash_of(text: str, part: RecordPart) -> bytes:
    """Return the SHA-256 that stands there as text.

    Raises:
        MalformedError: there is none.
    """
    data = decoded_base64(text, part)
    if len(data) != HASH_BYTES:
        raise MalformedError(part)
    return data


def _read_signature(line: str) -> Signature:
    if not line.startswith(_BEGINNING):
        raise MalformedError(RecordPart.DASH if _has_other_dash(line) else RecordPart.NOTE)
    parts = line.removeprefix(_BEGINNING).removesuffix("\n").split(" ")
    if len(parts) != len(("name", "signature")) or not _NAME.fullmatch(parts[0]):
        raise MalformedError(RecordPart.NOTE)
    data = decoded_base64(parts[1], RecordPart.NOTE)
    if len(data) <= ID_BYTES:
        raise MalformedError(RecordPart.NOTE)
    return Signature(parts[0], data[:ID_BYTES], data[ID_BYTES:])


def _has_other_dash(line: str) -> bool:
    """Tell whether it is a signature but for how it begins, as mail programs may leave it."""
    *beginning, name, signature = ("", "", *line.split())
    if len(beginning) > len(("", "", "dash")) or not _NAME.fullmatch(name):
        return False
    try:
        return len(decoded_base64(signature, RecordPart.NOTE)) > ID_BYTES + PUBLIC_BYTES
    except MalformedError:
        return False
