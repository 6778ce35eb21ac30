from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from polls.settings import Settings, SettingsError, load
from polls.settings.sources import variables

BLOG = ("https://blog.example.org", "*")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "polls.yaml"
    path.write_text("{port: 1, postgres: {user: alice, password: in-the-file}}", encoding="utf-8")
    return path


def value_at(settings: Settings, path: str) -> Any:
    value: Any = settings
    for name in path.split("."):
        value = getattr(value, name)
    return value


@pytest.mark.parametrize(
    ("variable", "text", "path", "value"),
    [
        ("POLLS_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("POLLS_PORT", "9090", "port", 9090),
        ("POLLS_BASE_URL", "http://polls.test:8080", "base_url", "http://polls.test:8080"),
        ("POLLS_SQLITE_PATH", "/srv/1.db", "sqlite.path", Path("/srv/1.db")),
        ("POLLS_SQLITE_PATH", "1", "sqlite.path", Path("1")),
        ("POLLS_POSTGRES_DATABASE", "2026", "postgres.database", "2026"),
        ("POLLS_POSTGRES_USER", "on", "postgres.user", "on"),
        ("POLLS_POSTGRES_HOST", "10.0.0.1", "postgres.host", "10.0.0.1"),
        ("POLLS_POSTGRES_PORT", "6543", "postgres.port", 6543),
        ("POLLS_POSTGRES_MINSIZE", "2", "postgres.minsize", 2),
        ("POLLS_POSTGRES_MAXSIZE", "50", "postgres.maxsize", 50),
        ("POLLS_TIME_ZONE", "Europe/Paris", "time_zone", "Europe/Paris"),
        ("POLLS_CREATE", "nobody", "create", "nobody"),
        ("POLLS_CREATE_PER_HOUR", "5", "create_per_hour", 5),
        ("POLLS_LISTING", "anyone", "listing", "anyone"),
        ("POLLS_EMBED_ORIGINS", "['https://Blog.example.org/', '*']", "embed_origins", BLOG),
        ("POLLS_PSEUDO_LOCALE", "true", "pseudo_locale", True),
        ("POLLS_SIGNING_KEY_FILE", "/etc/polls/key", "signing_key_file", Path("/etc/polls/key")),
        ("POLLS_LOG_LEVEL", "warning", "log.level", "warning"),
        ("POLLS_LOG_FORMAT", "console", "log.format", "console"),
        ("POLLS_LOG_ACCESS", "false", "log.access", False),
        ("POLLS_LOG_ADDRESSES", "true", "log.addresses", True),
        (
            "POLLS_TRUSTED_PROXIES",
            "[10.0.0.0/8, '::1']",
            "trusted_proxies",
            (ip_network("10.0.0.0/8"), ip_network("::1")),
        ),
    ],
)
def test_variable_overrides_the_file(
    file: Path,
    variable: str,
    text: str,
    path: str,
    value: object,
) -> None:
    assert value_at(load(file, {variable: text}), path) == value


@pytest.mark.parametrize("password", ["12345", "007", "1e3", "true", "null", "~", "a: b", "@#{ '"])
def test_variable_of_a_password_is_taken_as_it_stands(file: Path, password: str) -> None:
    postgres = load(file, {"POLLS_POSTGRES_PASSWORD": password}).postgres

    assert postgres is not None
    assert postgres.password is not None
    assert postgres.password.get_secret_value() == password


def test_variable_leaves_the_rest_of_its_block(file: Path) -> None:
    postgres = load(file, {"POLLS_POSTGRES_PORT": "6543"}).postgres

    assert postgres is not None
    assert (postgres.user, postgres.port) == ("alice", 6543)


def test_variable_makes_the_block_that_is_missing(tmp_path: Path) -> None:
    empty = tmp_path / "polls.yaml"
    empty.touch()

    postgres = load(empty, {"POLLS_POSTGRES_HOST": "db"}).postgres

    assert postgres is not None
    assert (postgres.host, postgres.database) == ("db", "polls")


def test_variable_of_another_program_is_left_alone(file: Path) -> None:
    assert load(file, {"POLL_PORT": "x", "PORT": "y", "PATH": "z"}) == load(file, {})


def test_variable_that_is_unknown_is_a_problem(file: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        load(file, {"POLLS_PROT": "1", "POLLS_POSTGRES": "x"})

    assert refusal.value.problems == (
        "POLLS_POSTGRES: unknown environment variable; docs/settings.md lists the known ones",
        "POLLS_PROT: unknown environment variable; docs/settings.md lists the known ones",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("many", "port (POLLS_PORT): found 'many' (text); expected a valid integer"),
        (
            "70000",
            "port (POLLS_PORT): found 70000 (a whole number); expected less than or equal to 65535",
        ),
        ("", "port (POLLS_PORT): found nothing; expected a valid integer"),
        ("[", "POLLS_PORT: is not a YAML value"),
    ],
)
def test_variable_with_a_wrong_value_is_named(file: Path, text: str, problem: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        load(file, {"POLLS_PORT": text})

    assert refusal.value.problems == (problem,)


@pytest.mark.parametrize(
    ("variable", "example"),
    [
        ("POLLS_EMBED_ORIGINS", "[https://blog.example.org] or ['*']"),
        ("POLLS_TRUSTED_PROXIES", "[10.0.0.0/8]"),
    ],
)
@pytest.mark.parametrize("text", ["*", "[*]", "[10.0.0.0/8"])
def test_variable_that_is_no_yaml_is_told_what_a_list_looks_like(
    file: Path,
    variable: str,
    example: str,
    text: str,
) -> None:
    with pytest.raises(SettingsError) as refusal:
        load(file, {variable: text})

    assert refusal.value.problems == (
        f"{variable}: is not a YAML value; expected a list, such as {example}",
    )


def test_variables_cover_every_setting_once() -> None:
    found = list(variables())

    assert [path for path, _, _ in found] == [
        "host",
        "port",
        "base_url",
        "trusted_proxies",
        "retention_days",
        "time_zone",
        "create",
        "create_code",
        "create_code_file",
        "create_per_hour",
        "listing",
        "embed_origins",
        "pseudo_locale",
        "signing_key_file",
        "sqlite.path",
        "postgres.database",
        "postgres.user",
        "postgres.password",
        "postgres.password_file",
        "postgres.host",
        "postgres.port",
        "postgres.sslmode",
        "postgres.sslrootcert",
        "postgres.sslcert",
        "postgres.sslkey",
        "postgres.minsize",
        "postgres.maxsize",
        "live.watchers",
        "live.watchers_per_address",
        "log.level",
        "log.format",
        "log.access",
        "log.addresses",
        "metrics.host",
        "metrics.port",
    ]
    assert len({variable for _, variable, _ in found}) == len(found)
    assert all(field.description for _, _, field in found)
