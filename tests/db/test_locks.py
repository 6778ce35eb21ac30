from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from polls.db import locks
from polls.db.locks import hold_server_lock, write_lock
from polls.domain.errors import StartError, UnavailableError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "polls.db"


def test_server_lock_is_for_one_at_a_time(path: Path) -> None:
    lock = hold_server_lock(path)

    with pytest.raises(StartError) as refusal:
        hold_server_lock(path)

    lock.release()
    assert str(refusal.value).startswith(f"Another Polls server is using {path}.")


def test_server_lock_is_free_after_its_release(path: Path) -> None:
    hold_server_lock(path).release()

    hold_server_lock(path).release()


def test_server_lock_leaves_other_files_alone(path: Path) -> None:
    lock = hold_server_lock(path)

    hold_server_lock(path.with_name("other.db")).release()

    lock.release()


def test_write_lock_makes_writers_take_turns(path: Path) -> None:
    events = []

    def write(name: str) -> None:
        with write_lock(path):
            events.append(f"{name} begins")
            time.sleep(0.03)
            events.append(f"{name} ends")

    with ThreadPoolExecutor() as threads:
        list(threads.map(write, ("Alice", "Bob")))

    first, second = ("Alice", "Bob") if events[0] == "Alice begins" else ("Bob", "Alice")
    assert events == [
        f"{first} begins",
        f"{first} ends",
        f"{second} begins",
        f"{second} ends",
    ]


def test_write_lock_gives_up_waiting(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "WAIT_SECONDS", 0.1)

    with (
        write_lock(path),
        pytest.raises(UnavailableError, match="Another program is writing"),
        write_lock(path),
    ):
        pass


def test_write_lock_is_free_after_an_error(path: Path) -> None:
    with pytest.raises(LookupError), write_lock(path):
        raise LookupError

    with write_lock(path):
        pass
