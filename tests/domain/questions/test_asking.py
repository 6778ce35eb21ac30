from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.questions.asking import MOST_CHOICES, checked
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Voters
from polls.domain.text.texts import TEXT_LENGTH
from polls.presentation.refusals import messages, sentence
from tests import asking
from tests.refusals import refuses

if TYPE_CHECKING:
    from collections.abc import Sequence

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
NONE = NewChoice(text="None of these", kind=Kind.NONE)
BLANK = NewChoice(text="Blank vote", kind=Kind.BLANK)


def check(text: str, choices: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    new = checked(asking.new(text, choices), NOON)
    return new.text, tuple(choice.text for choice in new.choices)


def test_checked_returns_the_texts_trimmed() -> None:
    found = check("  Tea or coffee?\n", [" Tea", "Coffee\t"])

    assert found == ("Tea or coffee?", ("Tea", "Coffee"))


def test_checked_lists_all_problems_at_once() -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        check(" ", ["Tea", "", "Tea", "c" * 201, "With\nbreak"])

    assert sentence(refusal.value).splitlines() == [
        "The question is empty.",
        "Choice 2 is empty.",
        "Choice 4 has 201 characters; 200 are allowed.",
        "Choice 5 contains control characters, such as a line break.",
        "“Tea” is listed twice.",
    ]


def test_checked_names_two_problems_of_one_text() -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        check("\0" + "q" * TEXT_LENGTH, ["Tea", "Coffee"])

    assert sentence(refusal.value).splitlines() == [
        "The question has 201 characters; 200 are allowed.",
        "The question contains control characters, such as a line break.",
    ]


def test_checked_takes_texts_of_the_full_length() -> None:
    question, first, second = "q" * TEXT_LENGTH, "a" * TEXT_LENGTH, "b" * TEXT_LENGTH

    assert check(question, [first, second]) == (question, (first, second))


@pytest.mark.parametrize("number", [0, 1, MOST_CHOICES + 1])
def test_checked_refuses_too_few_and_too_many_choices(number: int) -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        check("How many?", [str(each) for each in range(number)])

    assert sentence(refusal.value) == f"A question needs 2 to 500 choices; this one has {number}."


@pytest.mark.parametrize("number", [2, MOST_CHOICES])
def test_checked_takes_the_fewest_and_the_most_choices(number: int) -> None:
    _, choices = check("How many?", [str(each) for each in range(number)])

    assert len(choices) == number


@pytest.mark.parametrize(
    "character",
    ["\0", "\x07", "\n", "\r", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"],
)
def test_checked_refuses_control_characters(character: str) -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        check("Tea or coffee?", [f"Te{character}a", "Coffee"])

    expected = "Choice 1 contains control characters, such as a line break."
    assert sentence(refusal.value) == expected


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d🌾 or 👨\u200d🍳?",  # joined emoji
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian: a non-joiner
        "☕\ufe0f",
        "e\u0301",
        "<script>",
        "\U0001d54b\U0001d556\U0001d552",  # beyond 16 bits
    ],
)
def test_checked_takes_every_script_and_emoji(text: str) -> None:
    assert check(text, [text, "Coffee"]) == (text, (text, "Coffee"))


def test_checked_names_each_repeated_choice_once_in_order() -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        check("Tea or coffee?", ["Tea", "Coffee", "Tea ", "Coffee", "Tea"])

    assert sentence(refusal.value).splitlines() == [
        "“Coffee” is listed twice.",
        "“Tea” is listed 3 times.",
    ]


@pytest.mark.parametrize(
    ("typed", "extra"),
    [
        ("None of these", NONE),
        ("none of  these", NONE),
        ("Blank vote", BLANK),
        ("BLANK VOTE", BLANK),
        ("Blank\u200b vote", BLANK),
    ],
)
def test_choice_that_a_setting_adds_already_is_named_with_that_setting(
    typed: str, extra: NewChoice
) -> None:
    new = asking.new(choices=["Tea", typed, extra])

    with pytest.raises(InvalidQuestionError) as refusal:
        checked(new, NOON)

    (problem,) = messages(refusal.value.problems)
    assert problem.field == "choices"
    assert problem.text == (
        f"“{extra.text}” is already added by a setting. Remove it from the choices, or turn that "
        "setting off."
    )


def test_choice_of_the_other_setting_or_of_none_is_taken() -> None:
    assert checked(asking.new(choices=["Tea", "None of these", BLANK]), NOON)
    assert checked(asking.new(choices=["Tea", "None of these", "Blank vote"]), NOON)


@pytest.mark.parametrize("method", ["approval", "stv", "borda", "score"])
@pytest.mark.parametrize("extra", [[], [NONE, BLANK]])
def test_as_many_winners_as_choices_are_refused_unless_a_quorum_is_to_be_met(
    method: str, extra: list[NewChoice]
) -> None:
    rules: dict[str, Any] = {"method": method, "seats": 2, "max_choices": None}
    question = partial(asking.new, **rules)

    with pytest.raises(InvalidQuestionError) as refusal:
        checked(question(choices=["Tea", "Coffee", *extra]), NOON)

    (problem,) = messages(refusal.value.problems)
    assert problem.field == "seats"
    assert problem.text == (
        "You asked for 2 winners and there are 2 choices, so every choice would win. Ask for "
        "fewer winners, or add choices."
    )
    assert checked(question(choices=["Tea", "Coffee", *extra], quorum=9), NOON)
    assert checked(question(choices=["Tea", "Coffee", "Milk", *extra]), NOON)


@pytest.mark.parametrize(
    "other",
    ["Caf\u00e9", "Cafe\u0301", "Caf\u00e9\u200b", "\uff23\uff41\uff46\u00e9", "\u2800Caf\u00e9"],
)
def test_choices_that_look_the_same_are_the_same(other: str) -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        check("Tea or coffee?", ["Cafe\u0301", "Tea", other])

    (problem,) = messages(refusal.value.problems)
    assert problem.text.startswith("“Cafe\u0301” is listed twice")
    assert problem.text.endswith("not quite the same.") is (other != "Cafe\u0301")


@pytest.mark.parametrize("text", ["\u3164", "\u2800\u115f", "Tea" + "\u0301" * 9, "\u202eTea"])
def test_checked_refuses_what_nobody_can_see_or_what_spoils_the_page(text: str) -> None:
    for question, choice in [(text, "Tea"), ("Tea or coffee?", text)]:
        with pytest.raises(InvalidQuestionError):
            check(question, [choice, "Coffee"])
    with pytest.raises(InvalidQuestionError):
        checked(asking.new(method="score", labels=(text, "1", "2"), highest=2), NOON)


def test_names_of_scores_that_look_the_same_are_the_same() -> None:
    with refuses(InvalidQuestionError, match="Two scores have the same label, “Good”"):
        checked(asking.new(method="score", labels=("Bad", "Good", "Good\u200b"), highest=2), NOON)


@given(st.text(), st.lists(st.text(), max_size=5))
def test_checked_refuses_or_returns_what_fits_the_columns(text: str, choices: list[str]) -> None:
    try:
        done, trimmed = check(text, choices)
    except InvalidQuestionError:
        return

    for each in (done, *trimmed):
        each.encode()
        assert 0 < len(each) <= TEXT_LENGTH
        assert "\0" not in each
    assert len(set(trimmed)) == len(trimmed) == len(choices)


@pytest.mark.parametrize(
    ("values", "field", "text"),
    [
        ({"description": "d" * 2_001}, "description", "has 2,001 characters; 2,000 are"),
        ({"min_choices": 0}, "min_choices", "at least 1"),
        ({"min_choices": 2}, "min_choices", "The minimum (2) is higher than the maximum (1)."),
        ({"max_choices": 0}, "max_choices", "the maximum must be at least 1"),
        ({"max_choices": 3}, "max_choices", "only 2 choices"),
        (
            {"min_choices": 2, "max_choices": 1},
            "min_choices",
            "The minimum (2) is higher than the maximum (1).",
        ),
        ({"min_choices": 3, "max_choices": None}, "min_choices", "only 2 choices"),
        ({"voters": Voters.NETWORK}, "per_network", "how many votes are accepted from one network"),
        ({"voters": Voters.NETWORK, "per_network": 0}, "per_network", "1 to 100,000"),
        ({"release_step": 1}, "release_step", "at least 2"),
        ({"zone": "Mars/Olympus"}, "zone", "no time zone called “Mars/Olympus”"),
        ({"close_date": NOON}, "close_date", "before it begins"),
        ({"pub_date": NOON, "close_date": NOON - timedelta(1)}, "close_date", "before it begins"),
    ],
)
def test_checked_says_which_field_is_wrong(values: dict[str, Any], field: str, text: str) -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        checked(asking.new(**values), NOON)

    (problem,) = messages(refusal.value.problems)
    assert problem.field == field
    assert text.lower() in problem.text.lower()


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "example.org", "https://", "ftp://example.org", "http://[", "a b"],
)
def test_checked_refuses_links_that_lead_to_no_page(link: str) -> None:
    tea = NewChoice(text="Tea", link=link)

    with refuses(InvalidQuestionError, match="is not a valid web address"):
        checked(asking.new(choices=[tea, "Coffee"]), NOON)


def test_checked_counts_only_real_choices() -> None:
    lines: list[str | NewChoice] = ["Tea", NewChoice(text="None of these", kind=Kind.NONE)]

    with refuses(InvalidQuestionError, match="this one has 1"):
        checked(asking.new(choices=lines), NOON)


def check_dates(*lines: str | NewChoice, zone: str = "Europe/Paris") -> tuple[str, ...]:
    new = checked(asking.new("When?", lines, method="availability", zone=zone), NOON)
    return tuple(choice.text for choice in new.choices)


def test_dates_that_are_too_few_are_called_so() -> None:
    with refuses(InvalidQuestionError, match="Choose 2 to 500 dates; this question has 1"):
        check_dates("2026-12-24")


def test_dates_are_kept_in_one_way_and_in_order() -> None:
    blank = NewChoice(text="Blank vote", kind=Kind.BLANK)

    found = check_dates("2026-12-24 18:00-20:00", blank, "2026-12-24", "2026-3-1 9:30")

    assert found == (
        "2026-03-01 09:30",
        "2026-12-24",
        "2026-12-24 18:00\N{EN DASH}20:00",
        "Blank vote",
    )


def test_a_line_that_is_no_date_is_named_with_the_reason() -> None:
    none = NewChoice(text="None of these", kind=Kind.NONE)

    with pytest.raises(InvalidQuestionError) as refusal:
        check_dates("2026-12-24", "Christmas", "2026-03-29 02:30", none)

    assert [
        (each.field, each.text.partition(": ")[0]) for each in messages(refusal.value.problems)
    ] == [
        ("choices", "Date 2, “Christmas”"),
        ("choices", "Date 3, “2026-03-29 02:30”"),
        (
            "offer_none",
            "With dates, people who cannot come answer “no” to each date. Turn this off.",
        ),
    ]


def test_the_same_date_written_twice_stands_there_twice() -> None:
    with refuses(InvalidQuestionError, match="is listed twice"):
        check_dates("2026-12-24 9:00", "2026-12-24T09:00")


def test_dates_in_a_zone_that_is_not_known_have_one_problem() -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        check_dates("2026-12-24", "2026-12-25", zone="Mars/Base")

    assert [problem.field for problem in refusal.value.problems] == ["zone"]
