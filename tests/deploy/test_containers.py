"""The Dockerfile and the compose file, as far as that goes without a container engine."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from polls.settings import Settings, load
from tests.scenarios.proxies import DEPLOY
from tests.scenarios.serving import serving

ROOT = DEPLOY.parent
COMPOSE = DEPLOY / "compose.yaml"
INSTALLED = "/opt/polls"


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions, each in one line: (name, arguments)."""
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    one_line_each = text.replace("\\\n", " ").splitlines()
    found = (line.partition(" ") for line in one_line_each if line.strip())
    return [(name, arguments.strip()) for name, _, arguments in found]


def build_stage() -> list[tuple[str, str]]:
    stages = [place for place, (name, _) in enumerate(instructions()) if name == "FROM"]
    return instructions()[stages[0] + 1 : stages[1]]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Do what the Dockerfile's first stage does, in a folder; gives the environment it made."""
    folder = tmp_path_factory.mktemp("image")
    source, installed = folder / "src", folder / "polls"
    source.mkdir()
    for name, arguments in build_stage():
        if name == "COPY":
            *paths, target = arguments.split()
            for path in paths:
                copy(ROOT / path, source / target / (Path(path).name if target[-1] == "/" else ""))
        if name == "RUN":
            command = arguments.replace(INSTALLED, str(installed)).replace("--no-cache-dir", "")
            words = shlex.split(command)
            assert words[:2] == ["python", "-m"]
            run([sys.executable, *words[1:]], source, PIP_NO_COMPILE="1")  # in half the time
    return installed


def copy(origin: Path, target: Path) -> None:
    if origin.is_dir():
        shutil.copytree(origin, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.parent.mkdir(exist_ok=True)
        shutil.copy(origin, target)


def run(command: list[str], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.timeout(300)
def test_image_has_the_program_with_its_templates(image: Path) -> None:
    said = run([f"{image}/bin/polls", "--version"], image)
    (package,) = image.glob("lib/python*/site-packages/polls")

    assert said.startswith("polls ")
    assert (package / "templates" / "base.html").is_file()
    assert (package / "static" / "css" / "base.css").is_file()


@pytest.mark.timeout(300)
def test_environment_of_the_image_is_a_valid_configuration(image: Path) -> None:
    (environment,) = (arguments for name, arguments in instructions() if name == "ENV")
    settings = load(None, dict(re.findall(r"(POLLS_\w+)=(\S+)", environment)))

    said = run([f"{image}/bin/polls", "config"], image, POLLS_HOST=settings.host)

    assert settings.host == "0.0.0.0"
    assert str(settings.sqlite.path).startswith("/var/lib/polls/")
    assert yaml.safe_load(said)["host"] == "0.0.0.0"


def test_dockerfile_copies_what_its_ignore_file_lets_through() -> None:
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    let_through = {line[1:] for line in ignore if line.startswith("!")}
    copied = {
        path
        for name, arguments in build_stage()
        if name == "COPY"
        for path in arguments.split()[:-1]
    }

    assert copied == let_through
    assert all((ROOT / path).exists() for path in copied)


def test_container_runs_as_nobody_in_particular() -> None:
    last = dict(instructions())

    assert last["USER"] == "10001:10001"
    assert (last["ENTRYPOINT"], last["CMD"]) == ('["polls"]', '["serve"]')


async def test_health_check_asks_the_server(sqlite_settings: Settings, tmp_path: Path) -> None:
    (check,) = (arguments for name, arguments in instructions() if name == "HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])

    async with serving(sqlite_settings, tmp_path) as server:
        while_alive = await health(command, server.port)
        await server.stop()
        when_gone = await health(command, server.port)

    assert (while_alive, when_gone) == (0, 1)


async def health(command: list[str], port: int) -> int:
    assert command[0] == "python"
    checking = await asyncio.create_subprocess_exec(
        sys.executable,
        *command[1:],
        env={**os.environ, "POLLS_PORT": str(port)},
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await checking.wait()


def test_compose_file_keeps_to_the_specification() -> None:
    said = compose_check(COMPOSE)

    assert said.returncode == 0, said.stdout


def test_check_of_the_compose_file_finds_a_wrong_key(tmp_path: Path) -> None:
    wrong = tmp_path / "compose.yaml"
    wrong.write_text(COMPOSE.read_text().replace("read_only:", "readonly:"))

    said = compose_check(wrong)

    assert said.returncode == 1
    assert "readonly" in said.stdout


def compose_check(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", file],
        capture_output=True,
        text=True,
        check=False,
    )


def test_services_of_the_compose_file_fit_together(tmp_path: Path) -> None:
    compose: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    secret = tmp_path / "password"
    secret.write_text("correct horse\n")

    services, secrets = compose["services"], compose["secrets"]
    environment = {
        name: value.replace("/run/secrets/postgres-password", str(secret))
        for name, value in services["polls"]["environment"].items()
    }
    settings = load(None, environment)

    assert settings.postgres is not None
    assert settings.postgres.host in services
    assert settings.postgres.user == services["postgres"]["environment"]["POSTGRES_USER"]
    assert settings.postgres.database == services["postgres"]["environment"]["POSTGRES_DB"]
    for service in services.values():
        assert set(service["secrets"]) == set(secrets)
        assert set(service.get("depends_on", {})) <= set(services)
    for name in ("polls", "migrate"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
        assert (DEPLOY / services[name]["build"]["context"]).samefile(ROOT)
        assert (ROOT / services[name]["build"]["dockerfile"]).is_file()


def test_compose_file_leaves_what_keeps_votes_alone() -> None:
    postgres = str(yaml.safe_load(COMPOSE.read_text())["services"]["postgres"])

    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert setting not in postgres
