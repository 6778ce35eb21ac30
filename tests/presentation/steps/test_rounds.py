from __future__ import annotations

from typing import Any

from polls.domain.questions.questions import Choice
from polls.domain.results import results
from polls.domain.results.tallies import Group, folded
from polls.presentation.emphasis import html
from polls.presentation.steps import rounds
from tests import asking


def parts(ballots: dict[Any, int], choices: int, **values: Any) -> list[rounds.CountTold]:
    named = tuple(Choice(number, f"Choice {number}", 0) for number in range(1, choices + 1))
    question = asking.question(choices=named, max_choices=None, **values)
    tally = folded(question, [Group(each, 1, number) for each, number in ballots.items()])
    return rounds.parts(results.read(question, tally, is_closed=True), question)


def test_parts_have_words_table_and_picture() -> None:
    (part,) = parts({(1,): 4, (2, 1): 3, (3, 2): 2}, 3, method="instant_runoff")

    assert [told.number for told in part.told] == [1, 2]
    assert html(part.told[0].sentence) == (
        "<em>Choice 3</em> had the fewest first choices, 2, and was eliminated. "
        "All of its ballots went to <em>Choice 2</em>."
    )
    assert part.sheet.columns == (1, 2)
    assert part.flow is not None
    assert part.untold == 0


def test_parts_of_many_rounds_tell_the_last_ones() -> None:
    ballots = {(place,): place for place in range(1, 61)}

    (part,) = parts(ballots, 60, method="instant_runoff")

    assert part.untold == 59 - rounds.MOST_TOLD
    assert [told.number for told in part.told] == list(range(40, 60))


def test_parts_are_one_a_seat_where_seats_are_filled_one_after_another() -> None:
    ballots = {(place, place % 8 + 1): place for place in range(1, 9)}

    found = parts(ballots, 8, method="instant_runoff", seats=7)

    assert [part.number for part in found] == [1, 2, 3, 4, 5]


def test_parts_tell_the_hopeless_in_one_sentence() -> None:
    (part,) = parts({(3,): 1}, 6, method="instant_runoff")

    first, last = part.told
    assert html(first.sentence) == (
        "Rounds 1–4: <em>Choice 3</em> had a majority, 1 of 1 ballot, and was elected. "  # noqa: RUF001 - as told
        + html(first.sentence).partition("was elected. ")[2]
    )
    assert html(first.sentence).endswith(
        " had no first choices and were eliminated. "
        "Lots set their order, which made no difference to who won."
    )
    assert last.number == 5
    assert part.sheet.columns == (1, 5)
    assert part.flow
    assert [number for _x, number in part.flow.columns] == [1, 5]


def test_parts_say_where_the_ballots_of_the_hopeless_went() -> None:
    ballots = {(1,): 9, (2, 1): 8, (3, 2): 6, (4, 3): 1, (5, 4, 1): 1, (6,): 1}

    (part,) = parts(ballots, 6, method="instant_runoff")

    said = html(part.told[0].sentence)
    assert said.startswith("Rounds 1–3: ")  # noqa: RUF001 - as told
    for told in (
        "<em>Choice 4 (1)</em>",
        " together had fewer votes than the next choice and were eliminated. Of their ballots, ",
        "1 named no other choice",
    ):
        assert told.replace("<em>Choice 4 (1)</em>", "<em>Choice 4</em> (1)") in said
    assert [told.number for told in part.told] == [1, 4, 5]


def test_parts_of_meek_say_who_took_the_last_seat() -> None:
    (part,) = parts({(1, 2): 40, (2,): 10, (3,): 15}, 3, method="meek_stv", seats=2)

    assert html(part.last_seat).startswith("<em>Choice 2</em> took the last seat with ")
    assert "<em>Choice 3</em> came next, with 15." in html(part.last_seat)


def test_parts_of_meek_have_no_picture() -> None:
    (part,) = parts({(1, 2): 40, (2,): 10, (3,): 15}, 3, method="meek_stv", seats=2)

    assert part.flow is None
    assert len(part.told) > 1
