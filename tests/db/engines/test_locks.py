from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import pytest

from polls.db.engines import locks
from polls.db.engines.locks import WriteLock, server_lock
from polls.domain.errors import UnavailableError
from polls.domain.start_errors import StartError
from polls.presentation.refusals import sentence
from tests.db.programs import another_program_writing
from tests.refusals import refuses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "polls.db"


@pytest.fixture
def write_lock(path: Path) -> Iterator[WriteLock]:
    lock = WriteLock(path)
    yield lock
    lock.close()


def test_server_lock_is_for_one_at_a_time(path: Path) -> None:
    with server_lock(path), pytest.raises(StartError) as refusal, server_lock(path):
        pass

    assert sentence(refusal.value).startswith(f"Another Polls server is using {path}.")


def test_server_lock_is_free_after_its_block(path: Path) -> None:
    with server_lock(path):
        pass
    with pytest.raises(LookupError), server_lock(path):
        raise LookupError

    with server_lock(path):
        pass


def test_server_lock_leaves_other_files_alone(path: Path) -> None:
    with server_lock(path), server_lock(path.with_name("other.db")):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root makes files for others.")
def test_locks_that_root_makes_are_the_owners_of_the_database(path: Path) -> None:
    path.touch()
    os.chown(path, 12_345, 23_456)

    WriteLock(path).close()
    with server_lock(path):
        owners = [path.with_name(f"polls.db.{name}.lock").stat() for name in ("write", "server")]

    assert {(each.st_uid, each.st_gid) for each in owners} == {(12_345, 23_456)}


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root gives files to others.")
def test_file_that_a_lock_is_a_link_to_is_given_to_nobody(path: Path, tmp_path: Path) -> None:
    path.touch()
    os.chown(path, 12_345, 23_456)
    precious = tmp_path / "precious"
    precious.touch()
    path.with_name("polls.db.write.lock").symlink_to(precious)

    WriteLock(path).close()

    assert precious.stat().st_uid == 0


async def test_write_lock_makes_writers_take_turns(path: Path) -> None:
    events = []

    async def write(name: str) -> None:
        lock = WriteLock(path)
        async with lock.held():
            events.append(f"{name} begins")
            await asyncio.sleep(0.03)
            events.append(f"{name} ends")
        lock.close()

    await asyncio.gather(write("Alice"), write("Bob"))

    assert events == ["Alice begins", "Alice ends", "Bob begins", "Bob ends"]


async def test_write_lock_gives_up_waiting(
    path: Path,
    write_lock: WriteLock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(locks, "WAIT_SECONDS", 0.1)

    with (
        another_program_writing(path),
        refuses(UnavailableError, match="Another program is writing"),
    ):
        async with write_lock.held():
            pass

    async with write_lock.held():
        pass


async def test_write_lock_is_free_after_an_error(path: Path, write_lock: WriteLock) -> None:
    with pytest.raises(LookupError):
        async with write_lock.held():
            raise LookupError

    with another_program_writing(path):
        pass


def test_server_lock_is_one_under_all_names_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "polls.db").touch()
    (tmp_path / "link.db").symlink_to(tmp_path / "polls.db")

    with (
        server_lock(tmp_path / "polls.db"),
        pytest.raises(StartError),
        server_lock(tmp_path / "link.db"),
    ):
        pass


def test_lock_that_cannot_be_opened_says_who_has_to_own_it(tmp_path: Path) -> None:
    with pytest.raises(StartError) as refusal, server_lock(tmp_path / "nowhere" / "polls.db"):
        pass

    assert "needs to own the database file" in sentence(refusal.value)
