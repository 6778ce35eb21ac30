from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from polls.domain.questions.questions import Choice
from polls.presentation import decisions
from tests import asking

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question

EVENING, DAY, NIGHT = "2026-07-03 19:00\u201321:00", "2026-07-04", "2026-07-05 23:00\u201301:00"


def question(*texts: str, decided: tuple[int, ...] = (1,), method: str = "plurality") -> Question:
    choices = tuple(Choice(number, text, 0) for number, text in enumerate(texts, start=1))
    return asking.question(
        method=method,
        zone="Europe/Berlin",
        choices=tuple(replace(each, is_decided=each.id in decided) for each in choices),
    )


@pytest.mark.parametrize(
    ("date", "sentence"),
    [
        (EVENING, "It is on Friday 3 July 2026, 19:00\u2013\u206021:00 (Europe/Berlin)."),
        (DAY, "It is on Saturday 4 July 2026."),
        ("2026-07-04\u20132026-07-06", "It is on Saturday 4 July \u2013 Monday 6 July 2026."),
        (
            NIGHT,
            "It is on Sunday 5 July 2026, 23:00\u2013\u206001:00 the next day (Europe/Berlin).",
        ),
    ],
)
def test_date_that_was_decided_for_is_told_in_words(date: str, sentence: str) -> None:
    told = question(date, "2026-08-01 10:00", method="availability")

    assert decisions.sentence(told) == sentence


def test_choice_that_was_decided_for_is_told() -> None:
    assert decisions.sentence(question("Tea", "Coffee")) == "Decided: Tea."
    assert decisions.sentence(question(DAY, "Coffee")) == "Decided: 2026-07-04."


def test_several_are_told_in_one_sentence() -> None:
    dates = question(EVENING, DAY, NIGHT, decided=(2, 3), method="availability")

    assert decisions.sentence(question("Ann", "Bo", "Cy", decided=(1, 3))) == "Decided: Ann and Cy."
    assert decisions.sentence(dates) == (
        "It is on Saturday 4 July 2026 and Sunday 5 July 2026, 23:00\u2013\u206001:00 the next day "
        "(Europe/Berlin)."
    )


def test_nothing_is_told_where_nothing_was_decided() -> None:
    assert decisions.sentence(question("Tea", decided=())) == ""
    assert decisions.html(question("Tea", decided=())) == ""


def test_choice_is_escaped_and_emphasised() -> None:
    assert decisions.html(question("<b>Tea</b>")) == ("Decided: <em>&lt;b&gt;Tea&lt;/b&gt;</em>.")
