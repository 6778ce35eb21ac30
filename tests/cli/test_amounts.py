from __future__ import annotations

import pytest

from polls.cli.amounts import counted


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "vote", "0 votes"),
        (1, "vote", "1 vote"),
        (2, "vote", "2 votes"),
        (1_234_567, "vote", "1,234,567 votes"),
        (1, "question", "1 question"),
    ],
)
def test_counted_uses_the_plural_where_it_belongs(number: int, noun: str, text: str) -> None:
    assert counted(number, noun) == text
