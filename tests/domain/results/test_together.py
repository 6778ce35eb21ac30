from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from polls.domain.counting.outcomes import Round
from polls.domain.counting.profiles import Profile
from polls.domain.methods import METHODS
from polls.domain.questions.questions import Choice
from polls.domain.results import together
from tests import asking

if TYPE_CHECKING:
    from polls.domain.counting.outcomes import CountResult
    from polls.domain.questions.questions import Question
    from polls.domain.results.together import Span

CHOICES = (1, 2, 3, 4, 5, 6)
ranking = st.permutations(CHOICES).flatmap(
    lambda order: st.integers(1, 4).map(lambda length: tuple(order[:length])),
)
ballots = st.dictionaries(ranking, st.integers(1, 12), min_size=1, max_size=7)
lots = st.permutations(CHOICES).map(tuple)


def asked(**rules: Any) -> Question:
    choices = tuple(Choice(number, f"Choice {number}", 0) for number in CHOICES)
    return asking.question(
        choices=choices, max_choices=None, **({"method": "instant_runoff"} | rules)
    )


def counted(given: dict[Any, int], order: tuple[int, ...] = CHOICES, seats: int = 1) -> CountResult:
    method = METHODS["instant_runoff"]
    return method.count(Profile(CHOICES, given), method.options(), seats, order)


def out_of(span: Span) -> frozenset[int]:
    return frozenset(choice for each in span for choice in each.eliminated)


def has_votes(span: Span) -> bool:
    return any(span[0].votes[choice] for choice in out_of(span))


def numbers(parts: list[list[Span]]) -> list[list[list[int]]]:
    return [[[each.number for each in span] for span in part] for part in parts]


@given(ballots, lots, st.integers(1, 3))
def test_spans_are_all_rounds_in_their_order(
    given: dict[Any, int],
    order: tuple[int, ...],
    seats: int,
) -> None:
    result = counted(given, order, seats)

    found = together.spans(asked(seats=seats), result)

    assert [each for part in found for span in part for each in span] == list(result.all(Round))
    assert {each.part for each in result.all(Round)} == set(range(1, len(found) + 1))


@given(ballots, lots)
def test_what_follows_a_span_depends_on_who_is_left_alone(
    given: dict[Any, int],
    order: tuple[int, ...],
) -> None:
    (part,) = together.spans(asked(), counted(given, order))

    for span, after in pairwise(part):
        left = set(span[0].votes) - out_of(span)
        first: Counter[int] = Counter(dict.fromkeys(left, 0))
        for ranked, count in given.items():
            first.update(dict.fromkeys([c for c in ranked if c in left][:1], count))
        assert after[0].votes == first
        if has_votes(span) and len(span) > 1:
            out = sum(span[0].votes[choice] for choice in out_of(span))
            assert all(span[0].votes[choice] > out for choice in left)


@given(ballots, lots, lots)
def test_lots_within_spans_change_neither_the_winner_nor_the_end(
    given: dict[Any, int],
    one: tuple[int, ...],
    other: tuple[int, ...],
) -> None:
    before, after = counted(given, one), counted(given, other)
    if set(before.ties) - together.harmless(asked(), before):
        return  # a lot that may decide

    (told,), (again,) = (together.spans(asked(), each) for each in (before, after))

    assert after.winners == before.winners
    assert not set(after.ties) - together.harmless(asked(), after)
    assert [out_of(span) for span in again if has_votes(span)] == [
        out_of(span) for span in told if has_votes(span)
    ]
    ends = [{c: n for c, n in each[-1][-1].votes.items() if n} for each in (told, again)]
    assert ends[0] == ends[1]


def test_choices_without_votes_go_out_together() -> None:
    result = counted({(3,): 1})

    found = together.spans(asked(), result)

    assert numbers(found) == [[[1, 2, 3, 4], [5]]]
    assert together.harmless(asked(), result) == set(result.ties)
    assert not has_votes(found[0][0])


def test_choices_with_fewer_votes_together_than_the_next_go_out_together() -> None:
    result = counted({(1,): 9, (2, 1): 8, (3, 2): 6, (4, 3): 1, (5, 4): 1, (6,): 1})

    found = together.spans(asked(), result)

    assert numbers(found) == [[[1, 2, 3], [4], [5]]]
    assert has_votes(found[0][0])


def test_choices_with_as_many_votes_together_as_the_next_go_out_one_by_one() -> None:
    result = counted({(1,): 9, (2, 1): 8, (3, 2): 3, (4, 3): 1, (5, 4): 1, (6,): 1})

    assert numbers(together.spans(asked(), result))[0][0] != [1, 2, 3]


def test_rounds_that_a_later_tie_looks_back_at_are_told_one_by_one() -> None:
    given = {(1,): 9, (2,): 6, (3,): 5, (4, 3): 1, (5, 4): 0}
    tied = {each: count for each, count in given.items() if count} | {(6, 5): 1}
    result = counted(tied)

    found = together.spans(asked(), result)

    looks_back = [tie for tie in result.ties if tie.chosen[0] in {2, 3}]
    assert looks_back
    assert all(len(span) == 1 for span in found[0] if has_votes(span))


def test_rounds_of_other_counts_are_told_one_by_one() -> None:
    method = METHODS["stv"]
    result = method.count(Profile(CHOICES, {(3,): 1}), method.options(), 1, CHOICES)

    found = together.spans(asked(method="stv"), result)

    assert all(len(span) == 1 for part in found for span in part)


def test_rounds_in_which_shared_ranks_end_by_who_continues_are_told_one_by_one() -> None:
    options = (("overvote_rule", "exhaust_if_multiple_continuing"),)
    result = counted({(3,): 1})

    found = together.spans(asked(options=options), result)

    assert [len(span) for span in found[0]] == [1] * 5
