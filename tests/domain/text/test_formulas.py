from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from polls.domain.text.formulas import harmless, original

COMPUTED = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\uff1d1+1",
    '=HYPERLINK("https://x")',
]


@pytest.mark.parametrize("text", COMPUTED)
def test_text_that_would_be_computed_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Tea", "'twas", "3 = 3", "a-b", "5", "é", "", "(+) yes"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.text() | st.text("'= +-@\t\r\nx"))
@example("'=1")
@example("''=1")
def test_text_can_always_be_got_back(text: str) -> None:
    cell = harmless(text)

    assert original(cell) == text
    assert cell.lstrip()[:1] not in set("=+-@")
