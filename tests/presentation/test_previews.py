from __future__ import annotations

from polls.domain.questions.questions import Choice, Kind
from polls.presentation import previews
from polls.presentation.language import PSEUDO, spoken
from polls.services.previews import Caption
from tests import asking


def test_picture_says_what_the_choices_are() -> None:
    choices = asking.question(text="Tea or coffee?")
    dates = asking.question(method="availability")

    assert previews.caption(choices) == Caption("Tea or coffee?", "A question", "2 choices")
    assert previews.caption(dates).below == "2 dates"


def test_picture_does_not_count_a_blank_vote_as_a_choice() -> None:
    question = asking.question(
        choices=(
            Choice(1, "Tea", 0),
            Choice(2, "Coffee", 0),
            Choice(3, "Blank vote", 0, Kind.BLANK),
        )
    )

    assert previews.caption(question).below == "2 choices"


def test_picture_is_in_the_language_that_is_spoken() -> None:
    question = asking.question(text="Tea?")

    with spoken(PSEUDO):
        told = previews.caption(question)

    assert told.text == "Tea?"
    assert told.otherwise != "A question"
    assert told.below != "2 choices"
