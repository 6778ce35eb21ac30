"""A backup that is brought back while a server runs: no vote on the terms of another history."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.postgres import execute
from tests.scenarios.recounting import account
from tests.scenarios.serving import PROGRAM, command
from tests.scenarios.voters import voting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from polls.settings import Settings
    from tests.scenarios.voters import Voters

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
    async with voting(settings, folder, program) as (voters, session):
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
    await execute(settings, "CREATE SCHEMA saved", *copies)


async def _bring_back(settings: Settings, folder: Path) -> None:
    if settings.postgres is None:
        with (
            closing(sqlite3.connect(settings.sqlite.path)) as live,
            closing(sqlite3.connect(folder / "backup.db")) as copy,
        ):
            copy.backup(live)
        return
    copies = (f"INSERT INTO {name} SELECT * FROM saved.{name}" for name in TABLES)  # noqa: S608
    await execute(settings, f"TRUNCATE {', '.join(TABLES)} CASCADE", *copies)
