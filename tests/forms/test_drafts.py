from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from polls.domain.methods import METHODS
from polls.domain.questions.questions import Kind
from polls.forms.drafts import drawn
from polls.forms.question_forms import FIELDS, filled_in

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)


def test_question_is_drawn_as_its_form_stands() -> None:
    sent = {"text": "Lunch?", "choices": "Soup | hot\nBread", "method": "borda", "offer_blank": "1"}

    question = drawn(filled_in(sent, "UTC"), NOON)

    assert (question.text, question.rules.method) == ("Lunch?", "borda")
    assert [(choice.text, choice.description, choice.kind) for choice in question.choices] == [
        ("Soup", "hot", Kind.CHOICE),
        ("Bread", None, Kind.CHOICE),
        ("Blank vote", None, Kind.BLANK),
    ]


def test_dates_are_drawn_in_order_and_what_is_none_last() -> None:
    sent = {"choices": "soon\n2026-12-25\n2026-12-24 9:00", "method": "availability"}

    question = drawn(filled_in(sent, "UTC"), NOON)

    assert [choice.text for choice in question.choices] == [
        "2026-12-24 09:00",
        "2026-12-25",
        "soon",
    ]


def test_empty_form_is_drawn_with_choices_to_look_at() -> None:
    for method in METHODS:
        question = drawn(filled_in({"method": method}, "UTC"), NOON)
        assert question.text == "Your question"
        assert len(question.choices) == 2


@given(
    st.dictionaries(st.sampled_from(FIELDS), st.text() | st.integers().map(str)),
    st.sampled_from([*METHODS, "x"]),
)
def test_any_form_can_be_drawn(sent: dict[str, str], method: str) -> None:
    question = drawn(filled_in(sent | {"method": method}, "UTC"), NOON)

    rules = question.rules
    assert 1 <= rules.highest <= 10
    assert not rules.labels or len(rules.labels) == rules.highest + 1
