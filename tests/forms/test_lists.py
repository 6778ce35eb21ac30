from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from polls.forms.lists import choice, lines

WORDS = st.lists(
    st.text("abcdefghäßдé ", min_size=1).map(str.strip).filter(bool),
    min_size=1,
    max_size=20,
    unique=True,
).map(lambda words: [" ".join(word.split()) for word in words])


@pytest.mark.parametrize(
    "pasted",
    [
        "Tea\nCoffee",
        "Tea\r\nCoffee\r\n",
        "\n\n  Tea\n\t\n\nCoffee  \n",
        "- Tea\n- Coffee",
        "* Tea\n* Coffee",
        "• Tea\n• Coffee",
        "•\tTea\n•\tCoffee",
        "– Tea\n– Coffee",  # noqa: RUF001 - a dash that a word processor makes of “-”
        "[ ] Tea\n[x] Coffee",
        "1. Tea\n2. Coffee",
        "1) Tea\n2) Coffee",
        "(1) Tea\n(2) Coffee",
        "1.\tTea\n2.\tCoffee",
        "1\tTea\n2\tCoffee",
        "  1. Tea\n\n  2. Coffee",
        "Tea\n- Coffee",
        "Tea\n\u200b\n\u3164 \u2060\n\u2800\n- \ufeff\nCoffee",
    ],
)
def test_lines_are_what_a_pasted_list_says(pasted: str) -> None:
    assert lines(pasted) == ["Tea", "Coffee"]


@pytest.mark.parametrize(
    "texts",
    [
        ["1. May", "2. May", "3. May"],  # without the numbers all would be the same
        ["3. August", "4. August"],
        ["1 euro", "2 euros", "3 euros"],
        ["-5", "-10"],
        ["7 p.m.", "8 p.m."],
        ["1.5", "2.5"],
        ["1.", "2."],
        ["C++ or Java", "C# or Java"],
        ["Rot - Grün", "Rot – Blau"],  # noqa: RUF001 - a dash within a name
        ["Grade A* only", "Grade A * or B"],
        ["Anna Berg – treasurer", "Ben • secretary"],  # noqa: RUF001 - as above
        ["Say + or -", "Do not [x] tick", "Say · or ◦"],
        ["-", "+", "*"],
    ],
)
def test_lines_keep_what_belongs_to_the_choices(texts: list[str]) -> None:
    assert lines("\n".join(texts)) == texts


def test_lines_turn_tabs_and_runs_of_spaces_into_one_space() -> None:
    assert lines("Monday\t 5 June\nTuesday\u00a0\u00a06 June") == [
        "Monday 5 June",
        "Tuesday 6 June",
    ]


@given(WORDS, st.sampled_from(["", "- ", "•\t", "  * ", "\t"]), st.sampled_from(["\n", "\r\n\r\n"]))
def test_lines_find_the_words_behind_any_bullet(words: list[str], bullet: str, end: str) -> None:
    assert lines("".join(f"{bullet}{word}{end}" for word in words)) == words


@given(WORDS, st.sampled_from(["{}. ", "{}) ", "({}) ", "{}\t"]))
def test_lines_find_the_words_behind_any_numbers(words: list[str], number: str) -> None:
    numbered = (number.format(place) + word for place, word in enumerate(words, start=1))

    assert lines("\n".join(numbered)) == words


@given(st.text())
@example("1. \n2. \n")
@example("- - Tea")
@example("\x1c1. a")
def test_lines_never_fail_and_have_no_space_at_their_ends(text: str) -> None:
    for line in lines(text):
        assert line
        assert line == " ".join(line.split())


@pytest.mark.parametrize(
    ("line", "text", "description", "link"),
    [
        ("Tea", "Tea", None, None),
        ("Tea | black or green", "Tea", "black or green", None),
        ("Tea | https://example.org/tea", "Tea", None, "https://example.org/tea"),
        ("Tea | black | https://example.org/tea", "Tea", "black", "https://example.org/tea"),
        ("Tea | black | or green", "Tea", "black | or green", None),
        ("Tea | black |", "Tea", "black", None),
        ("Tea |", "Tea", None, None),
        ("Tea | | https://example.org/tea", "Tea", None, "https://example.org/tea"),
        ("Tea |  | \u200b | https://example.org/tea", "Tea", None, "https://example.org/tea"),
        ("Tea || https://example.org/tea", "Tea", None, "https://example.org/tea"),
        ("Tea | black || https://example.org/tea", "Tea", "black", "https://example.org/tea"),
        ("Tea | black | | https://example.org/tea", "Tea", "black", "https://example.org/tea"),
        ("Tea | black | https://example.org/tea |", "Tea", "black", "https://example.org/tea"),
        (
            "Tea \N{FULLWIDTH VERTICAL LINE} https://example.org/tea",
            "Tea",
            None,
            "https://example.org/tea",
        ),
        ("Tea | | black", "Tea", "black", None),
        ("Tea | | |", "Tea", None, None),
        ("Tea | a || b | c", "Tea", "a || b | c", None),
        ("Tea|Coffee", "Tea|Coffee", None, None),
        ("| black", "| black", None, None),
        ("Tea | http://", "Tea", "http://", None),
    ],
)
def test_choice_may_have_a_description_and_a_link(
    line: str,
    text: str,
    description: str | None,
    link: str | None,
) -> None:
    read = choice(line.strip())

    assert (read.text, read.description, read.link) == (text, description, link)


@given(st.text())
def test_choice_never_fails(line: str) -> None:
    choice(line)
