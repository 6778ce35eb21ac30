from __future__ import annotations

import pytest

from polls.domain.errors import EditedMeanwhileError, PollsError, StageConflict, WrongStageError
from polls.presentation.refusals.advice import about


@pytest.mark.parametrize("error", [EditedMeanwhileError(), WrongStageError(StageConflict.IS_DRAFT)])
def test_organiser_is_led_back_to_the_organisers_page(error: PollsError) -> None:
    advice = about(error, 409)

    assert advice.page == "manage"
    assert "results" not in advice.next_step
