from __future__ import annotations

from polls.presentation import emphasis
from polls.presentation.language import PSEUDO, spoken


def test_names_are_emphasised_and_everything_is_escaped() -> None:
    names = emphasis.set_apart({1: "Tea & <b>", 2: "Coffee"})

    sentence = f"{names[1]} beats {names[2]} by 3 < 4."

    assert emphasis.html(sentence) == (
        "<em>Tea &amp; &lt;b&gt;</em> beats <em>Coffee</em> by 3 &lt; 4."
    )


def test_names_with_the_marks_in_them_do_no_harm() -> None:
    names = emphasis.set_apart({1: "\ue001Tea\ue000"})

    assert emphasis.html(f"{names[1]}, \ue000not closed") == "<em>Tea</em>, not closed"


def test_name_in_another_script_has_its_own_direction() -> None:
    names = emphasis.set_apart({1: "שלום", 2: "Tea"})

    said = emphasis.html(f"{names[1]} beats {names[2]}.")

    assert said == '<em dir="auto">שלום</em> beats <em>Tea</em>.'


def test_name_in_a_sentence_from_right_to_left_has_its_own_direction() -> None:
    names = emphasis.set_apart({1: "Tea"})

    with spoken(PSEUDO):
        assert emphasis.html(f"{names[1]} 3") == '<em dir="auto">Tea</em> 3'
