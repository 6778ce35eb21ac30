from __future__ import annotations

import asyncio
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import update

from polls.db.schema import signing_key
from polls.domain.records.notes import VerifierKey
from polls.domain.start_errors import KeyFileError, KeyNotHereError
from polls.services.records import key_files, keys
from polls.services.running import databases, housekeeping
from tests import rows
from tests.refusals import refuses

if TYPE_CHECKING:
    from pathlib import Path

    from polls.db.engines.database import Database
    from polls.settings import Settings

TEXT = "a text\n"


def verifies(key: keys.SigningKey, other: keys.SigningKey) -> bool:
    signature = key.sign(TEXT)
    public = Ed25519PublicKey.from_public_bytes(other.verifier.public)
    try:
        public.verify(signature.signature, TEXT.encode())
    except InvalidSignature:
        return False
    return True


async def end(database: Database) -> None:
    """Let keys that sign beside newer ones have ended."""
    past = datetime.now(UTC) - timedelta(minutes=1)
    ended = update(signing_key).where(signing_key.c.ends_at.is_not(None)).values(ends_at=past)
    await database.write(lambda connection: connection.execute(ended) and None)


async def test_key_is_made_once_and_signs(database: Database, settings: Settings) -> None:
    (first,) = await keys.active(database, settings)
    (again,) = await keys.active(database, settings)

    assert first == again
    assert first.verifier.name == "localhost:8080"
    assert verifies(first, again)


async def test_key_is_made_once_by_several_at_once(database: Database, settings: Settings) -> None:
    async with databases.opened(settings) as other:
        both = (database, other, database, other)
        made = await asyncio.gather(*(keys.active(each, settings) for each in both))

    assert len({each.verifier.text for (each,) in made}) == 1
    assert len(await keys.history(database)) == 1


async def test_rotated_key_signs_beside_the_new_one_and_then_is_forgotten(
    database: Database, settings: Settings
) -> None:
    (old,) = await keys.active(database, settings)

    await keys.rotate(database, settings, at_once=False)

    new, beside = await keys.active(database, settings)
    assert beside == old
    assert not verifies(new, old)
    await end(database)
    await housekeeping.tidy(database, settings)
    assert await keys.active(database, settings) == (new,)
    assert [each.verifier for each in await keys.history(database)] == [new.verifier, old.verifier]
    assert len(list(filter(None, await rows.column(database, signing_key.c.private_key)))) == 1


async def test_key_that_is_replaced_at_once_signs_no_more(
    database: Database, settings: Settings
) -> None:
    (old,) = await keys.active(database, settings)

    await keys.rotate(database, settings, at_once=True)

    (new,) = await keys.active(database, settings)
    assert new.verifier != old.verifier


async def test_key_of_another_public_address_is_another_one(
    database: Database, settings: Settings
) -> None:
    (local,) = await keys.active(database, settings)
    public = settings.model_copy(update={"base_url": "https://polls.example.org"})

    (named,) = await keys.active(database, public)

    assert named.verifier.name == "polls.example.org"
    assert await keys.active(database, settings) == (local,)


async def test_key_moves_into_a_file_for_its_owner_alone(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    (before,) = await keys.active(database, settings)
    filed = settings.model_copy(update={"signing_key_file": tmp_path / "signing.key"})

    assert await keys.active(database, filed) == (before,)

    assert stat.S_IMODE((tmp_path / "signing.key").stat().st_mode) == 0o600
    assert await rows.column(database, signing_key.c.private_key) == [None]
    with refuses(KeyNotHereError, "signing_key_file"):
        await keys.active(database, settings)


async def test_key_is_made_in_a_file_and_rotates_there(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "signing.key"
    filed = settings.model_copy(update={"signing_key_file": file})

    (first,) = await keys.active(database, filed)
    await keys.rotate(database, filed, at_once=False)

    assert (await keys.active(database, filed))[1] == first
    assert len(key_files.read(file)) == 2
    assert set(await rows.column(database, signing_key.c.private_key)) == {None}
    await end(database)
    await housekeeping.tidy(database, filed)
    assert len(key_files.read(file)) == 1


async def test_key_that_a_file_lacks_is_asked_for(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    filed = settings.model_copy(update={"signing_key_file": tmp_path / "signing.key"})
    await keys.active(database, filed)
    (tmp_path / "signing.key").unlink()

    with refuses(KeyNotHereError, "Copy that file"):
        await keys.active(database, filed)
    await keys.rotate(database, filed, at_once=True)

    assert len(await keys.active(database, filed)) == 1


def test_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "signing.key"
    key_files.write(file, [bytes(32)])
    file.chmod(0o640)

    with refuses(KeyFileError, "chmod 600"):
        key_files.read(file)


@pytest.mark.parametrize("content", ["word", "AAAA", "=" * 44])
def test_file_that_has_something_else_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "signing.key"
    file.write_text(content)
    file.chmod(0o600)

    with refuses(KeyFileError, "not a file of signing keys"):
        key_files.read(file)


def test_file_is_made_by_one_alone(tmp_path: Path) -> None:
    file = tmp_path / "signing.key"

    assert key_files.make(file, bytes(32))
    assert not key_files.make(file, b"1" * 32)

    assert key_files.read(file) == [bytes(32)]


def test_signing_key_is_in_no_text_of_it() -> None:
    private = b"private key of 32 bytes 12345678"
    key = keys.SigningKey(VerifierKey("a", bytes(32)), private)

    assert "private key" not in f"{key} {key!r}"
