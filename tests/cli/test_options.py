"""What commands are called with."""

from __future__ import annotations

import pytest

from polls.cli.options import key


@pytest.mark.parametrize(
    "given",
    [
        "hT3kPq8Zx2Lm",
        " hT3kPq8Zx2Lm\n",
        "/poll/hT3kPq8Zx2Lm",
        "poll/hT3kPq8Zx2Lm/",
        "polls.example.org/poll/hT3kPq8Zx2Lm?lang=en",
        "https://polls.example.org/poll/hT3kPq8Zx2Lm/organise/PThVughwLPS21GdyxScTVg",
        "https://example.org/polls/poll/hT3kPq8Zx2Lm#main",
    ],
)
def test_key_is_read_from_addresses_of_the_question(given: str) -> None:
    assert key(given) == "hT3kPq8Zx2Lm"


@pytest.mark.parametrize("given", ["7", "", "/poll/", "https://example.org/", "carpool/7"])
def test_what_is_no_address_of_a_question_stays_as_it_is(given: str) -> None:
    assert key(given) == given
