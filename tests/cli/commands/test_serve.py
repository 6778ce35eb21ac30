"""`polls serve` where it cannot start, and the other commands where no database answers."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from tempfile import TemporaryFile
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from polls import migrations
from polls.services.running import databases
from polls.settings import MetricsSettings
from tests import prepared
from tests.cli.conftest import Said, Terminal, written
from tests.scenarios.serving import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from polls.settings import Settings
    from tests.postgres import Postgres

pytestmark = pytest.mark.both_databases

LONGEST = 1_000_000
"""Bytes that a server which gives up does not say."""


def serve(file: Path, *options: str) -> Said:
    """Run the real program, which has to give up by itself."""
    program = ("-m", "polls", "serve", "--config", str(file), *options)
    with TemporaryFile() as out, TemporaryFile() as err:
        process = prepared.start(program, stdout=out.fileno(), stderr=err.fileno())
        try:
            status = asyncio.run(asyncio.wait_for(process.wait(), 30))
        finally:
            process.kill()
        return Said(status, *(os.pread(each.fileno(), LONGEST, 0).decode() for each in (out, err)))


async def test_serve_is_refused_while_another_server_has_the_file(
    sqlite_settings: Settings,
    tmp_path: Path,
) -> None:
    file = written(sqlite_settings, tmp_path / "polls.yaml")

    async with databases.served(sqlite_settings):
        said = await asyncio.to_thread(serve, file)

    assert said.status == 2
    assert said.err == (
        f"Another Polls server is using {sqlite_settings.sqlite.path}. An SQLite file serves "
        "one process: stop the other one, name another file under sqlite.path, or use "
        "PostgreSQL.\n"
    )
    assert "Traceback" not in said.out


ONE = ()
TWO = ("--workers", "2")


@pytest.mark.parametrize("options", [ONE, TWO])
def test_serve_is_refused_on_a_port_in_use(
    postgres_settings: Settings,
    tmp_path: Path,
    options: tuple[str, ...],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = postgres_settings.model_copy(update={"port": port})

        said = serve(written(settings, tmp_path / "polls.yaml"), *options)

    assert said.status == 2
    assert said.err.startswith(f"Cannot listen on 127.0.0.1:{port}: ")
    assert said.err.endswith("Address already in use.\n")
    assert "Traceback" not in said.out


@pytest.mark.parametrize(("options", "slot"), [(ONE, 0), (TWO, 1)])
def test_serve_is_refused_without_the_metrics_that_were_asked_for(
    postgres_settings: Settings,
    tmp_path: Path,
    options: tuple[str, ...],
    slot: int,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        update = {"metrics": MetricsSettings(port=port - slot), "port": free_port()}
        settings = postgres_settings.model_copy(update=update)

        said = serve(written(settings, tmp_path / "polls.yaml"), *options)

    assert said.status == 2
    refusal = f"Metrics cannot be served on 127.0.0.1:{port}: Address already in use."
    assert refusal in said.err.splitlines()  # one of several workers; any of them says why
    assert "Traceback" not in said.out


@pytest.mark.parametrize("options", [ONE, TWO])
def test_serve_is_refused_on_an_address_of_another_machine(
    postgres_settings: Settings,
    tmp_path: Path,
    options: tuple[str, ...],
) -> None:
    settings = postgres_settings.model_copy(update={"host": "192.0.2.1"})

    said = serve(written(settings, tmp_path / "polls.yaml"), *options)

    assert said.status == 2
    assert said.err.startswith("Cannot listen on 192.0.2.1:8080: ")
    assert "Traceback" not in said.out + said.err


@pytest.mark.parametrize("options", [ONE, TWO])
def test_serve_is_refused_on_an_unknown_name(
    postgres_settings: Settings,
    tmp_path: Path,
    options: tuple[str, ...],
) -> None:
    settings = postgres_settings.model_copy(update={"host": "no.such.invalid"})

    said = serve(written(settings, tmp_path / "polls.yaml"), *options)

    assert said.status == 2
    assert said.err == (
        "Cannot listen on no.such.invalid:8080: Name or service not known; check the setting host."
        "\n"
    )


@pytest.mark.parametrize("options", [ONE, TWO])
def test_serve_on_postgres_behind_names_the_command(
    postgres: Postgres,
    tmp_path: Path,
    options: tuple[str, ...],
) -> None:
    settings = postgres.empty()

    said = serve(written(settings, tmp_path / "polls.yaml"), *options)

    postgres.drop(settings)
    behind = f"The database is at revision none, this version needs {migrations.HEAD}."
    assert (said.status, said.err) == (2, f"{behind} Run “polls migrate” first.\n")
    assert "Traceback" not in said.out


def test_workers_are_refused_on_sqlite(sqlite_settings: Settings, tmp_path: Path) -> None:
    said = serve(written(sqlite_settings, tmp_path / "polls.yaml"), *TWO)

    assert (said.status, said.out) == (2, "")
    assert said.err == (
        "An SQLite file serves one process, so --workers 2 is not possible with "
        f"{sqlite_settings.sqlite.path}: leave --workers out, or use PostgreSQL.\n"
    )


@pytest.mark.parametrize("number", ["0", "65", "two"])
def test_number_of_workers_is_checked(tmp_path: Path, number: str) -> None:
    said = Terminal(tmp_path / "polls.yaml").polls("serve", "--workers", number)

    assert said.status == 2
    assert "--workers" in said.err


@pytest.mark.parametrize("port", [8079, 65_535])
def test_ports_for_the_metrics_of_all_workers_are_checked(
    postgres_settings: Settings,
    tmp_path: Path,
    port: int,
) -> None:
    settings = postgres_settings.model_copy(update={"metrics": MetricsSettings(port=port)})

    said = serve(written(settings, tmp_path / "polls.yaml"), *TWO)

    assert said.status == 2
    assert said.err == (
        f"2 workers serve their metrics on the ports {port} to {port + 1}, starting with "
        "metrics.port; all of these must be valid ports, and none may be the port of the pages, "
        "8080.\n"
    )


@pytest.mark.parametrize("options", [ONE, TWO])
def test_serve_says_once_that_the_database_is_away(
    tmp_path: Path,
    unused_tcp_port: int,
    options: tuple[str, ...],
) -> None:
    file = tmp_path / "polls.yaml"
    file.write_text(f"postgres: {{host: 127.0.0.1, port: {unused_tcp_port}}}", encoding="utf-8")

    said = serve(file, *options)

    assert said.status == 2
    (line,) = said.err.splitlines()
    assert line.startswith(f"PostgreSQL at 127.0.0.1:{unused_tcp_port}, database polls, cannot ")
    assert "Traceback" not in said.out


def test_one_process_does_not_load_gunicorn() -> None:
    loaded = "import sys, polls.cli, polls.cli.commands.serve; print('gunicorn' in sys.modules)"

    said = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )

    assert said.stdout == "False\n"


def test_serve_writes_the_lines_of_its_last_requests(
    sqlite_settings: Settings,
    tmp_path: Path,
    unused_tcp_port: int,
) -> None:
    settings = sqlite_settings.model_copy(update={"port": unused_tcp_port})
    file = written(settings, tmp_path / "polls.yaml")
    serving = subprocess.Popen(
        [sys.executable, "-m", "polls", "serve", "--config", str(file)],
        stdout=subprocess.PIPE,
        text=True,
    )
    wait_for(unused_tcp_port, serving)

    with urlopen(f"http://127.0.0.1:{unused_tcp_port}/") as answer:
        assert answer.status == 200
    serving.send_signal(signal.SIGTERM)
    out, _ = serving.communicate(timeout=10)

    assert serving.returncode == 0
    assert [line for line in out.splitlines() if '"event":"request"' in line]


def wait_for(port: int, server: subprocess.Popen[str]) -> None:
    """Wait until a server takes connections, however busy the machine is."""
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server did not start")


COMMANDS = [
    ("list",),
    ("migrate",),
    ("migrate", "--check"),
    ("sample",),
    ("recount",),
    ("close", "1"),
    ("ask", "Tea?", "Yes", "No"),
]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.usefixtures("own_logs")
def test_commands_say_that_the_server_is_away(
    tmp_path: Path,
    unused_tcp_port: int,
    command: tuple[str, ...],
) -> None:
    file = tmp_path / "polls.yaml"
    file.write_text(
        f"postgres: {{host: 127.0.0.1, port: {unused_tcp_port}, password: correct-horse}}",
        encoding="utf-8",
    )

    said = Terminal(file).polls(*command)

    assert (said.status, said.out) == (2, "")
    (line,) = said.err.strip().splitlines()
    assert line.startswith(f"PostgreSQL at 127.0.0.1:{unused_tcp_port}")
    assert "cannot be opened" in line
    assert "correct-horse" not in line


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.usefixtures("own_logs")
def test_commands_say_that_the_file_is_no_database(
    tmp_path: Path,
    command: tuple[str, ...],
) -> None:
    diary = tmp_path / "diary"
    diary.write_text("Dear diary" * 500, encoding="utf-8")
    file = tmp_path / "polls.yaml"
    file.write_text(f"sqlite: {{path: {diary}}}", encoding="utf-8")

    said = Terminal(file).polls(*command)

    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(f"The database file {diary} cannot be opened: ")
    assert diary.read_text(encoding="utf-8") == "Dear diary" * 500
