"""What the stages of a question's life are called in a list."""

from __future__ import annotations

from polls.domain.questions.questions import Stage
from polls.presentation.language import gettext_noop, translated

_NAMES = {
    Stage.DRAFT: gettext_noop("Draft"),
    Stage.SCHEDULED: gettext_noop("Not yet open"),
    Stage.OPEN: gettext_noop("Open"),
    Stage.ENDING: gettext_noop("Closed"),
    Stage.CLOSED: gettext_noop("Closed"),
}


def name(stage: Stage) -> str:
    """Return what a stage is called."""
    return translated(_NAMES[stage])
