"""The file of signing keys: a private key a line, in base64, for its owner alone."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from polls.domain.start_errors import KeyFileError, KeyFileFault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PRIVATE_BYTES = 32

_OTHERS = 0o077


def read(path: Path) -> list[bytes]:
    """Return the private keys of a file, none if it is not there.

    Raises:
        KeyFileError: it cannot be read, or others than its owner can, or it has something else.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            lines = file.read().split()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise KeyFileError(path, KeyFileFault.UNREADABLE, error.strerror or "") from error
    if mode & _OTHERS:
        raise KeyFileError(path, KeyFileFault.OPEN_TO_OTHERS)
    try:
        keys = [b64decode(line, validate=True) for line in lines]
    except ValueError as error:
        raise KeyFileError(path, KeyFileFault.MALFORMED) from error
    if any(len(key) != PRIVATE_BYTES for key in keys):
        raise KeyFileError(path, KeyFileFault.MALFORMED)
    return keys


def write(path: Path, keys: Iterable[bytes]) -> None:
    """Put a file with these keys in the place of the one before, at once.

    Raises:
        KeyFileError: it cannot be written.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    content = b"".join(b64encode(key) + b"\n" for key in keys)
    try:
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(path)
    except OSError as error:
        raise KeyFileError(path, KeyFileFault.UNWRITABLE, error.strerror or "") from error


def make(path: Path, key: bytes) -> bool:
    """Write a first file with this key; say whether there was none.

    Raises:
        KeyFileError: it cannot be written.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    write(beside, [key])
    try:
        os.link(beside, path)  # fails if there is one, and is never seen half written
    except FileExistsError:
        return False
    except OSError as error:
        raise KeyFileError(path, KeyFileFault.UNWRITABLE, error.strerror or "") from error
    finally:
        beside.unlink(missing_ok=True)
    return True
