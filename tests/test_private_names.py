"""Which private names of aiohttp we use, which a new version of it may change without a word.

Its upper bound in pyproject.toml is lifted when these have been looked at in the new version.
"""

from __future__ import annotations

import ast
import tomllib
from inspect import getsource
from pathlib import Path

import aiohttp
from aiohttp import web

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "polls"
USED = {
    "cli/server/connections.py": {
        "_kwargs",
        "_make_server",
        "_next_keepalive_close_time",
        "_waiter",
    },
    "web/kept_pages.py": {"_headers_buf", "_keep_alive", "_payload_writer", "_req", "_start"},
}
NAMED_TUPLE = {"_asdict", "_fields", "_make", "_replace"}
"""Of the standard library, and no secrets of it."""


def test_private_names_of_aiohttp_are_these() -> None:
    found = {
        str(path.relative_to(PACKAGE)): names
        for path in PACKAGE.rglob("*.py")
        if "aiohttp" in path.read_text() and (names := _used(path))
    }

    assert found == USED


def test_aiohttp_has_an_upper_bound_where_private_names_are_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    minor = ".".join(aiohttp.__version__.split(".")[:2])

    [bound] = [each for each in project["dependencies"] if each.startswith("aiohttp ")]

    *_, end = bound.partition("<")
    assert [int(part) for part in end.split(".")] == [3, int(minor.partition(".")[2]) + 1]


def _used(path: Path) -> set[str]:
    """Return what a module takes of other objects, and what its classes share with aiohttp's."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    of_others = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) not in {"self", "cls"}
    }
    found = {name for name in of_others if _is_private(name)} - NAMED_TUPLE
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            for base in map(ast.unparse, node.bases):
                if base.startswith("web."):
                    found |= _private_names_in(node) & _theirs(base.removeprefix("web."))
    return found


def _theirs(name: str) -> set[str]:
    """Return the private names in the source of one of aiohttp's classes and those above it."""
    classes = [each for each in getattr(web, name).__mro__ if each.__module__.startswith("aiohttp")]
    return set().union(*(_private_names_in(ast.parse(getsource(each))) for each in classes))


def _private_names_in(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
    return {name for name in found if _is_private(name)}


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")
