from __future__ import annotations

import pytest

from polls.domain.ballots.ballots import check_name
from polls.domain.ballots.refusals import InvalidNameError
from polls.presentation.refusals import sentence


@pytest.mark.parametrize("name", ["Bob", "李", "👩‍👩‍👧", "Bob " * 25, "<script>"])
def test_check_name_takes_a_line(name: str) -> None:
    check_name(name.strip())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "You didn't give a name. Write yours, then vote."),
        (
            "\u200d\u3164",
            "Your name has only invisible characters. Type it again.",
        ),
        ("Bob" + "\u0301" * 9, "Your name has 9 accents on one letter; 8 are allowed."),
        ("b" * 101, "Your name has 101 characters; 100 are allowed."),
        ("Bob\nCharlie", "Your name contains control characters, such as a line break."),
        (
            "Bob\u202e",
            (
                "Your name contains an invisible character that reverses the direction of the "
                "text, perhaps copied from elsewhere. Type the text again."
            ),
        ),
        ("Bob\0", "Your name contains control characters, such as a line break."),
    ],
)
def test_check_name_says_what_to_do(name: str, message: str) -> None:
    with pytest.raises(InvalidNameError) as refusal:
        check_name(name)

    assert sentence(refusal.value) == message
