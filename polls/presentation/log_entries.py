"""By whose right something was done, in the words of a question's log."""

from __future__ import annotations

from polls.domain.questions.log import Actor

ACTORS = {
    Actor.ORGANISER: "by the organiser's link",
    Actor.OPERATOR: "by the operator of this site",
    Actor.CLOCK: "by the clock",
}
