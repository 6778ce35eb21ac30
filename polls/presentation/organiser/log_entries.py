"""By whose right something was done, in the words of a question's log."""

from __future__ import annotations

from polls.domain.questions.log import Actor
from polls.presentation.language import gettext_noop

ACTORS = {
    Actor.ORGANISER: gettext_noop("by the organiser's link"),
    Actor.OPERATOR: gettext_noop("by the operator of this site"),
    Actor.CLOCK: gettext_noop("by the clock"),
}
