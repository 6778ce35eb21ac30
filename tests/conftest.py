"""What all tests share: a database of each kind, and the application on it."""

from __future__ import annotations

import asyncio
import gc
import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import hypothesis
import pytest
import structlog

from polls.main import init_app
from polls.services.running import databases
from polls.settings import Settings, SqliteSettings
from tests import postgres as server
from tests import statements

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from aiohttp import web
    from aiohttp.test_utils import TestClient
    from pytest_aiohttp import AiohttpClient

    from polls.db.engines.database import Database

    Client: TypeAlias = TestClient[web.Request, web.Application]
    ClientFor: TypeAlias = Callable[[Settings], Awaitable[Client]]

KINDS = ("sqlite", "postgres")
ONE_IS_ENOUGH = ("cli", "metrics", "middlewares", "views", "web")
"""Folders of tests of what lies above the services, for which SQL is the same on both."""

# How long one example takes says what else the machine does, not whether the example holds.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")

# Python's collector would look at the objects of a test's application many times while it runs, for
# a seventh of the processor time; what is left is collected after each module, below.
gc.set_threshold(200_000, 50, 100)

statements.share()


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests for which SQL is the same on both on SQLite alone, as folders and marks say."""
    folder = metafunc.definition.path.relative_to(Path(__file__).parent).parts[0]
    mark = "both_databases" if folder in ONE_IS_ENOUGH else "one_database"
    is_marked = metafunc.definition.get_closest_marker(mark) is not None
    if "settings" in metafunc.fixturenames and is_marked == (mark == "one_database"):
        only = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
        metafunc.definition.add_marker(only)


@pytest.fixture(scope="module", autouse=True)
def _nothing_old_to_collect() -> Iterator[None]:
    """Keep Python's collector from looking through what thousands of applications have left.

    It would stop everything for seconds now and then, and a database that is waited for seems away.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres() -> Iterator[server.Postgres]:
    yield from server.started()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(databases.migrate(Settings(sqlite=SqliteSettings(path=path))))
    return path


@pytest.fixture
def sqlite_settings(tmp_path: Path, sqlite_template: Path) -> Settings:
    path = tmp_path / "polls.db"
    shutil.copy(sqlite_template, path)
    return Settings(sqlite=SqliteSettings(path=path))


@pytest.fixture
def postgres_settings(postgres: server.Postgres) -> Iterator[Settings]:
    settings = postgres.migrated()
    yield settings
    postgres.take_back(settings)


@pytest.fixture(params=KINDS)
def settings(request: pytest.FixtureRequest) -> Settings:
    """Settings of a fresh database whose tables are up to date; each test runs on both kinds."""
    found = request.getfixturevalue(f"{request.param}_settings")
    assert isinstance(found, Settings)
    return found


@pytest.fixture(params=KINDS)
def empty_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a database without tables."""
    if request.param == "sqlite":
        yield Settings(sqlite=SqliteSettings(path=tmp_path / "empty.db"))
        return
    postgres = request.getfixturevalue("postgres")
    settings = postgres.empty()
    yield settings
    postgres.drop(settings)


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    async with databases.opened(settings) as opened:
        yield opened


@pytest.fixture
async def client(settings: Settings, aiohttp_client: AiohttpClient) -> Client:
    """A browser's worth of cookies in front of the whole application."""
    return await aiohttp_client(init_app(settings))


@pytest.fixture
def client_for(aiohttp_client: AiohttpClient) -> ClientFor:
    """Starts the application with other settings, and returns its client."""

    async def start(settings: Settings) -> Client:
        return await aiohttp_client(init_app(settings))

    return start


@pytest.fixture
def own_logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lets a test configure the log; afterwards it is as before, with no logger kept."""
    configure = structlog.configure

    def configure_without_cache(**options: Any) -> None:
        configure(**options | {"cache_logger_on_first_use": False})

    monkeypatch.setattr(structlog, "configure", configure_without_cache)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
