from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.errors import InvalidQuestionError
from polls.domain.questions import (
    MOST_CHOICES,
    TEXT_LENGTH,
    Choice,
    Question,
    check_new,
    counted,
    has_closed,
)

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
QUESTION = Question(
    id=1,
    key="1",
    text="Tea or coffee?",
    pub_date=NOON,
    close_date=None,
    closed_at=None,
    may_change=True,
    is_listed=True,
    ballot_count=0,
    version=0,
    choices=(Choice(1, "Tea", 3), Choice(2, "Coffee", 4)),
)


def test_check_new_returns_the_texts_trimmed() -> None:
    checked = check_new("  Tea or coffee?\n", [" Tea", "Coffee\t"])

    assert checked == ("Tea or coffee?", ("Tea", "Coffee"))


def test_check_new_lists_all_problems_at_once() -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        check_new(" ", ["Tea", "", "Tea", "c" * 201, "With\nbreak"])

    assert str(refusal.value).splitlines() == [
        "The question is empty.",
        "Choice 2 is empty.",
        "Choice 4 has 201 characters; 200 are allowed.",
        "Choice 5 contains control characters, such as a line break.",
        "The choice “Tea” stands there more than once.",
    ]


def test_check_new_names_two_problems_of_one_text() -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        check_new("\0" + "q" * TEXT_LENGTH, ["Tea", "Coffee"])

    assert str(refusal.value).splitlines() == [
        "The question has 201 characters; 200 are allowed.",
        "The question contains control characters, such as a line break.",
    ]


def test_check_new_takes_texts_of_the_full_length() -> None:
    question, first, second = "q" * TEXT_LENGTH, "a" * TEXT_LENGTH, "b" * TEXT_LENGTH

    assert check_new(question, [first, second]) == (question, (first, second))


@pytest.mark.parametrize("number", [0, 1, MOST_CHOICES + 1])
def test_check_new_refuses_too_few_and_too_many_choices(number: int) -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        check_new("How many?", [str(each) for each in range(number)])

    assert str(refusal.value) == f"A question needs 2 to 500 choices; this one has {number}."


@pytest.mark.parametrize("number", [2, MOST_CHOICES])
def test_check_new_takes_the_fewest_and_the_most_choices(number: int) -> None:
    _, choices = check_new("How many?", [str(each) for each in range(number)])

    assert len(choices) == number


@pytest.mark.parametrize(
    "character",
    ["\0", "\x07", "\n", "\r", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"],
)
def test_check_new_refuses_control_characters(character: str) -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        check_new("Tea or coffee?", [f"Te{character}a", "Coffee"])

    expected = "Choice 1 contains control characters, such as a line break."
    assert str(refusal.value) == expected


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
def test_check_new_takes_every_script_and_emoji(text: str) -> None:
    assert check_new(text, [text, "Coffee"]) == (text, (text, "Coffee"))


def test_check_new_names_each_repeated_choice_once_in_order() -> None:
    with pytest.raises(InvalidQuestionError) as refusal:
        check_new("Tea or coffee?", ["Tea", "Coffee", "Tea ", "Coffee", "Tea"])

    assert str(refusal.value).splitlines() == [
        "The choice “Coffee” stands there more than once.",
        "The choice “Tea” stands there more than once.",
    ]


@given(st.text(), st.lists(st.text(), max_size=5))
def test_check_new_refuses_or_returns_what_fits_the_columns(text: str, choices: list[str]) -> None:
    try:
        checked, trimmed = check_new(text, choices)
    except InvalidQuestionError:
        return

    for each in (checked, *trimmed):
        each.encode()
        assert 0 < len(each) <= TEXT_LENGTH
        assert "\0" not in each
    assert len(set(trimmed)) == len(trimmed) == len(choices)


def test_question_votes_are_those_of_its_choices() -> None:
    assert QUESTION.votes == 7


@pytest.mark.parametrize(
    ("now", "is_published"),
    [(NOON - MINUTE, False), (NOON, True), (NOON + MINUTE, True)],
)
def test_question_is_published_from_its_date_on(now: datetime, *, is_published: bool) -> None:
    assert QUESTION.is_published(now) is is_published


def test_question_without_choices_is_never_published() -> None:
    question = replace(QUESTION, choices=())

    assert not question.is_published(NOON)


@pytest.mark.parametrize(
    ("now", "is_closed"),
    [(NOON - MINUTE, False), (NOON, True), (NOON + MINUTE, True)],
)
def test_question_is_closed_from_its_close_date_on(now: datetime, *, is_closed: bool) -> None:
    question = replace(QUESTION, close_date=NOON)

    assert question.is_closed(now) is is_closed


def test_question_without_close_date_stays_open() -> None:
    assert not QUESTION.is_closed(datetime.max.replace(tzinfo=UTC))


def test_has_closed_stays_in_force_when_the_clock_jumps_back() -> None:
    closed_at = NOON

    assert has_closed(None, closed_at, NOON - timedelta(days=365))
    assert has_closed(NOON + timedelta(days=1), closed_at, NOON - MINUTE)


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
