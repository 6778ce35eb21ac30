"""A newcomer guesses where a thing is: folders are small, and a name means one thing."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "polls"
MOST_FILES = 18


def test_folders_are_small() -> None:
    folders = [PACKAGE, *(each for each in PACKAGE.rglob("*") if each.is_dir())]

    sizes = {str(each.relative_to(ROOT)): len(list(each.glob("*.py"))) for each in folders}

    assert max(sizes.values()) > MOST_FILES / 2  # files were found
    assert {name: size for name, size in sizes.items() if size > MOST_FILES} == {}


def test_class_name_has_one_meaning() -> None:
    homes = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(str(path.relative_to(PACKAGE)))

    assert len(homes) > 100
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


def test_modules_import_in_no_circle_even_for_types() -> None:
    paths = [*PACKAGE.rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    modules = {_name(path): path for path in paths}

    imports = {name: _imported(path, modules) - {name} for name, path in modules.items()}

    assert sum(map(len, imports.values())) > len(modules)
    TopologicalSorter(imports).prepare()


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imported(path: Path, modules: Container[str]) -> set[str]:
    """Return the modules of ours that a module imports; of a package, the module that is meant."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{each.name}" for each in node.names]
            found |= {name if name in modules else node.module for name in names}
    return {name for name in found if name in modules}


def test_index_of_decisions_has_each_with_its_title() -> None:
    folder = ROOT / "docs/decisions"
    indexed = re.findall(r"^- \[(.+)\]\((\S+)\)", (folder / "README.md").read_text(), re.MULTILINE)

    titles = {
        path.name: path.read_text().partition("\n")[0].removeprefix("# ")
        for path in folder.glob("[0-9]*.md")
    }

    assert len(indexed) == len(titles)
    assert {name: title for title, name in indexed} == titles
