"""Every text that people read goes through gettext."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp_jinja2
import pytest

from polls.main import init_app
from polls.settings import Settings
from tests.translatable import left_in_module, left_in_template

if TYPE_CHECKING:
    from jinja2 import Environment

PACKAGE = Path(__file__).parents[1] / "polls"


@pytest.fixture
def environment() -> Environment:
    return aiohttp_jinja2.get_env(init_app(Settings()))


def test_templates_leave_no_text_out(environment: Environment) -> None:
    names = environment.list_templates()

    left = {name: left_in_template(environment, name) for name in names}

    assert len(left) > 50
    assert {name: texts for name, texts in left.items() if texts} == {}


@pytest.mark.parametrize("folder", ["presentation", "forms"])
def test_modules_leave_no_text_out(folder: str) -> None:
    modules = sorted((PACKAGE / folder).rglob("*.py"))

    left = {str(path.relative_to(PACKAGE)): left_in_module(path) for path in modules}

    assert left
    assert {name: texts for name, texts in left.items() if texts} == {}


@pytest.mark.parametrize(
    "source",
    [
        "<p>Your vote counts.</p>",
        "<p title='Your vote'></p>",
        "{{ 'Your vote' if voted }}",
        "{% if voted %}<b>Vote</b>{% endif %}",
        "{% macro ballot(label='Vote now') %}{% endmacro %}",
    ],
)
def test_check_finds_a_text_that_is_left_out(
    source: str,
    environment: Environment,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(environment.loader, "get_source", lambda *_: (source, None, None))

    assert left_in_template(environment, "any.html")


@pytest.mark.parametrize(
    "source",
    ["def say():\n    return 'You have voted.'", "def say():\n    return f'{count} votes left'"],
)
def test_check_finds_a_sentence_that_is_left_out(source: str, tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(source)

    assert left_in_module(path)
