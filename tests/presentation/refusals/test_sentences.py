from __future__ import annotations

from typing import Any

import pytest

from polls.domain.errors import PollsError, QuestionNotFoundError
from polls.domain.questions.visibility import ResultNotShownError
from polls.presentation.language import PSEUDO, spoken
from polls.presentation.refusals import sentence
from tests import refusals


@pytest.mark.parametrize("kind", refusals.kinds())
def test_every_refusal_has_a_sentence(kind: type[PollsError]) -> None:
    for error in refusals.examples(kind):
        if isinstance(error, ResultNotShownError) and error.sight.is_open:
            continue  # which no refusal is made of
        said = sentence(error)

        assert said
        assert "Error(" not in said
        assert "%(" not in said


@pytest.mark.parametrize("kind", refusals.kinds())
def test_every_refusal_is_put_into_the_language_that_is_spoken(kind: type[PollsError]) -> None:
    for error in refusals.examples(kind):
        if isinstance(error, ResultNotShownError) and error.sight.is_open:
            continue
        with spoken(PSEUDO):
            said = sentence(error)

        assert said != sentence(error)


def test_refusal_without_a_sentence_is_noticed() -> None:
    class ForgottenError(PollsError):
        pass

    with pytest.raises(LookupError, match="ForgottenError"):
        sentence(ForgottenError())


@pytest.mark.parametrize("kind", refusals.kinds())
def test_every_refusal_tells_logs_its_kind_and_fields(kind: type[PollsError]) -> None:
    for error in refusals.examples(kind):
        assert str(error).startswith(f"{kind.__name__}(")
        for value in vars(error).values():
            assert repr(value) in str(error)


def test_refusal_without_fields_tells_logs_its_kind() -> None:
    error: Any = QuestionNotFoundError()

    assert str(error) == "QuestionNotFoundError()"
