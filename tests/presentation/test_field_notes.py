"""What a form says at its fields."""

from __future__ import annotations

from polls.presentation.field_notes import FieldNote, at, describing, notes, under
from polls.presentation.refusals import FieldMessage

SHORT, TWICE = FieldMessage("choices", "Too few."), FieldMessage("choices", "Two are alike.")
OPTION = FieldMessage("option-stv-quota", "Choose one of these.")
PROBLEMS = (SHORT, OPTION, TWICE)


def test_problems_are_found_by_their_field_or_its_beginning() -> None:
    assert at(PROBLEMS, "choices") == [SHORT, TWICE]
    assert at(PROBLEMS, "text") == []
    assert under(PROBLEMS, "option-stv-") == [OPTION]
    assert under(PROBLEMS, "option-star-") == []


def test_notes_have_ids_of_their_own() -> None:
    assert notes(PROBLEMS, "problem", "choices") == [
        FieldNote("problem-choices", "Too few."),
        FieldNote("problem-choices2", "Two are alike."),
    ]


def test_field_is_described_by_its_hint_its_problems_and_its_warnings() -> None:
    said = describing("choices", PROBLEMS, (SHORT,), has_hint=True)

    assert said == "hint-choices problem-choices problem-choices2 warning-choices"
    assert describing("text", PROBLEMS, (), has_hint=True) == "hint-text"
    assert describing("text", PROBLEMS, (), has_hint=False) == ""
