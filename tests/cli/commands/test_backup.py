from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from polls.db.engines import copies
from polls.db.engines.locks import server_lock
from tests import asking, ledgers
from tests.cli.conftest import Terminal, written

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from polls.db.engines.database import Database
    from polls.settings import Settings

    Inside = Callable[[Callable[[Database], Coroutine[Any, Any, Any]]], Any]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """The embedded database alone: PostgreSQL has programs of its own."""
    return sqlite_settings


async def ask_and_vote(database: Database) -> None:
    key = await asking.ask(database, "Where shall we eat?", ["At the lake", "In the garden"])
    await ledgers.append(database, key, (1,), (1,), (2,))


@pytest.fixture
def saved(terminal: Terminal, inside: Inside, tmp_path: Path) -> Path:
    """A backup of a database with one question and three ballots."""
    inside(ask_and_vote)
    file = tmp_path / "größte Sicherung 100 %.db"
    said = terminal.polls("backup", str(file))
    assert (said.status, said.err) == (0, "")
    return file


def names_in(folder: Path) -> set[str]:
    """Return what lies in a folder, but for what opening a database leaves beside it."""
    return {
        path.name for path in folder.iterdir() if not path.name.endswith((".lock", "-wal", "-shm"))
    }


def test_backup_is_one_private_file_with_everything(
    terminal: Terminal, inside: Inside, settings: Settings, tmp_path: Path
) -> None:
    inside(ask_and_vote)
    before = names_in(tmp_path)
    file = tmp_path / "backup.db"

    with server_lock(settings.sqlite.path):  # as a server holds it
        said = terminal.polls("backup", str(file))

    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(f"Saved 1 question with 3 ballots in {file} (")
    assert said.out.endswith(" MB).\nIt is whole, and every counter is right.\n")
    assert file.stat().st_mode & 0o777 == 0o600
    assert names_in(tmp_path) == before | {"backup.db"}


def test_backup_is_brought_back(
    terminal: Terminal, inside: Inside, settings: Settings, saved: Path
) -> None:
    inside(lambda database: asking.ask(database, "Asked after the backup?"))

    said = terminal.polls("restore", str(saved))

    assert (said.status, said.err) == (0, "")
    first, kept, last = said.out.splitlines()
    assert first == f"Restored 1 question with 3 ballots from {saved}."
    assert last == "It is whole, and every counter is right."
    listed = terminal.polls("list").out
    assert "Where shall we eat?" in listed
    assert "Asked after the backup?" not in listed
    path = Path(kept.removeprefix("The database that was there before is now ").rstrip("."))
    assert path.parent == settings.sqlite.path.parent
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM question").fetchone() == (2,)


def test_backup_is_brought_back_where_there_is_no_database(
    terminal: Terminal, settings: Settings, saved: Path
) -> None:
    for path in settings.sqlite.path.parent.glob(f"{settings.sqlite.path.name}*"):
        path.unlink()

    said = terminal.polls("restore", str(saved))

    assert (said.status, said.err) == (0, "")
    assert "that was there before" not in said.out
    assert terminal.polls("recount").status == 0


def test_log_of_the_database_before_does_not_meet_the_restored_one(
    terminal: Terminal, settings: Settings, saved: Path
) -> None:
    path = settings.sqlite.path
    path.write_bytes(b"damaged" * 1_000)
    log = Path(f"{path}-wal")
    log.write_bytes(b"a log of something else")

    said = terminal.polls("restore", str(saved))

    assert said.status == 0
    assert not log.exists()
    assert [kept.read_bytes() for kept in path.parent.glob("*.before-*-wal")] == [
        b"a log of something else"
    ]
    assert terminal.polls("recount").status == 0


def test_restore_is_refused_while_a_server_runs(
    terminal: Terminal, settings: Settings, saved: Path
) -> None:
    with server_lock(settings.sqlite.path):
        said = terminal.polls("restore", str(saved))

    assert said.status == 2
    assert said.err.startswith(f"Another Polls server is using {settings.sqlite.path}.")


def test_damaged_backup_changes_nothing(
    terminal: Terminal, inside: Inside, settings: Settings, saved: Path
) -> None:
    inside(lambda database: asking.ask(database, "Asked after the backup?"))
    pages = bytearray(saved.read_bytes())
    pages[len(pages) // 2 :] = bytes(len(pages) - len(pages) // 2)
    saved.write_bytes(pages)
    before = names_in(settings.sqlite.path.parent)

    said = terminal.polls("restore", str(saved))

    assert said.status == 2
    assert said.err.startswith(f"{saved} is damaged: ")
    assert "Asked after the backup?" in terminal.polls("list").out
    assert names_in(settings.sqlite.path.parent) == before


def test_wrong_counter_is_told(terminal: Terminal, saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as connection:
        connection.execute("UPDATE choice SET votes = 99 WHERE id = 1")
        connection.commit()

    said = terminal.polls("restore", str(saved))

    assert said.status == 1
    assert said.out.endswith(
        "It is whole, but 1 question with differences: “polls recount” shows them.\n"
    )


def test_backup_of_an_older_version_is_brought_back(terminal: Terminal, saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0007'")
        connection.commit()

    said = terminal.polls("restore", str(saved))

    assert said.status == 0
    assert "Restored the database of an older version (revision 0007) from" in said.out
    assert terminal.polls("migrate", "--check").status == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file {file}.\n"),
        (b"", "{file} is no backup of Polls: it does not have its tables. Name a file that"),
        (
            b"PK\3\4 a zip, say",
            "{file} is no backup of Polls: it does not have its tables. Name a file that",
        ),
    ],
)
def test_other_file_is_no_backup(
    terminal: Terminal, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "other"
    if content is not None:
        file.write_bytes(content)

    said = terminal.polls("restore", str(file))

    assert said.status == 2
    assert sentence.format(file=file) in said.err


def test_database_of_another_program_is_no_backup(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE recipe (id INTEGER PRIMARY KEY)")

    said = terminal.polls("restore", str(file))

    assert said.status == 2
    assert said.err.startswith(f"{file} is no backup of Polls")


def test_backup_takes_the_place_of_no_database(
    terminal: Terminal, settings: Settings, tmp_path: Path
) -> None:
    own = terminal.polls("backup", str(settings.sqlite.path))
    folder = terminal.polls("backup", str(tmp_path))
    device = terminal.polls("backup", "/dev/null")
    nowhere = terminal.polls("backup", str(tmp_path / "no" / "folder.db"))

    assert {said.status for said in (own, folder, device, nowhere)} == {2}
    assert "is the database of this site. Name another file" in own.err
    assert f"{tmp_path} is a folder. Name a file, such as" in folder.err
    assert device.err.startswith("/dev/null is a device or a pipe")
    assert nowhere.err.endswith("No such file or directory.\n")


def test_postgres_has_its_own_programs(
    postgres_settings: Settings,
    tmp_path: Path,
    own_logs: None,  # noqa: ARG001 - a command configures the log
) -> None:
    terminal = Terminal(written(postgres_settings, tmp_path / "polls.yaml"))

    save = terminal.polls("backup", str(tmp_path / "backup.db"))
    restore = terminal.polls("restore", str(tmp_path / "backup.db"))

    assert (save.status, restore.status) == (2, 2)
    assert "\npg_dump --format=custom --host=" in save.err
    assert "\npg_restore --clean --if-exists --single-transaction --host=" in restore.err


def test_copy_sees_one_moment_and_holds_nobody_up(
    inside: Inside, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside(ask_and_vote)
    monkeypatch.setattr(copies, "PAGES", 5)
    copied = tmp_path / "copy.db"
    steps: list[int] = []

    with closing(sqlite3.connect(settings.sqlite.path, isolation_level=None)) as other:
        before = other.execute("SELECT version FROM question").fetchone()

        def change(done: int, _total: int) -> None:
            steps.append(done)
            other.execute("UPDATE question SET version = version + 1")

        copies.copy(settings.sqlite.path, copied, change)

    assert len(steps) > 5
    assert steps == sorted(steps)
    with closing(sqlite3.connect(copied)) as connection:
        assert connection.execute("SELECT version FROM question").fetchone() == before
    assert copies.fault(copied) is None
