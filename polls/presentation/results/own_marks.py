"""What a reader's own ballot gives each choice, in a few words beside it in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style, places
from polls.presentation.language import gettext
from polls.presentation.results import score_labels
from polls.presentation.wording import ordinal

if TYPE_CHECKING:
    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.rules import Rules


def own_marks(selection: Selection, rules: Rules) -> dict[int, str]:
    """Return by the id of a choice what a ballot gives it; choices that it leaves out have nothing.

    Nor has any choice where one browser votes for several people: no ballot is its own.
    """
    if rules.is_repeatable:
        return {}
    given = places(selection, rules.style)
    return {choice: _mark(place, rules) for choice, place in given.items()}


def _mark(place: int | None, rules: Rules) -> str:
    match rules.style:
        case Style.RANKING if place is not None:
            return gettext("Your %(place)s choice", place=ordinal(place))
        case Style.SCORES if place is not None:
            score = score_labels.label(rules, place)
            if rules.has_dates or rules.labels:  # words, which need the room
                return gettext("You: %(answer)s", answer=score)
            return gettext("Your score: %(score)s", score=score)
        case _:
            return gettext("Your vote")
