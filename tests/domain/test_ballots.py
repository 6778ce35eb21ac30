from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.ballots import (
    Marking,
    Selection,
    check_name,
    check_selection,
    decode,
    encode,
    parse_marks,
)
from polls.domain.errors import InvalidNameError, InvalidSelectionError, MalformedBallotError

IDS = st.integers(min_value=0, max_value=2**63 - 1)
UNKNOWN = "That choice is not on this ballot. Select one of these, then vote."


@pytest.mark.parametrize(
    ("marks", "selection"),
    [
        ([], ()),
        (["7"], (7,)),
        (["7", "3"], (3, 7)),
        (["3", "7", "3"], (3, 7)),
        (["10", "9"], (9, 10)),
        (["007"], (7,)),
        ([""], ()),
        (["", "7", ""], (7,)),
        (["9223372036854775807"], (2**63 - 1,)),
        (["9" * 19], (10**19 - 1,)),
    ],
)
def test_parse_marks_reads_numbers_in_ascending_order_without_repeats(
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
        check_selection(selection, marking())
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
    assert parse_marks([str(id_) for id_ in ids]) == tuple(sorted(ids))


NONE_OF_THESE, BLANK = 8, 9
ONE_TO_FOUR = frozenset({1, 2, 3, 4})


def marking(fewest: int = 1, most: int | None = 1) -> Marking:
    """A ballot with four choices, and two that stand alone."""
    alone = frozenset({NONE_OF_THESE, BLANK})
    return Marking(ONE_TO_FOUR | alone, alone, fewest, most)


@pytest.mark.parametrize(
    ("selection", "limits"),
    [
        ((2,), (1, 1)),
        ((2,), (1, None)),
        ((1, 2, 3, 4), (1, None)),
        ((1, 2), (2, 3)),
        ((1, 2, 4), (2, 3)),
        ((NONE_OF_THESE,), (1, 1)),
        ((NONE_OF_THESE,), (2, 3)),
        ((BLANK,), (4, 4)),
    ],
)
def test_check_selection_takes_what_may_be_marked(
    selection: Selection,
    limits: tuple[int, int | None],
) -> None:
    check_selection(selection, marking(*limits))


ONE = "You didn't select a choice. Select one, then vote."
SINGLE = "Select one choice only, then vote."
ALONE = (
    "You marked other choices together with one that stands alone. "
    "Mark either that one or the others, then vote."
)


@pytest.mark.parametrize(
    ("selection", "limits", "message"),
    [
        ((), (1, 1), ONE),
        ((1, 2), (1, 1), SINGLE),
        ((1, 99), (1, 1), SINGLE),
        ((1, BLANK), (1, 1), SINGLE),
        ((99,), (1, 1), UNKNOWN),
        ((0,), (1, 1), UNKNOWN),
        ((), (2, 3), "You marked no choice; mark 2 or 3, then vote."),
        ((1,), (2, 3), "You marked 1 choice; mark 2 or 3, then vote."),
        ((1, 2, 3, 4), (2, 3), "You marked 4 choices; mark 2 or 3, then vote."),
        ((1, 2, 3, 4), (1, 3), "You marked 4 choices; mark 1 to 3, then vote."),
        ((1, 2, 3), (2, 2), "You marked 3 choices; mark 2, then vote."),
        ((), (1, None), "You marked no choice; mark 1 or more, then vote."),
        ((1,), (3, None), "You marked 1 choice; mark 3 or more, then vote."),
        ((1,), (3, 4), "You marked 1 choice; mark 3 or more, then vote."),
        ((1,), (4, 4), "You marked 1 choice; mark 4, then vote."),
        ((1, 99), (2, 3), UNKNOWN),
        ((1, BLANK), (2, 3), ALONE),
        ((NONE_OF_THESE, BLANK), (1, None), ALONE),
        ((NONE_OF_THESE, BLANK), (1, 3), ALONE),
    ],
)
def test_check_selection_says_what_to_do(
    selection: Selection,
    limits: tuple[int, int | None],
    message: str,
) -> None:
    with pytest.raises(InvalidSelectionError) as refusal:
        check_selection(selection, marking(*limits))

    assert str(refusal.value) == message


@given(
    st.sets(st.sampled_from([1, 2, 3, 4, NONE_OF_THESE, BLANK, 99])),
    st.integers(1, 4),
    st.none() | st.integers(1, 4),
)
def test_check_selection_lets_nothing_else_through(
    marks: set[int],
    fewest: int,
    most: int | None,
) -> None:
    is_allowed = marks in ({NONE_OF_THESE}, {BLANK}) or (
        marks <= ONE_TO_FOUR and fewest <= len(marks) <= (4 if most is None else most)
    )

    try:
        check_selection(tuple(sorted(marks)), marking(fewest, most))
    except InvalidSelectionError:
        assert not is_allowed
    else:
        assert is_allowed


@pytest.mark.parametrize("name", ["Bob", "李", "👩‍👩‍👧", "Bob " * 25, "<script>"])
def test_check_name_takes_a_line(name: str) -> None:
    check_name(name.strip())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "You didn't give a name. Write yours, then vote."),
        ("\u200d", "Your name is empty."),
        ("b" * 101, "Your name has 101 characters; 100 are allowed."),
        ("Bob\nCharlie", "Your name contains control characters, such as a line break."),
        ("Bob\u202e", "Your name contains control characters, such as a line break."),
        ("Bob\0", "Your name contains control characters, such as a line break."),
    ],
)
def test_check_name_says_what_to_do(name: str, message: str) -> None:
    with pytest.raises(InvalidNameError) as refusal:
        check_name(name)

    assert str(refusal.value) == message


@given(st.lists(IDS).map(tuple))
def test_decode_reads_what_encode_wrote(selection: tuple[int, ...]) -> None:
    assert decode(encode(selection)) == selection


@given(st.lists(IDS).map(tuple))
def test_encode_writes_a_json_list_without_spaces(selection: tuple[int, ...]) -> None:
    assert encode(selection) == json.dumps(selection, separators=(",", ":"))
