from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.domain import errors

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "refusal",
    [
        errors.QuestionNotFoundError,
        errors.QuestionClosedError,
        errors.AlreadyVotedError,
        errors.MalformedBallotError,
        errors.TooManyFromNetworkError,
        errors.CodeNeededError,
        errors.EmptyCodeError,
        errors.WrongCodeError,
        errors.RevokedCodeError,
    ],
)
def test_refusals_have_a_sentence_for_the_reader(refusal: Callable[[], errors.PollsError]) -> None:
    text = str(refusal())

    assert text.endswith(".")
    assert text[0].isupper()
