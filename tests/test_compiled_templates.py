from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import jinja2
import pytest

from polls.compiled_templates import CompiledTemplates

if TYPE_CHECKING:
    from pathlib import Path
    from types import CodeType

PAGE = "Hello, {{ name }}!"


def loaded(cache: CompiledTemplates, source: str = PAGE) -> jinja2.Template:
    """Load the page as a new application does."""
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({"page": source}),
        autoescape=True,
        bytecode_cache=cache,
    )
    return environment.get_template("page")


def code_of(template: jinja2.Template) -> CodeType:
    return template.root_render_func.__code__


@pytest.fixture(autouse=True)
def _files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_applications_share_what_is_compiled(tmp_path: Path) -> None:
    cache = CompiledTemplates(tmp_path)

    assert code_of(loaded(cache)) is code_of(loaded(cache))


def test_process_finds_what_another_has_compiled(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded(CompiledTemplates(tmp_path))
    monkeypatch.delattr(jinja2.Environment, "_generate")

    assert loaded(CompiledTemplates(tmp_path)).render(name="Bob") == "Hello, Bob!"
    with pytest.raises(AttributeError):
        loaded(CompiledTemplates(tmp_path), "Changed")


def test_changed_template_is_compiled_anew(tmp_path: Path) -> None:
    cache = CompiledTemplates(tmp_path)
    loaded(cache)

    assert loaded(cache, "Bye, {{ name }}!").render(name="Bob") == "Bye, Bob!"


@pytest.mark.parametrize("kept", [0, 3, 20, 60, -1])
def test_damaged_file_is_compiled_anew(tmp_path: Path, kept: int) -> None:
    loaded(CompiledTemplates(tmp_path))
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:kept] + bytes(40))

    assert loaded(CompiledTemplates(tmp_path)).render(name="Bob") == "Hello, Bob!"


def test_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    cache = CompiledTemplates(tmp_path / "missing")

    assert loaded(cache).render(name="Bob") == "Hello, Bob!"


def test_no_file_is_written_where_python_writes_none(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    loaded(CompiledTemplates(tmp_path))

    assert list(tmp_path.iterdir()) == []
