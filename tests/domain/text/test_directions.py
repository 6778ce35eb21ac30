from __future__ import annotations

import pytest

from polls.domain.text.directions import isolated


@pytest.mark.parametrize("text", ["", "Tea", "Crème brûlée", "北京", "42", "Ναί", "🍵"])
def test_text_from_left_to_right_stays_as_it_is(text: str) -> None:
    assert isolated(text) == text


@pytest.mark.parametrize("text", ["שלום", "مرحبا", "Tea (תה)", "ܫܠܡܐ", "ދިވެހި"])
def test_text_from_right_to_left_is_kept_apart(text: str) -> None:
    assert isolated(text) == f"\u2068{text}\u2069"
