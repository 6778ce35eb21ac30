"""Makes `polls-verify.pyz`: the modules that check records in one file that Python runs."""

from __future__ import annotations

import ast
import sys
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

NAME = "polls-verify.pyz"

_SHEBANG = b"#!/usr/bin/env python3\n"
_START = "polls.verifying.start"
_MAIN = "__main__.py"
_READABLE = 0o644 << 16


@cache
def packed() -> bytes:
    """Return the file.

    A version of Polls makes the same bytes everywhere, so that anybody can compare them: no time is
    in them, and nothing is compressed, which every library does in its own way.
    """
    file = BytesIO()
    file.write(_SHEBANG)
    with ZipFile(file, "w") as archive:
        for name, source in sources().items():
            archive.writestr(_entry(name), source)
    return file.getvalue()


def sources() -> dict[str, str]:
    """Return the modules by their paths in the file, each with its text."""
    found: dict[str, str] = {}
    waiting = [_START]
    while waiting:
        module = waiting.pop()
        path, text = _module(module)
        if path not in found:
            text = _quoted(text)
            found[path] = text
            waiting += _imported(ast.parse(text))
            waiting += [module.rpartition(".")[0]] if "." in module else []
    start = f"{_START.replace('.', '/')}.py"
    return {_MAIN: found.pop(start)} | dict(sorted(found.items()))


def _quoted(text: str) -> str:
    """Put the unions of type aliases in quotes: Python 3.9 cannot make them, and nobody needs them.

    That is all in which a module differs from the one that Polls runs.
    """
    lines = text.splitlines(keepends=True)
    for node in reversed(ast.parse(text).body):
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.value, ast.BinOp)
            and ast.unparse(node.annotation) == "TypeAlias"
        ):
            alias = f"{ast.unparse(node.target)}: TypeAlias = {ast.unparse(node.value)!r}\n"
            lines[node.lineno - 1 : node.end_lineno] = [alias]
    return "".join(lines)


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yield the modules of Polls that a module imports while it runs: not those for its types."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "polls":
            package = node.module or ""
            yield package
            yield from (
                f"{package}.{each.name}" for each in node.names if _is_module(package, each.name)
            )


def _is_module(package: str, name: str) -> bool:
    folder = _folder(package)
    return (folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file()


def _module(name: str) -> tuple[str, str]:
    folder = _folder(name)
    path = name.replace(".", "/")
    if folder.is_dir():
        return f"{path}/__init__.py", (folder / "__init__.py").read_text(encoding="utf-8")
    parent, _, own = name.rpartition(".")
    return f"{path}.py", (_folder(parent) / f"{own}.py").read_text(encoding="utf-8")


def _folder(package: str) -> Traversable:
    return files("polls").joinpath(*package.split(".")[1:])


def main() -> None:
    """Write the file where one is."""
    Path(NAME).write_bytes(packed())
    sys.stdout.write(f"{NAME}: SHA-256 {sha256(packed()).hexdigest()}\n")


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.external_attr = _READABLE
    return entry


if __name__ == "__main__":
    main()
