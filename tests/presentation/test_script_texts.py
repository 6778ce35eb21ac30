from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import polls
from polls.presentation import script_texts
from polls.presentation.language import PSEUDO, spoken

if TYPE_CHECKING:
    from polls.presentation.script_texts import Texts

SCRIPTS = Path(polls.__file__).parent / "static" / "js"


@pytest.mark.parametrize(
    ("script", "texts"),
    [
        ("calendar", script_texts.calendar()),
        ("choices", script_texts.choices(are_dates=False)),
        ("choices", script_texts.choices(are_dates=True)),
        ("copy", script_texts.copying()),
        ("here", script_texts.here()),
        ("live", script_texts.live()),
        ("marks", script_texts.marks()),
        ("preview", script_texts.previews()),
        ("ranking", script_texts.ranking(3)),
    ],
)
def test_page_carries_each_text_that_its_script_says(script: str, texts: Texts) -> None:
    source = (SCRIPTS / f"{script}.js").read_text(encoding="utf-8")

    said = {
        name
        for call in re.findall(r"(?:\bsay|#show)\(([^;]*)", source)
        for name in re.findall(r'"([a-z]+)"', call)
    }

    assert said == set(texts) - {"ordinals"}


def test_page_of_results_carries_the_texts_of_two_scripts() -> None:
    assert script_texts.results() == script_texts.live() | script_texts.copying()


def test_forms_are_those_of_their_numbers() -> None:
    forms = script_texts.calendar()["dates"]

    assert isinstance(forms, dict)
    assert forms[1] == "{num} date is chosen."
    assert set(forms.values()) - {forms[1]} == {"{num} dates are chosen."}


def test_places_are_left_to_the_script_in_every_language() -> None:
    with spoken(PSEUDO):
        texts = script_texts.ranking(2)

    assert texts["up"] == "⟦Ṁóṽé {choice} úƥ ~~~~⟧"
    assert texts["ordinals"] == ["⟦1šŧ ~~~~⟧", "⟦2ñđ ~~~~⟧"]
