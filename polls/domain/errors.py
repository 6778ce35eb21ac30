"""Everything that can be refused, each with the sentence that its reader needs."""

from __future__ import annotations


class PollsError(Exception):
    """A refusal whose text can be shown to the person who caused it."""


class QuestionNotFoundError(PollsError):
    """No such question, or none that may be seen yet."""

    def __init__(self) -> None:
        super().__init__("There is no such question.")


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


class InvalidQuestionError(PollsError):
    """A new question breaks rules; its text lists all of them, one a line."""


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
