from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.ballots import check_selection, decode, encode, parse_marks
from polls.domain.errors import InvalidSelectionError, MalformedBallotError

IDS = st.integers(min_value=0, max_value=2**63 - 1)
UNKNOWN = "That choice is not on this ballot. Select one of these, then vote."


@pytest.mark.parametrize(
    ("marks", "selection"),
    [
        ([], ()),
        (["7"], (7,)),
        (["7", "3"], (7, 3)),
        (["3", "7", "3"], (3, 7)),
        (["007"], (7,)),
        ([""], ()),
        (["", "7", ""], (7,)),
        (["9223372036854775807"], (2**63 - 1,)),
        (["9" * 19], (10**19 - 1,)),
    ],
)
def test_parse_marks_reads_numbers_in_order_without_repeats(
    marks: list[str],
    selection: tuple[int, ...],
) -> None:
    assert parse_marks(marks) == selection


@pytest.mark.parametrize(
    "mark",
    [
        " ",
        " 7",
        "7 ",
        "seven",
        "-1",
        "+1",
        "1.0",
        "1e3",
        "0x7",
        "1_000",
        "\u0663",
        "\uff17",
        "\xb2",
        "1\n",
        "\0",
    ],
)
def test_parse_marks_refuses_what_is_no_number(mark: str) -> None:
    with pytest.raises(MalformedBallotError):
        parse_marks([mark])


@pytest.mark.parametrize("digits", [20, 4_300, 4_301, 100_000])
def test_parse_marks_takes_an_enormous_number_for_an_unknown_choice(digits: int) -> None:
    selection = parse_marks(["9" * digits])

    with pytest.raises(InvalidSelectionError) as refusal:
        check_selection(selection, {1, 2, 3})
    assert str(refusal.value) == UNKNOWN


@given(st.lists(st.text()))
def test_parse_marks_returns_a_selection_or_refuses(marks: list[str]) -> None:
    try:
        selection = parse_marks(marks)
    except (MalformedBallotError, InvalidSelectionError):
        return

    assert len(set(selection)) == len(selection)


@given(st.lists(IDS, unique=True))
def test_parse_marks_reads_what_the_form_writes(ids: list[int]) -> None:
    assert parse_marks([str(id_) for id_ in ids]) == tuple(ids)


def test_check_selection_takes_one_choice_of_the_question() -> None:
    check_selection((2,), {1, 2, 3})


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        ((), "You didn't select a choice. Select one, then vote."),
        ((1, 2), "Select one choice only, then vote."),
        ((1, 99), "Select one choice only, then vote."),
        ((99,), UNKNOWN),
        ((0,), UNKNOWN),
    ],
)
def test_check_selection_says_what_to_do(selection: tuple[int, ...], message: str) -> None:
    with pytest.raises(InvalidSelectionError) as refusal:
        check_selection(selection, {1, 2, 3})

    assert str(refusal.value) == message


@given(st.lists(IDS).map(tuple))
def test_decode_reads_what_encode_wrote(selection: tuple[int, ...]) -> None:
    assert decode(encode(selection)) == selection


@given(st.lists(IDS).map(tuple))
def test_encode_writes_a_json_list_without_spaces(selection: tuple[int, ...]) -> None:
    assert encode(selection) == json.dumps(selection, separators=(",", ":"))
