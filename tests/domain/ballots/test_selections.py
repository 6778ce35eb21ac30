from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.ballots.checking import check
from polls.domain.ballots.refusals import InvalidSelectionError
from polls.domain.ballots.selections import (
    Marking,
    Selection,
    Style,
    decode,
    decode_all,
    encode,
    named,
    read,
    renamed,
)
from polls.domain.errors import MalformedBallotError
from polls.presentation.refusals import sentence

IDS = st.integers(min_value=0, max_value=2**63 - 1)


def marks_of(marks: list[str]) -> Selection:
    return read(Style.MARKS, [("choice", mark) for mark in marks])


UNKNOWN = "That choice is not on this ballot. Select one of the choices shown, then vote."


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
def test_read_reads_numbers_in_ascending_order_without_repeats(
    marks: list[str],
    selection: tuple[int, ...],
) -> None:
    assert marks_of(marks) == selection


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
def test_read_refuses_what_is_no_number(mark: str) -> None:
    with pytest.raises(MalformedBallotError):
        marks_of([mark])


@pytest.mark.parametrize("digits", [20, 4_300, 4_301, 100_000])
def test_read_takes_an_enormous_number_for_an_unknown_choice(digits: int) -> None:
    selection = marks_of(["9" * digits])

    with pytest.raises(InvalidSelectionError) as refusal:
        check(selection, marking())
    assert sentence(refusal.value) == UNKNOWN


@given(st.lists(st.text()))
def test_read_returns_a_selection_or_refuses(marks: list[str]) -> None:
    try:
        selection = marks_of(marks)
    except (MalformedBallotError, InvalidSelectionError):
        return

    assert len(set(selection)) == len(selection)


@given(st.lists(IDS, unique=True))
def test_read_reads_what_the_form_writes(ids: list[int]) -> None:
    assert marks_of([str(id_) for id_ in ids]) == tuple(sorted(ids))


NONE_OF_THESE, BLANK = 8, 9
ONE_TO_FOUR = frozenset({1, 2, 3, 4})


def marking(fewest: int = 1, most: int | None = 1) -> Marking:
    """A ballot with four choices, and two that stand alone."""
    alone = {NONE_OF_THESE: "None of these", BLANK: "Blank vote"}
    return Marking(ONE_TO_FOUR.union(alone), alone, fewest, most)


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
def test_check_takes_what_may_be_marked(
    selection: Selection,
    limits: tuple[int, int | None],
) -> None:
    check(selection, marking(*limits))


ONE = "You didn't select a choice. Select one, then vote."
SINGLE = "Select one choice only, then vote."
NONE_COMBINED = (
    "“None of these” cannot be combined with other choices. Clear it or the others, then vote."
)
BLANK_COMBINED = (
    "“Blank vote” cannot be combined with other choices. Clear it or the others, then vote."
)
BLANK_RANKED = "“Blank vote” cannot be ranked or scored. Mark it alone, then vote."


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
        ((1, BLANK), (2, 3), BLANK_COMBINED),
        ((1, NONE_OF_THESE), (2, 3), NONE_COMBINED),
        ((NONE_OF_THESE, BLANK), (1, None), NONE_COMBINED),
        ((NONE_OF_THESE, BLANK), (1, 3), NONE_COMBINED),
    ],
)
def test_check_says_what_to_do(
    selection: Selection,
    limits: tuple[int, int | None],
    message: str,
) -> None:
    with pytest.raises(InvalidSelectionError) as refusal:
        check(selection, marking(*limits))

    assert sentence(refusal.value) == message


@given(
    st.sets(st.sampled_from([1, 2, 3, 4, NONE_OF_THESE, BLANK, 99])),
    st.integers(1, 4),
    st.none() | st.integers(1, 4),
)
def test_check_lets_nothing_else_through(
    marks: set[int],
    fewest: int,
    most: int | None,
) -> None:
    is_allowed = marks in ({NONE_OF_THESE}, {BLANK}) or (
        marks <= ONE_TO_FOUR and fewest <= len(marks) <= (4 if most is None else most)
    )

    try:
        check(tuple(sorted(marks)), marking(fewest, most))
    except InvalidSelectionError:
        assert not is_allowed
    else:
        assert is_allowed


@given(st.lists(IDS).map(tuple))
def test_decode_reads_what_encode_wrote(selection: tuple[int, ...]) -> None:
    assert decode(encode(selection)) == selection


@given(st.lists(IDS).map(tuple))
def test_encode_writes_a_json_list_without_spaces(selection: tuple[int, ...]) -> None:
    assert encode(selection) == json.dumps(selection, separators=(",", ":"))


@pytest.mark.parametrize(
    ("fields", "selection"),
    [
        ([], ()),
        ([("rank-7", "1"), ("rank-3", "2")], (7, 3)),
        ([("rank-3", ""), ("rank-7", "1")], (7,)),
        ([("rank-3", "1"), ("rank-7", "1")], ((3, 7),)),
        ([("rank-3", "3"), ("rank-7", "1")], (7, None, 3)),
        ([("choice", "7"), ("choice", "3")], (7, 3)),
        ([("rank-3", "1"), ("choice", "9")], (3, 9)),
        ([("name", "Bob"), ("rank-x", "1"), ("score-3", "1")], ()),
        ([("rank-7", "\u0661"), ("rank-3", "\uff12")], (7, 3)),  # 1 and 2 of other scripts
    ],
)
def test_read_keeps_a_ranking_as_it_was_marked(
    fields: list[tuple[str, str]],
    selection: Selection,
) -> None:
    assert read(Style.RANKING, fields) == selection


@pytest.mark.parametrize(
    ("fields", "selection"),
    [
        ([], ()),
        ([("score-7", "0"), ("score-3", "5")], ((3, 5), (7, 0))),
        ([("score-7", ""), ("score-3", "5")], ((3, 5),)),
        ([("choice", "9")], ((9, None),)),
    ],
)
def test_read_keeps_scores_and_leaves_blanks_out(
    fields: list[tuple[str, str]],
    selection: Selection,
) -> None:
    assert read(Style.SCORES, fields) == selection


@pytest.mark.parametrize("value", ["x", "-1", "0", "1.5", "1000", "³"])
def test_read_refuses_what_is_no_rank(value: str) -> None:
    with pytest.raises(MalformedBallotError):
        read(Style.RANKING, [("rank-3", value)])


RANKING = marking(1, None)._replace(style=Style.RANKING, alone={BLANK: "Blank vote"})
SCORES = RANKING._replace(style=Style.SCORES, highest=5)
GRADES = SCORES._replace(has_labels=True)
DATES = GRADES._replace(has_dates=True)


@pytest.mark.parametrize(
    ("selection", "marking"),
    [
        ((3, 1, 2, 4), RANKING),
        ((2,), RANKING),
        ((NONE_OF_THESE, 2), RANKING),
        ((BLANK,), RANKING),
        (((1, 2), 3), RANKING._replace(has_equal_ranks=True)),
        ((3, 1), RANKING._replace(fewest=2, most=2)),
        (((1, 0), (2, 5)), SCORES),
        (((1, 2),), SCORES),
        (((BLANK, None),), SCORES),
    ],
)
def test_check_takes_ranks_and_scores(selection: Selection, marking: Marking) -> None:
    check(selection, marking)


@pytest.mark.parametrize(
    ("selection", "marking", "message"),
    [
        ((), RANKING, "You ranked no choice; rank 1 or more, then vote."),
        ((1,), RANKING._replace(fewest=2), "You ranked 1 choice; rank 2 or more, then vote."),
        ((1, 1), RANKING, "You ranked a choice twice. Give each choice one rank, then vote."),
        ((1, 99), RANKING, UNKNOWN),
        ((1, BLANK), RANKING, BLANK_COMBINED),
        ((None, BLANK), RANKING, BLANK_RANKED),
        (
            ((1, 2), 3),
            RANKING,
            "You gave rank 1 to 2 choices. Give each rank to one choice only, then vote.",
        ),
        (
            (1, None, 2),
            RANKING,
            "No choice has rank 2, but one has a later rank. Close the gap, then vote.",
        ),
        ((), SCORES, "You scored no choice; score 1 or more, then vote."),
        ((), GRADES, "You answered no choice; answer 1 or more, then vote."),
        ((), DATES, "You answered no date; answer 1 or more, then vote."),
        (
            ((1, 2),),
            DATES._replace(fewest=2),
            "You answered 1 date; answer 2 or more, then vote.",
        ),
        (
            ((99, 1),),
            DATES,
            "That date is not on this ballot. Answer one of the dates shown, then vote.",
        ),
        (
            ((1, 6),),
            DATES,
            "Give each date one of the answers shown, or none, then vote.",
        ),
        (((99, 1),), SCORES, UNKNOWN),
        (((1, 1), (BLANK, None)), SCORES, BLANK_COMBINED),
        (((BLANK, 3),), SCORES, BLANK_RANKED),
        (
            ((1, 6),),
            SCORES,
            "Each score must be a whole number from 0 to 5. Correct it, then vote.",
        ),
        (
            ((1, None),),
            SCORES,
            "Each score must be a whole number from 0 to 5. Correct it, then vote.",
        ),
    ],
)
def test_check_says_what_is_wrong_with_ranks_and_scores(
    selection: Selection,
    marking: Marking,
    message: str,
) -> None:
    with pytest.raises(InvalidSelectionError) as refusal:
        check(selection, marking)

    assert sentence(refusal.value) == message


@pytest.mark.parametrize(
    "fields",
    [
        [("score-1", "3"), ("score-1", "4")],
        [("choice", "1"), ("score-1", "0")],
        [("score-1", "five")],
        [("score-1", "1000")],
        [("score-1", "-1")],
    ],
)
def test_read_refuses_scores_that_are_none_or_two(fields: list[tuple[str, str]]) -> None:
    with pytest.raises(MalformedBallotError):
        read(Style.SCORES, fields)


def test_read_takes_the_same_score_sent_twice_for_one() -> None:
    assert read(Style.SCORES, [("score-1", "3"), ("score-1", "3")]) == ((1, 3),)


KINDS = [
    (Style.MARKS, (3, 7), (1, 2)),
    (Style.RANKING, (7, None, (3, 9)), (2, None, (1, 3))),
    (Style.SCORES, ((3, 5), (7, 0), (9, None)), ((1, 5), (2, 0), (3, None))),
]


@pytest.mark.parametrize(("style", "selection", "others"), KINDS)
def test_renamed_keeps_what_was_marked(
    style: Style,
    selection: Selection,
    others: Selection,
) -> None:
    assert renamed(selection, style, {3: 1, 7: 2, 9: 3}) == others
    assert {3: 1, 7: 2, 9: 3}.keys() >= set(named(selection, style))


@pytest.mark.parametrize(("style", "selection", "others"), KINDS)
def test_decode_reads_every_style(style: Style, selection: Selection, others: Selection) -> None:
    assert (decode(encode(selection)), decode(encode(others))) == (selection, others), style


RANKS = st.none() | st.integers(0, 2**63) | st.lists(st.integers(0, 9), min_size=2).map(tuple)


@given(st.lists(RANKS).map(tuple))
def test_encode_writes_what_json_would(selection: Selection) -> None:
    assert encode(selection) == json.dumps(selection, separators=(",", ":"))


@given(st.lists(st.lists(RANKS).map(tuple)))
def test_decode_all_reads_each(selections: list[Selection]) -> None:
    assert decode_all([encode(each) for each in selections]) == selections


@pytest.mark.parametrize("style", [Style.RANKING, Style.SCORES])
@pytest.mark.parametrize(
    "name",
    ["rank-", "score-", "rank-²", "rank-1x", f"rank-{'1' * 20}", f"score-{'1' * 20}", "rank", "x1"],
)
def test_read_passes_over_fields_that_are_for_no_choice(style: Style, name: str) -> None:
    assert read(style, [(name, "no number")]) == ()


@pytest.mark.parametrize(("style", "name"), [(Style.RANKING, "rank-1"), (Style.SCORES, "score-1")])
@pytest.mark.parametrize("value", ["1000", "1" * 5_000, "²", "-1", " 1"])
def test_read_refuses_a_number_that_none_is(style: Style, name: str, value: str) -> None:
    with pytest.raises(MalformedBallotError):
        read(style, [(name, value)])
