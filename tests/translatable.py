"""Finds texts that a translation would leave out: those that no call of gettext has."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2 import Environment

MARKING = {"gettext", "ngettext", "gettext_noop"}

_READ = {"alt", "aria-label", "aria-roledescription", "content", "label", "placeholder", "title"}
"""Attributes whose values people read."""

_SENTENCE = re.compile(r"[A-Za-z]{2,}[,;:.]? |[A-Z][a-z]+|[a-z]{2,}[.!?]$|^ [a-z]|[a-z] $")
"""What a word of a protocol or of the code does not look like."""

_FOR_CODE = {
    " or ",
    "ballots.",
    "button quiet",
    " quiet",
    "polls count FILE ",
    ' dir="auto"',
    "GRANT CREATE, USAGE ON SCHEMA ",
    ' TO "',
    '<wbr>/<span class="unbroken">',
    *("Lu", "Nd", "Mn", "Me", "Cf"),  # Unicode's categories of characters
}
"""Constants that people do not read, or only in a command or a file's name."""

_ATTRIBUTE = re.compile(r'[a-z-]+="[^"]*"')
_WORD = re.compile(r"[^\W\d_]{2,}")
_NAMES = {"Polls"}


def left_in_template(environment: Environment, name: str) -> list[str]:
    """Return the texts and constants of a template that are not marked."""
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, name)
    tree = environment.parse(source)
    page = _Page()
    page.feed("".join(_written(tree)))
    return [*page.texts, *_constants(tree)]


def left_in_module(path: Path) -> list[str]:
    """Return the constants of a module that look like sentences, or parts of one."""
    return [
        text for text in _strings(ast.parse(path.read_text(encoding="utf-8"))) if _is_read(text)
    ]


class _Page(HTMLParser):
    """Collects what people read of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _READ and (tag != "meta" or dict(attrs).get("name") == "description"):
                self._collect(value or "")

    def handle_data(self, data: str) -> None:
        if self.get_starttag_text() != "<code>":
            self._collect(_ATTRIBUTE.sub("", data))  # a macro may write a part of a tag

    def _collect(self, text: str) -> None:
        if set(_WORD.findall(text)) - _NAMES:
            self.texts.append(" ".join(text.split()))


def _written(tree: nodes.Node) -> Iterator[str]:
    """Yield what a template writes in the order of its source, and a sign for what is computed."""
    for child in tree.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield child.data
        elif isinstance(child, nodes.Expr):
            yield "\N{BULLET}"
        else:
            yield from _written(child)


def _constants(tree: nodes.Node) -> Iterator[str]:
    for child in tree.iter_child_nodes():
        if isinstance(child, nodes.Call) and getattr(child.node, "name", "") in MARKING:
            for given in (*child.args, *child.kwargs):
                if not isinstance(given, nodes.Const):
                    yield from _constants(given)
        elif isinstance(child, nodes.Const):
            if isinstance(child.value, str) and _is_read(child.value):
                yield child.value
        else:
            yield from _constants(child)


def _strings(tree: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Call) and getattr(child.func, "id", "") in MARKING:
            continue
        if isinstance(child, ast.Constant):
            if isinstance(child.value, str):
                yield child.value
        elif not _is_for_the_code(child):
            yield from _strings(child)


def _is_for_the_code(child: ast.AST) -> bool:
    match child:
        case ast.Raise() | ast.Expr(ast.Constant()):  # a mistake of the program, a docstring
            return True
        case ast.AnnAssign(annotation=ast.Name("TypeAlias")):
            return True
        case ast.Assign(targets=[ast.Name("__all__")]):
            return True
        case ast.Call(func=ast.Name("TypeVar" | "cast")):
            return True
        case _:
            return False


def _is_read(text: str) -> bool:
    return text not in _FOR_CODE and bool(_SENTENCE.search(text))
