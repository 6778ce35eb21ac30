from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.text.likeness import folded, groups, look

SCOTLAND, WALES = (
    "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in code) + "\U000e007f"
    for code in ("gbsct", "gbwls")
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "Cafe\u0301"),
        ("Tea", "Tea\u200b"),
        ("Tea", "\ufeffT\u2060ea\u3164"),
        ("Tea", "\uff34\uff45\uff41"),
        ("Anna Berg", "Anna  Berg"),
        ("Anna Berg", "Anna\u200b Berg"),
        ("Anna Berg", "Anna\u00a0Berg"),
        ("Anna Berg", "Anna\u2800Berg "),
        ("❤", "❤\ufe0f"),
        ("ﬁne", "fine"),
        ("한", "\u1112\u1161\u11ab"),
    ],
)
def test_what_looks_the_same_is_the_same(one: str, other: str) -> None:
    assert look(one) == look(other)
    assert groups([one, "x", other], look) == [[one, other]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tea", "tea"),
        ("Cafe", "Café"),
        ("2⁵", "25"),
        ("H₂O", "H2O"),
        ("m²", "m2"),
        (SCOTLAND, WALES),
        ("👍", "👍🏽"),
        ("+ 5", "- 5"),
        ("C", "C++"),
    ],
)
def test_what_looks_another_way_is_another(one: str, other: str) -> None:
    assert look(one) != look(other)


def test_names_differ_by_more_than_capitals() -> None:
    assert folded("Jörg") == folded("JÖRG") == folded("jo\u0308rg ")
    assert folded("Straße") == folded("STRASSE")
    assert folded("Jörg") != folded("Jorg")


@given(st.text())
def test_look_of_a_look_is_itself(text: str) -> None:
    assert look(look(text)) == look(text)
