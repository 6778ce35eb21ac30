"""A newcomer guesses where a thing is: folders are small, and decisions have an index."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "polls"
MOST_FILES = 18


def test_folders_are_small() -> None:
    folders = [PACKAGE, *(each for each in PACKAGE.rglob("*") if each.is_dir())]

    sizes = {str(each.relative_to(ROOT)): len(list(each.glob("*.py"))) for each in folders}

    assert max(sizes.values()) > MOST_FILES / 2  # files were found
    assert {name: size for name, size in sizes.items() if size > MOST_FILES} == {}


def test_index_of_decisions_has_each_with_its_title() -> None:
    folder = ROOT / "docs/decisions"
    indexed = re.findall(r"^- \[(.+)\]\((\S+)\)", (folder / "README.md").read_text(), re.MULTILINE)

    titles = {
        path.name: path.read_text().partition("\n")[0].removeprefix("# ")
        for path in folder.glob("[0-9]*.md")
    }

    assert len(indexed) == len(titles)
    assert {name: title for title, name in indexed} == titles
