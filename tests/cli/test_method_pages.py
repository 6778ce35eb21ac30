"""The page of each method says what the method does: its example is counted anew."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from polls.cli.app import app
from polls.domain.counting import options
from polls.domain.methods import METHODS, Method
from polls.formats.files import READERS

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[2] / "docs/methods"

every_method = pytest.mark.parametrize("method", [*METHODS.values()], ids=[*METHODS])


@every_method
def test_example_of_the_page_is_counted_as_it_says(
    method: Method,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = read(method.name)
    (kind, ballots), (_console, session) = re.findall(r"```(\w+)\n(.*?)```", page, flags=re.DOTALL)
    command, _, expected = session.partition("\n")
    (tmp_path / f"example.{kind}").write_text(ballots, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    said = CliRunner(env={"COLUMNS": "100"}).invoke(
        app,
        command.removeprefix("$ polls ").split(),
    )

    assert [line.rstrip() for line in said.stdout.splitlines()] == expected.splitlines()
    assert f"--method {method.name}" in command


@every_method
def test_page_has_the_title_the_sentence_and_the_options(method: Method) -> None:
    page = read(method.name)

    assert page.startswith(f"# {method.title}\n\n{method.sentence}\n")
    assert list(rows(page, "Option")) == [
        [f"`{each.name}`", default(each.default), each.sentence]
        for each in options.declared(method.options)
    ]


def test_list_of_methods_has_every_method() -> None:
    assert list(rows(read("README"), "Method")) == [
        [
            f"[{method.title}]({method.name}.md)",
            method.ballot,
            "any" if method.has_seats else "one",
            method.sentence,
        ]
        for method in METHODS.values()
    ]
    assert {path.stem for path in FOLDER.glob("*.md")} == {"README", *METHODS}


def test_list_of_files_has_every_format() -> None:
    endings = {ending for cells in rows(read("README"), "Ending") for ending in cells[0].split()}

    assert endings == {f"`.{ending}`" for ending in READERS}


def read(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def rows(page: str, first_heading: str) -> Iterator[list[str]]:
    table = page.partition(f"| {first_heading} |")[2].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def default(value: Any) -> str:
    if isinstance(value, bool):
        return "`yes`" if value else "`no`"
    return "nobody" if value == () else f"`{'none' if value is None else value}`"
