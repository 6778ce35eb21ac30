"""The documentation says what the program does: no more, and nothing less."""

from __future__ import annotations

import re
import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
import yaml

from polls.cli.app import app as command_line
from polls.domain.counting.reasons import (
    ElectedBy,
    EliminatedBy,
    Exhaustion,
    Quantity,
    Stake,
    TieBreak,
)
from polls.domain.questions.rules import Voters
from polls.main import init_app
from polls.metrics.batches import Batches
from polls.presentation.refusals.advice import ADVICE
from polls.services.questions import questions, samples
from polls.services.running import databases
from polls.services.running.readiness import Obstacle
from polls.settings import MetricsSettings, Settings, load
from polls.settings.sources import variables
from polls.typedefs import DATABASE
from tests import asking
from tests.metrics.scraping import Scraped
from tests.views.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    import click
    from aiohttp import web
    from pytest_aiohttp import AiohttpClient

ROOT = Path(__file__).parents[1]
COMMAND = typer.main.get_command(command_line)


# settings


def test_every_setting_is_documented_as_it_is() -> None:
    documented = [
        (key, variable, default, meaning)
        for key, variable, _type, default, meaning in _table("docs/settings.md", "Setting")
    ]

    assert documented == [
        (f"`{key}`", f"`{variable}`", _default(field.default), field.description)
        for key, variable, field in variables()
    ]


def test_example_in_settings_is_a_valid_configuration(tmp_path: Path) -> None:
    (example,) = _blocks("docs/settings.md", "yaml")
    password = tmp_path / "password"
    password.write_text("correct horse\n")
    config = tmp_path / "polls.yaml"
    config.write_text(example.replace("/etc/polls/password", str(password)))

    settings = load(config, {})

    assert settings.postgres is not None
    assert settings.postgres.host == "db.example.org"


def test_config_that_make_run_reads_is_valid_with_its_marks_off(tmp_path: Path) -> None:
    given = (ROOT / "config/polls.yaml").read_text()
    postgres = re.sub(r"^# (postgres:|  .*)$", r"\1", given, flags=re.MULTILINE)
    config = tmp_path / "polls.yaml"
    config.write_text(re.sub(r"  password_file: .*\n", "", postgres))

    assert load(ROOT / "config/polls.yaml", {}) == Settings()
    assert load(config, {}).postgres is not None


# commands


def test_every_command_is_documented() -> None:
    documented = re.findall(r"^## `polls ?(.*)`$", _read("docs/commands.md"), flags=re.MULTILINE)

    assert documented == ["", *_subcommands()]


@pytest.mark.parametrize("name", ["", *sorted(COMMAND.commands)])  # type: ignore[attr-defined]
def test_every_option_is_documented_as_it_is(name: str) -> None:
    command = _subcommands()[name] if name else COMMAND
    section = _section("docs/commands.md", f"`polls {name}`".replace(" `", "`"))
    documented = {names: meaning for names, meaning in _rows(section) if names.startswith("`")}

    expected = dict(_parameter(parameter) for parameter in command.params)
    if not name:
        expected["`--help`, `-h`"] = "Show this message and exit."
    assert documented == expected
    assert name == "" or "Exit status: `0`" in section


@pytest.mark.parametrize("page", ["README.md", "docs/commands.md"])
def test_files_that_are_counted_exist(page: str) -> None:
    named = re.findall(r"polls count (\S+)", _read(page))

    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert named


# addresses


async def test_every_address_is_documented() -> None:
    documented = {tuple(row[:3]) for row in _table("docs/addresses.md", "Method")}

    assert documented == {
        (f"`{route.method}`", f"`{_path(route)}`", f"`{_name(route)}`")
        for route in init_app(Settings()).router.routes()
        if route.method != "HEAD"
    }


async def test_every_address_has_a_section_with_its_answers() -> None:
    for route in init_app(Settings()).router.routes():
        section = _section("docs/addresses.md", f"`{_name(route)}`")
        statuses = [int(status) for status, _when in _rows(section) if status.isdigit()]

        assert statuses
        assert [status for status in statuses if status >= 400 and status not in ADVICE] == []


# metrics


async def test_every_metric_is_documented_as_it_is(
    sqlite_settings: Settings,
    aiohttp_client: AiohttpClient,
    unused_tcp_port: int,
) -> None:
    block = MetricsSettings(port=unused_tcp_port)
    client = await aiohttp_client(init_app(sqlite_settings.model_copy(update={"metrics": block})))
    scraped = Scraped(Site(client), unused_tcp_port)
    await scraped.site.get("/")

    documented = {
        name.strip("`"): (kind, _names(labels), meaning)
        for name, kind, labels, _unit, meaning in _table("docs/metrics.md", "Metric")
    }

    assert documented == {
        family.name + "_total" * (family.type == "counter"): (
            family.type,
            {label for sample in family.samples for label in sample.labels} - {"le"},
            family.documentation,
        )
        for family in await scraped.families()
    }


def test_units_of_metrics_are_in_their_names() -> None:
    for name, _kind, _labels, unit, _meaning in _table("docs/metrics.md", "Metric"):
        assert unit not in {"seconds", "bytes"} or f"_{unit}" in name


def test_every_outcome_of_a_vote_is_documented() -> None:
    documented = {name.strip("`") for name, _ in _table("docs/metrics.md", "`outcome`")}

    assert documented == set(Batches().votes)


@pytest.mark.parametrize(
    ("field", "reasons"),
    [
        ("name", Quantity),
        ("elected_by", ElectedBy),
        ("eliminated_by", EliminatedBy),
        ("exhausted", Exhaustion),
        ("about", Stake),
        ("by", TieBreak),
    ],
)
def test_every_reason_in_a_count_is_documented(field: str, reasons: type[StrEnum]) -> None:
    lines = (ROOT / "docs" / "export.md").read_text().splitlines()

    (line,) = (each for each in lines if each.startswith(f"| `{field}` of "))

    _, _, values, _ = line.split("|")
    notes_left_out = re.sub(r"\([^)]*\)", "", values)
    assert re.findall(r"`(\w+)`", notes_left_out) == [each.value for each in reasons]


def test_every_reason_not_to_be_ready_is_documented() -> None:
    documented = [reason for reason, _ in _table("docs/metrics.md", "`/readyz` says")]

    assert documented == [problem.value for problem in Obstacle]


def test_alerts_are_about_metrics_that_exist() -> None:
    exist = {name.strip("`") for name, *_ in _table("docs/metrics.md", "Metric")} | {"up"}
    alerts = _section("docs/metrics.md", "What to alert on")

    mentioned = set(re.findall(r"(?:polls|process)_\w+|\bup\b", alerts))

    assert {name.removesuffix("_bucket") for name in mentioned} <= exist
    assert len(mentioned) > 5


def test_every_error_page_is_documented() -> None:
    documented = {
        int(status): title for status, title in _rows(_section("docs/addresses.md", "Errors"))
    }

    assert documented == {status: advice.title for status, advice in ADVICE.items()}


@pytest.mark.parametrize(
    ("base_url", "cookies"),
    [
        (None, ["voter", "ballot", "v", "organiser", "o"]),
        (
            "https://polls.example.org",
            [
                "__Host-voter",
                "__Secure-ballot",
                "__Secure-v",
                "__Secure-organiser",
                "__Secure-o",
            ],
        ),
    ],
)
async def test_cookies_are_documented(
    sqlite_settings: Settings,
    aiohttp_client: AiohttpClient,
    base_url: str | None,
    cookies: list[str],
) -> None:
    documented = [name for name, _meaning in _rows(_section("docs/addresses.md", "The cookies"))]
    async with databases.opened(sqlite_settings) as database:
        await samples.insert(database)
    settings = sqlite_settings.model_copy(update={"base_url": base_url})
    client = await aiohttp_client(init_app(settings))

    async with databases.opened(settings) as database:
        key, secret = await asking.asked(database, voters=Voters.ANYONE)

    ballot = await client.get("/poll/1")
    choice = (await questions.find(client.app[DATABASE], key, datetime.now(UTC))).choices[0]
    vote = await client.post(
        f"/poll/{key}/vote",
        data={"choice": choice.id},
        allow_redirects=False,
    )
    organise = await client.get(f"/poll/{key}/organise/{secret}", allow_redirects=False)

    given = [*ballot.cookies, *vote.cookies, *organise.cookies]
    assert [name.removesuffix(f".{key}") for name in given] == cookies
    assert documented == [
        *("`voter`", "`__Host-voter`"),
        *("`ballot`", "`__Secure-ballot`"),
        *("`organiser`", "`__Secure-organiser`"),
        *("`o.<question_id>`", "`__Secure-o.<question_id>`"),
        *("`v.<question_id>`", "`__Secure-v.<question_id>`"),
    ]


# README and its companions


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_make_targets_that_are_mentioned_exist(name: str) -> None:
    mentioned = set(re.findall(r"\bmake ([a-z]+)`", _read(name)))
    mentioned |= set(re.findall(r"^make ([a-z]+)", _read(name), flags=re.MULTILINE))

    targets = set(re.findall(r"^([a-z]+):", _read("Makefile"), flags=re.MULTILINE))

    assert mentioned <= targets
    assert mentioned >= {"run", "test", "bench"} or name != "README.md"


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
    ],
)
def test_links_lead_to_files_that_exist(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", _read(name))

    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []


def test_folder_tree_in_readme_is_that_of_the_repository() -> None:
    (tree,) = _blocks("README.md", "text")
    folders: list[str] = []
    for line in tree.splitlines():
        indent, path = re.match(r"( *)(\S+)", line).groups()  # type: ignore[union-attr]
        del folders[len(indent) // 2 :]
        place = ROOT.joinpath(*folders, path)

        assert place.is_dir() if path.endswith("/") else place.is_file(), place

        folders.append(path)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_commands_that_are_mentioned_exist(name: str) -> None:
    lines = "\n".join([*_blocks(name, "sh"), *re.findall(r"`([^`\n]+)`", _read(name))])

    mentioned = set(re.findall(r"(?:^|bin/)polls ([a-z]+)", lines, flags=re.MULTILINE))

    assert mentioned <= set(_subcommands())


def test_configurations_in_readme_are_valid(tmp_path: Path) -> None:
    for number, block in enumerate(_blocks("README.md", "yaml")):
        password = tmp_path / "password"
        password.write_text("correct horse\n")
        config = tmp_path / f"{number}.yaml"
        config.write_text(block.replace("/etc/polls/password", str(password)))

        assert load(config, {}) != Settings()
        assert yaml.safe_load(block)


async def test_example_in_readme_mounts_the_application(
    aiohttp_client: AiohttpClient,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (example,) = _blocks("README.md", "python")
    monkeypatch.chdir(tmp_path)
    module: dict[str, Any] = {"__name__": "example"}
    exec(example, module)  # noqa: S102 - it is our own text
    client = await aiohttp_client(module["site"])

    answer = await client.get("/polls/")

    assert answer.status == 200
    assert "No questions are listed here" in await answer.text()


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _section(name: str, heading: str) -> str:
    """Return the text below a heading of the second level, up to the next one."""
    _, _, rest = _read(name).partition(f"\n## {heading}\n")
    assert rest, f"{name} has no section {heading}"
    return rest.partition("\n## ")[0]


def _rows(text: str) -> Iterable[list[str]]:
    """Yield the cells of each row of the tables in `text`, without their headings."""
    lines = text.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_heading = following.startswith("|---")
        if line.startswith("|") and not line.startswith("|---") and not is_heading:
            yield [cell.strip() for cell in line.strip("|").split("|")]


def _table(name: str, first_heading: str) -> list[list[str]]:
    _, _, rest = _read(name).partition(f"\n| {first_heading} |")
    assert rest, f"{name} has no table with the column {first_heading}"
    return list(_rows(f"| {first_heading} |{rest}".partition("\n\n")[0]))


def _blocks(name: str, language: str) -> list[str]:
    fenced = rf"^(?P<indent> *)```{language}\n(?P<text>.*?)^(?P=indent)```$"
    found = re.finditer(fenced, _read(name), flags=re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(block["text"]) for block in found]


def _names(cell: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", cell))


def _default(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{list(value)}`" if isinstance(value, tuple) else f"`{value}`"


def _subcommands() -> dict[str, click.Command]:
    commands: dict[str, click.Command] = COMMAND.commands  # type: ignore[attr-defined]
    return commands


def _parameter(parameter: Any) -> tuple[str, str]:
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar}`", parameter.help
    value = f" {parameter.metavar}" if parameter.metavar else ""
    meaning = parameter.help
    if value and parameter.default not in {None, ""}:
        meaning += f" Default: `{parameter.default}`."
    return ", ".join(f"`{name}{value}`" for name in parameter.opts), meaning


def _path(route: web.AbstractRoute) -> str:
    assert route.resource is not None
    return route.resource.canonical


def _name(route: web.AbstractRoute) -> str:
    assert route.resource is not None
    assert route.resource.name is not None
    return route.resource.name
