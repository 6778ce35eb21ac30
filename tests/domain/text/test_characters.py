from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.text.characters import MOST_MARKS, is_visible, most_marks
from polls.domain.text.problems import TextFault
from polls.domain.text.texts import line_problems, without_hidden_controls

UNSEEN = [
    *("\u3164", "\u115f", "\u1160", "\uffa0", "\u2800"),  # fillers, and Braille without dots
    *(" ", "\t", "\u00a0", "\u2003", "\u202f", "\u3000", "\u1680"),
    *("\u00ad", "\u034f", "\u061c", "\u17b4", "\u180e", "\u200b", "\u200d", "\u200e", "\u2060"),
    *("\u2064", "\ufe0f", "\ufeff", "\ufff0", "\ufffb", "\ufffc", "\U0001d159", "\U0001d173"),
    *("\U000e0020", "\U000e0101", "\U000e0fff"),
    *("\u0301", "\u20dd"),  # a mark needs a letter
    *("\ufdd0", "\uffff", "\U0010fffe", "\0", "\x7f", "\ud800"),
]


@pytest.mark.parametrize("character", UNSEEN)
def test_text_of_invisible_characters_has_nothing_to_see(character: str) -> None:
    assert not is_visible(character * 3)
    assert is_visible(f"{character}x{character}")
    assert line_problems(character * 3)


def test_invisible_characters_together_have_nothing_to_see() -> None:
    assert not is_visible("".join(UNSEEN))


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "!",
        "ㅎ",
        "⠁",
        "☕\ufe0f",
        "👩\u200d🌾",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "\U0001fae9",  # an emoji of 2024, which Python 3.11 does not know
        "\ue000",  # a sign that a font may have
    ],
)
def test_whatever_is_painted_can_be_seen(text: str) -> None:
    assert is_visible(text)
    assert line_problems(text) == []


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("plain", 0),
        ("Vie\u0323\u0302t Nam", 2),
        ("ที่นี่", 2),
        ("בְּרֵאשִׁ֖ית", 3),
        ("ཧྐྵྨླྺྼྻྂ", 8),
        ("1\ufe0f\u20e3", 1),  # a key: what chooses the picture is no mark to see
        ("A" + "\u0301" * 99, 99),
        ("A" + "\u0301\u034f" * 99, 99),  # nothing unseen in between makes them two
        ("A\u0301" * 99, 1),
    ],
)
def test_marks_are_counted_in_a_row(text: str, marks: int) -> None:
    assert most_marks(text) == marks
    assert bool(line_problems(text)) is (marks > MOST_MARKS)


@pytest.mark.parametrize("text", ["\u202eabc", "a\u2067b", "\u2066", "a\u202c"])
def test_what_turns_a_text_round_is_told_and_not_quoted(text: str) -> None:
    (problem,) = line_problems(f"x{text}")

    assert problem is TextFault.TURNED_ROUND
    assert without_hidden_controls(f"x{text}\n").isascii()


@given(st.text())
def test_any_text_is_looked_through(text: str) -> None:
    assert is_visible(text) <= bool(text.strip())
    assert 0 <= most_marks(text) <= len(text)
