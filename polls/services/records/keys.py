"""The keys of a site that sign its records: made at the first start, replaced on demand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from polls.db.records import keys as table
from polls.db.records.keys import KeyRow
from polls.domain.errors import Absence, UnavailableError
from polls.domain.records.notes import Note, Signature, VerifierKey
from polls.domain.start_errors import KeyNotHereError
from polls.services.records import key_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from polls.db.engines.database import Database
    from polls.settings import Settings

log = structlog.get_logger()

SIDE_BY_SIDE = timedelta(days=30)
"""In which an old key signs beside the new one, so that people can learn of it."""

_ATTEMPTS = 10
"""Other processes may be making the first key, too."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs now."""

    verifier: VerifierKey
    _private: bytes = field(repr=False)

    def sign(self, text: str) -> Signature:
        """Sign the text of a note."""
        key = Ed25519PrivateKey.from_private_bytes(self._private)
        return Signature(self.verifier.name, self.verifier.id, key.sign(text.encode()))


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A key in the history of a site."""

    verifier: VerifierKey
    made_at: datetime
    ends_at: datetime | None
    is_signing: bool


def site(settings: Settings) -> str:
    """Return what the site is called in records: its public address without the scheme."""
    if settings.base_url is None:
        return f"localhost:{settings.port}"
    return settings.base_url.partition("://")[2].rstrip("/")


def signed(text: str, keys: Iterable[SigningKey]) -> str:
    """Return a text as a note that these keys have signed."""
    return Note(text, tuple(key.sign(text) for key in keys)).whole


async def active(database: Database, settings: Settings) -> tuple[SigningKey, ...]:
    """Return the keys that sign, the newest first; at the first time, make one.

    Raises:
        StartError: the file of keys cannot be used, or lacks the key.
        UnavailableError: the database is away.
    """
    name, file = site(settings), settings.signing_key_file
    for _ in range(_ATTEMPTS):
        now = datetime.now(UTC)
        known = await database.read(table.of_all)
        rows = [row for row in known if row.site == name]
        privates = await _privates(rows, file)
        if file and any(row.private for row in rows):
            await _move(database, rows, privates, file)
        signing = [row for row in rows if row.signs(now)]
        if not signing:
            await _add(database, settings, len(known), now, now)
            continue
        if missing := [row for row in signing if row.public not in privates]:
            raise KeyNotHereError(file, VerifierKey(name, missing[0].public).text)
        return tuple(
            SigningKey(VerifierKey(name, row.public), privates[row.public]) for row in signing
        )
    raise UnavailableError(Absence.DATABASE_AWAY)


async def history(database: Database) -> tuple[KeyEntry, ...]:
    """Return all keys that this site ever had, the newest first."""
    now = datetime.now(UTC)
    rows = await database.read(table.of_all)
    return tuple(
        KeyEntry(VerifierKey(row.site, row.public), row.made_at, row.ends_at, row.signs(now))
        for row in rows
    )


async def rotate(database: Database, settings: Settings, *, at_once: bool) -> None:
    """Make a new key; the one before signs beside it for a while, unless it ends at once.

    A key that is lost can be replaced at once.

    Raises:
        StartError: as `active`.
        UnavailableError: as `active`.
    """
    if not at_once:
        await active(database, settings)
    known, now = await database.read(table.of_all), datetime.now(UTC)
    await _add(database, settings, len(known), now, now if at_once else now + SIDE_BY_SIDE)
    await forget(database, settings)


async def forget(database: Database, settings: Settings) -> None:
    """Delete the private keys of those that sign no more."""
    now, file = datetime.now(UTC), settings.signing_key_file
    rows = [row for row in await database.read(table.of_all) if not row.signs(now)]
    if held := [row.number for row in rows if row.private is not None]:
        await database.write(table.forget, held)
    if file and rows:
        ended = {row.public for row in rows}
        await asyncio.to_thread(_drop, file, ended)


async def _privates(rows: Iterable[KeyRow], file: Path | None) -> dict[bytes, bytes]:
    """Return the private keys that are here, by the public ones."""
    found = [row.private for row in rows if row.private is not None]
    if file is not None:
        found += await asyncio.to_thread(key_files.read, file)
    return {_public(private): private for private in found}


async def _add(
    database: Database,
    settings: Settings,
    known: int,
    now: datetime,
    ends_at: datetime,
) -> None:
    """Make one key more than there are known; unless another process has, which is as well."""
    private, file = Ed25519PrivateKey.generate().private_bytes_raw(), settings.signing_key_file
    if file is not None:
        private = await asyncio.to_thread(_put, file, private, is_first=not known)
    kept = private if file is None else None
    new = KeyRow(known + 1, site(settings), _public(private), kept, now, None)
    if await database.write(table.add, new, ends_at):
        log.info("signing_key_made", key=VerifierKey(new.site, new.public).text)


def _put(file: Path, private: bytes, *, is_first: bool) -> bytes:
    """Write a new key into the file; return it, or the one that another process has put there."""
    if is_first and key_files.make(file, private):
        return private
    there = key_files.read(file)
    if is_first and there:
        return there[-1]
    key_files.write(file, [*there, private])
    return private


def _drop(file: Path, ended: set[bytes]) -> None:
    there = key_files.read(file)
    left = [private for private in there if _public(private) not in ended]
    if left != there:
        key_files.write(file, left)


async def _move(
    database: Database,
    rows: Iterable[KeyRow],
    privates: dict[bytes, bytes],
    file: Path,
) -> None:
    """Write the keys that are in the database into the file that is now there for them."""
    await asyncio.to_thread(key_files.write, file, list(privates.values()))
    await database.write(table.forget, [row.number for row in rows])


def _public(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
