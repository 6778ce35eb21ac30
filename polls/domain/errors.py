"""Everything that can be refused, each with the sentence that its reader needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class PollsError(Exception):
    """A refusal whose text can be shown to the person who caused it."""


class QuestionNotFoundError(PollsError):
    """No such question, or none that may be seen yet."""

    def __init__(self) -> None:
        super().__init__("There is no such question.")


class NotYetOpenError(PollsError):
    """The question is being prepared, or its time has not come."""

    def __init__(self) -> None:
        super().__init__("Voting on this question has not begun.")


class QuestionDeletedError(PollsError):
    """There was such a question, and somebody who may has deleted it."""

    def __init__(self) -> None:
        super().__init__("This question and all its votes were deleted.")


class NotTheOrganiserError(PollsError):
    """Whoever asks does not hold the organiser's secret of this question."""

    def __init__(self) -> None:
        super().__init__(
            "This page is the organiser's. Open it with the organiser's link of this question.",
        )


class EditedMeanwhileError(PollsError):
    """The question was changed after the page was loaded whose form came."""

    def __init__(self) -> None:
        super().__init__(
            "The question was changed in the meantime, perhaps in another tab, so this change was "
            "not made.",
        )


class QuestionClosedError(PollsError):
    """The ballot came after the end of voting."""

    def __init__(self) -> None:
        super().__init__("Voting on this question has ended, so this vote was not counted.")


class AlreadyVotedError(PollsError):
    """A different ballot by the same voter on a question that allows no change."""

    def __init__(self) -> None:
        super().__init__(
            "You have already voted, and votes on this question cannot be changed. "
            "Your first vote stands.",
        )


class InvalidSelectionError(PollsError):
    """The marks on a ballot do not make a selection. The ballot can be marked again."""


class MalformedBallotError(PollsError):
    """The ballot was not made by the form: what stands for a choice is no choice id."""

    def __init__(self) -> None:
        super().__init__("A choice is named by its number, as the form on the ballot does.")


class Problem(NamedTuple):
    """What is wrong with one field of a form."""

    field: str
    text: str


class InvalidQuestionError(PollsError):
    """A question breaks rules; its text lists all of them, one a line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(problem.text for problem in problems))
        self.problems = tuple(problems)


class UnavailableError(PollsError):
    """Nothing is wrong with the request; the same one may succeed in a moment."""


class TooManyWatchersError(PollsError):
    """As many people watch as this server can serve."""

    def __init__(self) -> None:
        super().__init__(
            "Too many people are watching at this moment. The page itself shows the current "
            "numbers whenever it is loaded.",
        )


class TooManyFromAddressError(PollsError):
    """As many streams are open from one address as one may have."""

    def __init__(self) -> None:
        super().__init__(
            "Too many people are watching from this network. The page itself shows the current "
            "numbers whenever it is loaded.",
        )


class BrokenError(PollsError):
    """The program made a mistake, which is logged under `number`."""

    def __init__(self, number: str) -> None:
        super().__init__("This is a mistake in the program, not in what you did.")
        self.number = number


class StartError(PollsError):
    """The program cannot start; its text says what the operator can do."""
