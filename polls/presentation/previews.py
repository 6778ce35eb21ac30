"""The words of the picture of a question that other sites show beside a link to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.questions.asking import plain_count
from polls.presentation import decisions, wording
from polls.presentation.language import gettext
from polls.services.previews import Caption

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question


def caption(question: Question) -> Caption:
    """Return what the picture of a question says, in the current language."""
    return Caption(
        text=question.text,
        otherwise=gettext("A question"),
        below=decisions.sentence(question)
        or wording.choices(plain_count(question.choices), question.rules),
    )
