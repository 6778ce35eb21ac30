"""Reads a page as a person does: its words, its links, its form."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "path", "rect", "wbr"})
_UNSEEN = frozenset({"head", "script", "style"})


@dataclass
class Page:
    """What stands on a page; `words` is its visible text with single spaces."""

    title: str = ""
    words: str = ""
    headings: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    """The words of each link → its address."""
    files: list[str] = field(default_factory=list)
    """Addresses of styles, scripts and pictures."""
    action: str = ""
    """Where the form is sent."""
    button: str = ""
    fields: list[str] = field(default_factory=list)
    """The names of the lines that are to be written."""
    choices: dict[str, str] = field(default_factory=dict)
    """The words of each choice on the ballot → its value."""
    marked: list[str] = field(default_factory=list)
    """The words of the choices that are marked."""
    filled: dict[str, str] = field(default_factory=dict)
    """The name of each field to select or to write a number in → what stands in it."""
    problem: str = ""
    notice: str = ""
    answer: str = ""
    tables: list[list[list[str]]] = field(default_factory=list)
    """The cells of the body of each table."""

    @property
    def rows(self) -> list[list[str]]:
        """The cells of the first table's body."""
        return self.tables[0] if self.tables else []


def read(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.stack, f"not closed: {[tag for tag, _, _ in reader.stack]}"
    reader.page.words = _joined(reader.text)
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.text: list[str] = []
        self.stack: list[tuple[str, dict[str, str], list[str]]] = []
        self.radio: dict[str, str] | None = None
        self.select = ""
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in {"link", "img", "script"} and "data-words" not in attributes:
            self.page.files.append(attributes.get("href") or attributes.get("src", ""))
        elif tag == "form":
            self.page.action = attributes["action"]
        elif tag == "table":
            self.page.tables.append([])
        elif tag == "tr":
            self.cells = []
        self._fill(tag, attributes)
        if tag not in _VOID:
            self.stack.append((tag, attributes, []))

    def _fill(self, tag: str, attributes: dict[str, str]) -> None:
        filled = self.page.filled
        if tag == "input" and attributes["type"] in {"radio", "checkbox"}:
            self.radio = attributes
            if "checked" in attributes and attributes["name"] != "choice":
                filled[attributes["name"]] = attributes["value"]
        elif tag == "input" and attributes["type"] == "number":
            filled[attributes["name"]] = attributes["value"]
        elif tag == "select":
            self.select = attributes["name"]
            filled[self.select] = ""
        elif tag == "option" and "selected" in attributes:
            filled[self.select] = attributes["value"]

    def handle_data(self, data: str) -> None:
        if not any(tag in _UNSEEN for tag, _, _ in self.stack):
            self.text.append(data)
        for _, _, text in self.stack:
            text.append(data)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        opened, attributes, parts = self.stack.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        self._keep(tag, attributes, _joined(parts))

    def _keep(self, tag: str, attributes: dict[str, str], text: str) -> None:
        page = self.page
        match tag:
            case "title":
                page.title = text
            case "h1" | "h2":
                page.headings.append(text)
            case "a":
                page.links[text] = attributes["href"]
            case "button":
                page.button = text
            case "label" if "for" in attributes:
                page.fields.append(text)
            case "label":
                self._keep_choice(text)
            case "td" | "th":
                self.cells.append(text)
            case "tr":
                page.tables[-1].append(self.cells)
            case "thead":
                page.tables[-1].clear()
        self._keep_marked_out(attributes, text)

    def _keep_choice(self, text: str) -> None:
        assert self.radio is not None, "a label without a box to mark"
        self.page.choices[text] = self.radio["value"]
        if "checked" in self.radio:
            self.page.marked.append(text)
        self.radio = None

    def _keep_marked_out(self, attributes: dict[str, str], text: str) -> None:
        kinds = attributes.get("class", "").split()
        if {"problem", "field-problem"} & set(kinds):
            self.page.problem = text
        if "notice" in kinds:
            self.page.notice = text
        if "answer" in kinds:
            self.page.answer = text


def _joined(parts: list[str]) -> str:
    return " ".join("".join(parts).split())
