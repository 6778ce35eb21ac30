from __future__ import annotations

import pytest

from polls.domain.questions.join_codes import join_code, parse_join_code, shown_join_code


@pytest.mark.parametrize(
    "typed",
    [
        "012345",
        " 012 345\n",
        "012-345",
        "012\N{NO-BREAK SPACE}345",
        "0 1 2\N{EN DASH}3 4 5",
        "\N{FULLWIDTH DIGIT ZERO}\N{FULLWIDTH DIGIT ONE}2345",
        "\u0660\u0661\u0662\u0663\u0664\u0665",
        "https://polls.example/012345",
        "https://polls.example/012345/",
        "012345.",
        "012 345)\u200b",
    ],
)
def test_join_code_is_read_as_people_type_it(typed: str) -> None:
    assert parse_join_code(typed) == "012345"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "12345\N{SUPERSCRIPT TWO}"])
def test_what_is_not_six_digits_is_no_join_code(typed: str) -> None:
    assert parse_join_code(typed) is None


def test_join_code_has_six_digits_shown_in_halves() -> None:
    assert [shown_join_code(join_code(number)) for number in (0, 123_456)] == ["000 000", "123 456"]
