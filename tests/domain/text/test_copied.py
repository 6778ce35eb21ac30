from __future__ import annotations

import pytest

from polls.domain.text.copied import without_tail


@pytest.mark.parametrize("tail", ["", ".", ")", "/", " ", "?!", "”", "\u200b", "\u00a0>", ")."])
@pytest.mark.parametrize("link", ["/poll/7", "/poll/7/mine/A-_", "/mine/take/o.7.A_-"])
def test_link_ends_with_its_last_letter_or_digit(link: str, tail: str) -> None:
    assert without_tail(link + tail) == link


def test_tail_of_nothing_is_nothing() -> None:
    assert without_tail("") == without_tail("./?") == ""
