"""Joins plain files: style sheets into one, and modules into one that does what they do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_NAMES = r"\{\s*(\w+(?:,\s*\w+)*),?\s*\}"
_IMPORT = re.compile(rf'^import {_NAMES} from "\.\.?/(?:\w+/)*(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_LIST = re.compile(rf"^export {_NAMES};$", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LEFT = re.compile(r"^(?:import|export)\b.*|\bimport[.(].*", re.MULTILINE)
"""What this module does not know how to join: another form of import or export."""


def style_sheet(names: Iterable[str], read: Callable[[str], str], for_paper: str) -> str:
    """Return these style sheets as one, that of the name `for_paper` limited to paper.

    Args:
        names: of the files, without ending, in the order of the cascade.
        read: returns a file's text.
        for_paper: the name of the one among them that is for paper alone.
    """
    texts = ((name, read(name)) for name in names)
    return "".join(
        f"@media print {{\n{text}}}\n" if name == for_paper else text for name, text in texts
    )


def module(names: Sequence[str], read: Callable[[str], str]) -> str:
    """Return these modules, and those that they import, as one module.

    They are known by the names of their files, whatever folder they are in.

    Each keeps a scope of its own, and those that it imports come before it, as in a graph of
    modules (ECMA-262, section 16.2.1). One that fails is reported, and the others go on.

    Raises:
        ValueError: a module imports or exports in another way than the other ones do.
    """
    parts: dict[str, str] = {}
    for name in names:
        _add(name, read, parts)
    return "".join(parts.values())


def _add(name: str, read: Callable[[str], str], parts: dict[str, str]) -> None:
    """Put a module behind those that it imports, unless it is there. A circle would never end."""
    if name in parts:
        return
    text = read(name)
    for imported in _IMPORT.findall(text):
        _add(imported[1], read, parts)
    parts[name] = _part(name, text)


def _part(name: str, text: str) -> str:
    listed = (each for names in _LIST.findall(text) for each in re.split(r",\s*", names))
    exported = [*_EXPORT.findall(text), *listed]
    text = _LIST.sub("", _EXPORT.sub("", _IMPORT.sub(r"const { \1 } = $\2;", text)))
    if left := _LEFT.search(_COMMENT.sub("", text)):
        raise ValueError(f"{name}.js: “{left[0]}” cannot be joined")
    if not exported:
        return f"try {{\n{text}}} catch (error) {{\n  reportError(error);\n}}\n"
    return f"const ${name} = (() => {{\n{text}return {{ {', '.join(exported)} }};\n}})();\n"
