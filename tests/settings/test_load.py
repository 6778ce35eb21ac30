from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest
from pydantic import SecretStr

from polls import settings
from polls.settings import (
    SEARCHED,
    LogSettings,
    MetricsSettings,
    PostgresSettings,
    Settings,
    SettingsError,
    SqliteSettings,
    load,
    sources,
)

TUTORIAL = """\
postgres:
  database: aiohttpdemo_polls
  user: aiohttpdemo_user
  password: aiohttpdemo_pass
  host: localhost
  port: 5432
  minsize: 1
  maxsize: 5

host: 127.0.0.1
port: 8080
"""

PATH = "sqlite.path: found {}; expected a path"
ORIGIN = "embed_origins.0: found "


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "polls.yaml"


@pytest.fixture
def no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without a configuration, on a machine without one in /etc."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sources, "SEARCHED", (SEARCHED[0], tmp_path / "etc" / "polls.yaml"))
    return tmp_path


def problems(file: Path, text: str, environ: dict[str, str] | None = None) -> list[str]:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refusal:
        load(file, environ or {})
    return sorted(refusal.value.problems)


def test_load_takes_the_tutorials_configuration_unchanged(file: Path) -> None:
    file.write_text(TUTORIAL, encoding="utf-8")

    loaded = load(file, {})

    assert loaded.postgres is not None
    assert loaded.postgres.password is not None
    assert loaded.postgres.password.get_secret_value() == "aiohttpdemo_pass"
    assert loaded == Settings(
        host="127.0.0.1",
        port=8080,
        postgres=PostgresSettings(
            database="aiohttpdemo_polls",
            user="aiohttpdemo_user",
            password=loaded.postgres.password,
            host="localhost",
            port=5432,
            minsize=1,
            maxsize=5,
        ),
    )


def test_load_takes_the_configuration_that_comes_with_polls() -> None:
    shipped = Path(settings.__file__).parents[2] / "config" / "polls.yaml"

    assert load(shipped, {}) == Settings()


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", "---\n", "{}"])
def test_load_takes_an_empty_file_for_the_defaults(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")

    assert load(file, {}) == Settings()


def test_load_reads_every_key(file: Path) -> None:
    file.write_text(
        """\
        host: 0.0.0.0
        port: 80
        base_url: https://polls.example.org
        trusted_proxies: [10.0.0.0/8, 192.0.2.1, "fd00::/8", "::1"]
        time_zone: Europe/Paris
        create: link
        create_code: correct horse
        create_per_hour: 5
        listing: nobody
        sqlite: {path: /var/lib/polls/polls.db}
        log: {level: debug, format: console, access: false, addresses: true}
        metrics: {host: 10.0.0.7, port: 9464}
        """,
        encoding="utf-8",
    )

    assert load(file, {}) == Settings(
        host="0.0.0.0",
        port=80,
        base_url="https://polls.example.org",
        trusted_proxies=tuple(
            map(ip_network, ("10.0.0.0/8", "192.0.2.1/32", "fd00::/8", "::1/128")),
        ),
        time_zone="Europe/Paris",
        create="link",
        create_code=SecretStr("correct horse"),
        create_per_hour=5,
        listing="nobody",
        sqlite=SqliteSettings(path=Path("/var/lib/polls/polls.db")),
        log=LogSettings(level="debug", format="console", access=False, addresses=True),
        metrics=MetricsSettings(host="10.0.0.7", port=9464),
    )


def test_load_uses_the_defaults_where_there_is_no_file(no_files: Path) -> None:
    assert not list(no_files.iterdir())

    assert load(None, {}) == Settings()


def test_load_searches_the_working_folder_first_then_etc(no_files: Path) -> None:
    for number, folder in enumerate(("etc", "config"), start=1):
        (no_files / folder).mkdir()
        (no_files / folder / "polls.yaml").write_text(f"port: {number}", encoding="utf-8")

        assert load(None, {}).port == number


def test_load_prefers_the_file_that_is_named(no_files: Path) -> None:
    (no_files / "config").mkdir()
    (no_files / "config" / "polls.yaml").write_text("port: 1", encoding="utf-8")
    named = no_files / "mine.yaml"
    named.write_text("port: 2", encoding="utf-8")

    assert load(named, {}).port == 2


def test_load_searches_the_documented_places() -> None:
    documented = (Path("config/polls.yaml"), Path("/etc/polls.yaml"))

    assert documented == SEARCHED


def test_load_lists_all_problems_at_once(file: Path) -> None:
    found = problems(
        file,
        """\
        hots: 127.0.0.1
        port: 99999
        base_url: polls.example.org
        trusted_proxies: [10.0.0.0/33]
        time_zone: Europe/Atlantis
        create: me
        create_per_hour: 0
        listing: true
        sqlite: {path: [polls.db]}
        postgres: {prot: 5432, port: "5432", minsize: 0, maxsize: 9.5}
        log: {level: loud, access: 1}
        """,
        {"POLLS_HOTS": "x", "POLLS_POSTGRES_PORT": "many"},
    )

    paths = [line.partition(":")[0] for line in found]
    assert paths == [
        "POLLS_HOTS",
        "base_url",
        "create",
        "create_per_hour",
        "hots",
        "listing",
        "log.access",
        "log.level",
        "port",
        "postgres.maxsize",
        "postgres.minsize",
        "postgres.port (POLLS_POSTGRES_PORT)",
        "postgres.prot",
        "sqlite.path",
        "time_zone",
        "trusted_proxies.0",
    ]


def test_load_counts_the_problems_and_gives_each_a_line(file: Path) -> None:
    file.write_text("{port: 0, hots: x}", encoding="utf-8")

    with pytest.raises(SettingsError) as refusal:
        load(file, {})

    first, *rest = str(refusal.value).splitlines()
    assert first == "The configuration has 2 problems:"
    assert rest == [f"  {problem}" for problem in refusal.value.problems]


def test_load_tells_of_empty_blocks_once(file: Path) -> None:
    file.write_text("sqlite:\npostgres:\n", encoding="utf-8")

    with pytest.raises(SettingsError) as refusal:
        load(file, {})

    assert refusal.value.problems == tuple(
        f"{name}: found nothing; expected a block of keys with values, or no {name} at all"
        for name in ("postgres", "sqlite")
    )


@pytest.mark.parametrize(
    "host", ["''", "0.0.0.0", "'::'", "'fe80::1%eth0'", "localhost", "Köln.example", "db_1.lan."]
)
def test_load_takes_whatever_can_be_listened_on(file: Path, host: str) -> None:
    file.write_text(f"host: {host}", encoding="utf-8")

    assert load(file, {}).host == host.strip("'")


def test_load_says_that_there_is_one_problem(file: Path) -> None:
    file.write_text("port: 0", encoding="utf-8")

    with pytest.raises(SettingsError, match="has 1 problem:"):
        load(file, {})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "port: 0",
            "port: found 0 (a whole number); expected greater than or equal to 1",
        ),
        (
            "port: 65536",
            "port: found 65536 (a whole number); expected less than or equal to 65535",
        ),
        ("port: '8080'", "port: found '8080' (text); expected a valid integer"),
        ("port: 80.5", "port: found 80.5 (a number); expected a valid integer"),
        ("port:", "port: found nothing; expected a valid integer"),
        ("port: [8080]", "port: found a list; expected a valid integer"),
        ("host: 127", "host: found 127 (a whole number); expected text: put it in quotes"),
        (
            "host: not a host!",
            (
                "host: found 'not a host!' (text); expected an address, such as 0.0.0.0, or a host "
                "name"
            ),
        ),
        (
            "metrics: {host: ':'}",
            "metrics.host: found ':' (text); expected an address, such as 0.0.0.0, or a host name",
        ),
        (
            "postgres: {host: ''}",
            (
                "postgres.host: found '' (text); expected a host name, an address, or the whole "
                "path of a folder"
            ),
        ),
        (
            "sqlite: {path: ''}",
            "sqlite.path: found '' (text); expected the path of a file, such as data/polls.db",
        ),
        (
            "host: a..b",
            "host: found 'a..b' (text); expected an address, such as 0.0.0.0, or a host name",
        ),
        ("sqlite: {path: 5}", PATH.format("5 (a whole number)") + ": put it in quotes"),
        ("sqlite: {path: [a]}", PATH.format("a list")),
        ("sqlite: {path: }", PATH.format("nothing")),
        (
            "embed_origins: [5]",
            f"{ORIGIN}5 (a whole number); expected text: put it in quotes",
        ),
        ("embed_origins: [~]", f"{ORIGIN}nothing; expected text"),
        ("hosts: x", "hosts: unknown key; did you mean host?"),
        ("postgres: {prot: 1}", "postgres.prot: unknown key; did you mean postgres.port?"),
        ("log: {levle: info}", "log.levle: unknown key; did you mean log.level?"),
        (
            "mongodb: {host: x}",
            "mongodb: unknown key; docs/settings.md lists the keys there are",
        ),
        (
            "log: {level: loud}",
            "log.level: found 'loud' (text); expected 'debug', 'info', 'warning' or 'error'",
        ),
        ("log: {access: 'yes'}", "log.access: found 'yes' (text); expected true or false"),
        (
            "create: no",
            (
                "create: found false (YAML reads no and off as false, too, unless they are in "
                "quotes); expected 'anyone', 'link' or 'nobody'"
            ),
        ),
        (
            "postgres: {minsize: 6, maxsize: 2}",
            (
                "postgres: minsize is 6, which is more than maxsize, 2. "
                "Lower the one or raise the other."
            ),
        ),
        (
            "postgres: {sslmode: verify-full}",
            "postgres: sslmode “verify-full” needs sslrootcert.",
        ),
        (
            "postgres: {sslrootcert: /no/such.pem}",
            ("postgres.sslrootcert: found '/no/such.pem' (text); expected a file that can be read"),
        ),
        (
            "postgres: {sslcert: /etc/hostname}",
            "postgres: sslcert needs sslkey.",
        ),
        (
            "metrics: {port: 8080}",
            (
                "metrics.port: 8080 is the port of the pages. Choose another one, because metrics "
                "are not for the public."
            ),
        ),
        (
            "trusted_proxies: 127.0.0.1",
            ("trusted_proxies: found '127.0.0.1' (text); expected a list, such as [10.0.0.0/8]"),
        ),
        (
            "embed_origins: '*'",
            (
                "embed_origins: found '*' (text); "
                "expected a list, such as [https://blog.example.org] or ['*']"
            ),
        ),
        ("create: link", "create: “link” needs create_code or create_code_file."),
        (
            "{create: link, create_code: abc}",
            "create_code: expected 8 characters or more",
        ),
        (
            "base_url: ftp://a.org",
            (
                "base_url: found 'ftp://a.org' (text); "
                "expected an address such as https://polls.example.org"
            ),
        ),
        (
            "base_url: http://a.org/b",
            (
                "base_url: found 'http://a.org/b' (text); "
                "expected scheme and host only, such as https://polls.example.org"
            ),
        ),
    ],
)
def test_load_says_where_what_and_what_is_expected(file: Path, text: str, problem: str) -> None:
    assert problems(file, text) == [problem]


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("port: 1\nhost: a\nport: 2\n", "port", 3),
        ("log:\n  level: info\n  level: debug\n", "level", 3),
        ("port: 1\n'port': 2\n", "port", 2),
    ],
)
def test_load_refuses_a_key_that_is_given_twice(file: Path, text: str, key: str, line: int) -> None:
    (problem,) = problems(file, text)

    assert problem == f"{file}: is not YAML (the key “{key}” is given twice, line {line})"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://umfrage-köln.example", "https://xn--umfrage-kln-zfb.example"),
        ("https://Straße.example:8443/", "https://xn--strae-oqa.example:8443"),
        ("https://xn--strae-oqa.example", "https://xn--strae-oqa.example"),
    ],
)
def test_load_takes_host_names_as_people_write_them(file: Path, written: str, sent: str) -> None:
    file.write_text(f"base_url: {written}\nembed_origins: ['{written}']", encoding="utf-8")

    loaded = load(file, {})

    assert (loaded.base_url, loaded.embed_origins) == (sent, (sent,))


@pytest.mark.parametrize("text", ["sqlite: here", "log: [info]", "postgres: 5432"])
def test_load_says_where_a_block_belongs(file: Path, text: str) -> None:
    (problem,) = problems(file, text)

    path, _, rest = problem.partition(": ")
    assert path == text.partition(":")[0]
    assert rest.startswith("found ")
    assert "Settings" not in problem, "names of classes say nothing to an operator"


@pytest.mark.parametrize(
    "proxy",
    ["10.0.0.0/33", "10.0.0.1/8", "proxy.example.org", "fd00::/129"],
)
def test_load_says_which_proxy_is_no_network(file: Path, proxy: str) -> None:
    (problem,) = problems(file, f"trusted_proxies: [192.0.2.1, '{proxy}']")

    assert problem.startswith(f"trusted_proxies.1: found '{proxy}' (text); expected ")
    assert "instance of" not in problem


@pytest.mark.parametrize("text", ["- port\n- host\n", "8080", "just words", "'quoted'"])
def test_load_wants_keys_at_the_top(file: Path, text: str) -> None:
    assert problems(file, text) == [f"{file}: expected keys with values, such as “port: 8080”"]


@pytest.mark.parametrize("text", ["port: [", "{port: 8080", "a: b: c", "\tport: 1", "port: \x07"])
def test_load_says_when_the_file_is_not_yaml(file: Path, text: str) -> None:
    (problem,) = problems(file, text)

    assert problem.startswith(f"{file}: is not YAML")
    assert "\n" not in problem


def test_load_says_when_the_file_is_not_utf_8(file: Path) -> None:
    file.write_bytes(b"host: caf\xe9")

    with pytest.raises(SettingsError) as refusal:
        load(file, {})

    (problem,) = refusal.value.problems
    assert problem.startswith(f"{file}: is not YAML in UTF-8")


def test_load_does_not_run_what_yaml_tags_ask_for(file: Path, tmp_path: Path) -> None:
    witness = tmp_path / "witness"

    (problem,) = problems(file, f"host: !!python/object/apply:os.mkdir ['{witness}']")

    assert problem.startswith(f"{file}: is not YAML")
    assert not witness.exists()


def test_load_says_when_the_file_is_missing(tmp_path: Path) -> None:
    missing = tmp_path / "missing.yaml"

    with pytest.raises(SettingsError) as refusal:
        load(missing, {})

    assert refusal.value.problems == (f"{missing}: cannot be read (No such file or directory)",)


def test_load_says_when_the_file_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        load(tmp_path, {})

    assert refusal.value.problems == (f"{tmp_path}: cannot be read (Is a directory)",)


def test_file_without_an_end_is_a_problem() -> None:
    with pytest.raises(SettingsError) as refusal:
        load(Path("/dev/zero"), {})

    assert refusal.value.problems == ("/dev/zero: cannot be read (File too large)",)


def test_load_keeps_a_long_value_short(file: Path) -> None:
    (problem,) = problems(file, f"port: {'8' * 500}")

    assert problem.startswith("port: found 8888")
    assert len(problem) < 150


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://polls.example.org", "https://polls.example.org"),
        ("https://polls.example.org/", "https://polls.example.org"),
        ("HTTPS://Polls.Example.ORG:443/", "https://polls.example.org"),
        ("http://polls.example.org:80", "http://polls.example.org"),
        ("http://polls.example.org:8080", "http://polls.example.org:8080"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
        ("http://127.0.0.1", "http://127.0.0.1"),
    ],
)
def test_load_keeps_a_base_url_as_browsers_write_an_origin(
    file: Path,
    given: str,
    kept: str,
) -> None:
    file.write_text(f"base_url: '{given}'", encoding="utf-8")

    assert load(file, {}).base_url == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "polls.example.org",
        "//polls.example.org",
        "https://",
        "https://:8080",
        "ftp://polls.example.org",
        "javascript:alert(1)",
        "https://polls.example.org/app",
        "https://polls.example.org?a=b",
        "https://polls.example.org#top",
        "https://alice@polls.example.org",
        "https://alice:secret@polls.example.org",
        "https://polls.example.org:99999",
        "https://polls.example.org:port",
        "https://[::1",
        "https://polls example.org",
    ],
)
def test_load_refuses_a_base_url_that_is_no_origin(file: Path, text: str) -> None:
    (problem,) = problems(file, f"base_url: '{text}'")

    assert problem.startswith("base_url: found ")


@pytest.mark.parametrize(
    "origin",
    ["blog.example.org", "https://*.example.org", "https://a; x", ""],
)
def test_site_that_may_frame_questions_is_a_scheme_and_a_host(tmp_path: Path, origin: str) -> None:
    config = tmp_path / "polls.yaml"
    config.write_text(f"embed_origins: ['{origin}']\n", encoding="utf-8")

    with pytest.raises(SettingsError, match="embed_origins"):
        load(config, {})


def test_load_takes_no_clock_of_the_machine_for_a_zone(file: Path) -> None:
    found = problems(file, "time_zone: localtime\n")

    assert "expected the name of a time zone, such as Europe/Paris" in str(found)
