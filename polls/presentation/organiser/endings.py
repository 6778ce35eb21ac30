"""What the end of voting shows and to whom, told to the organiser before it is brought about."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.questions.rules import Visibility, Voters
from polls.presentation.language import gettext

if TYPE_CHECKING:
    from polls.domain.questions.rules import Rules


def consequences(rules: Rules) -> tuple[str, ...]:
    """Return what is shown when voting has ended, a sentence each."""
    named = rules.voters is Voters.NAMED and rules.visibility is not Visibility.ORGANISER
    who = gettext("Everyone who sees the result also sees who voted for what.")
    return (_seen(rules.visibility), who) if named else (_seen(rules.visibility),)


def _seen(visibility: Visibility) -> str:
    match visibility:
        case Visibility.ALWAYS:
            return gettext(
                "Everyone who can open the question sees the final result, with how any ties were "
                "broken."
            )
        case Visibility.VOTED:
            return gettext(
                "The result is published to everyone who can open the question, also to those who "
                "have not voted."
            )
        case Visibility.CLOSED:
            return gettext("The result is published to everyone who can open the question.")
        case Visibility.ORGANISER:
            return gettext("Only you see the result, until you publish it.")
        case _:
            assert_never(visibility)
