"""A backup that is brought back while a server runs: no vote on the terms of another history."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import asyncpg

from tests.scenarios.recounting import account
from tests.scenarios.serving import PROGRAM, command, sample, serving
from tests.scenarios.voters import Voters, visitor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from polls.settings import Settings

CREDULOUS = ("-m", "tests.scenarios.credulous_server")
TABLES = ("question", "choice", "ballot", "invitation", "network", "log_entry", "deleted_question")


async def test_vote_is_not_taken_on_the_terms_of_another_history(
    settings: Settings,
    tmp_path: Path,
) -> None:
    voters, last = await _bring_a_backup_back(settings, tmp_path, PROGRAM)
    found = await account(settings, voters)

    assert last == 409
    assert found.recorded == 3  # and the fourth went with the history that it was in
    assert found.differences == ()


async def test_vote_is_taken_on_the_terms_of_another_history_by_who_knows_versions_only(
    postgres_settings: Settings,
    tmp_path: Path,
) -> None:
    _, last = await _bring_a_backup_back(postgres_settings, tmp_path, CREDULOUS)

    assert last == 303


async def _bring_a_backup_back(
    settings: Settings,
    folder: Path,
    program: Sequence[str],
) -> tuple[Voters, int]:
    """Go back by one vote, then close the question, which then has the version it had before.

    Returns how a vote is answered then.
    """
    await sample(settings)
    async with serving(settings, folder, program=program) as server, visitor() as session:
        voters = Voters(server.url)
        for number in range(3):  # from the third on, they are written at once
            await voters.vote(session, f"{number:022}", 1)
        await _back_up(settings, folder)
        await voters.vote(session, "3" * 22, 2)

        await _bring_back(settings, folder)
        await command(settings, folder, "close", "1")
        last = await voters.vote(session, "4" * 22, 2)
    return voters, last


async def _back_up(settings: Settings, folder: Path) -> None:
    if settings.postgres is None:
        with (
            closing(sqlite3.connect(settings.sqlite.path)) as live,
            closing(sqlite3.connect(folder / "backup.db")) as copy,
        ):
            live.backup(copy)
        return
    copies = (f"CREATE TABLE saved.{name} AS TABLE {name}" for name in TABLES)
    await _execute(settings, "CREATE SCHEMA saved", *copies)


async def _bring_back(settings: Settings, folder: Path) -> None:
    if settings.postgres is None:
        with (
            closing(sqlite3.connect(settings.sqlite.path)) as live,
            closing(sqlite3.connect(folder / "backup.db")) as copy,
        ):
            copy.backup(live)
        return
    copies = (f"INSERT INTO {name} SELECT * FROM saved.{name}" for name in TABLES)  # noqa: S608
    await _execute(settings, f"TRUNCATE {', '.join(TABLES)}", *copies)


async def _execute(settings: Settings, *statements: str) -> None:
    assert settings.postgres
    connection = await asyncpg.connect(
        host=settings.postgres.host,
        port=settings.postgres.port,
        user=settings.postgres.user,
        database=settings.postgres.database,
    )
    async with connection.transaction():
        for statement in statements:
            await connection.execute(statement)
    await connection.close()
