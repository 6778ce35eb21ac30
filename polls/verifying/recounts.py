"""What the ballots of a record come to, and whether the record says the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.records import closes as written
from polls.domain.records import lines
from polls.domain.results import contrasts, counts, results, tallies
from polls.domain.results.results import Lead
from polls.formats.record_files import RESULT
from polls.verifying import objects
from polls.verifying.faults import WrongError
from polls.verifying.objects import member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from polls.domain.counting.outcomes import CountResult
    from polls.domain.questions.questions import Question
    from polls.domain.results.results import Result
    from polls.domain.results.tallies import Count, Tally
    from polls.verifying.ballots import Ballots
    from polls.verifying.closes import Close

_SUMS = {
    "marks": "marks",
    "first_choices": "first choices",
    "pairs": "comparisons",
    "scores": "scores",
}
_RESULT = "The result"
_LONGEST = 200
"""Letters of a value in a sentence."""
_AMOUNTS = ("ballots", "weight", "blank")
_COUNTED = ("winners", "ranking", "tied", "lead")
_LEADS = frozenset(each.value for each in Lead)


class Recounted(NamedTuple):
    """What the ballots come to."""

    question: Question
    tally: Tally
    result: Result
    told: dict[str, Any]
    """The same as a record writes it."""

    @property
    def method(self) -> str:
        """How they are counted."""
        return counts.method_of(self.question.rules).title

    def others(self) -> Iterator[tuple[str, CountResult]]:
        """Yield what other methods make of them, each with its title."""
        for way in contrasts.ways(self.question.rules):
            yield way.title, way.count(self.question, self.tally.profile)

    def named(self, choices: Iterable[int]) -> str:
        """Return the texts of choices."""
        texts = {choice.id: choice.text for choice in self.question.choices}
        return ", ".join(f"“{texts[id_]}”" for id_ in choices)


def recount(question: Question, ballots: Ballots, invited: Count | None) -> Recounted:
    """Count the ballots by the method of their question."""
    tally = tallies.folded(question, ballots.groups())
    read = results.read(question, tally, is_closed=True)
    judged = results.judged(read, question.rules, invited, is_closed=True)
    return Recounted(question, tally, judged, written.result(question, tally, judged))


def check_sums(recount: Recounted, close: Close, file: bytes) -> None:
    """Make sure that the sums are those of the ballots.

    Args:
        recount: what the ballots come to.
        close: what the record says of it.
        file: what another file of the record says.

    Raises:
        WrongError: they are not.
    """
    if file != lines.line(close.result) + b"\n":
        raise WrongError(f"{RESULT} does not say what the close says.")
    told = recount.told
    for name in _AMOUNTS:
        if (said := member(close.result, name, objects.ANYTHING, _RESULT)) != told[name]:
            raise WrongError(
                f"“{name}” is {_plain(said)} in the result; the ballots give {_plain(told[name])}."
            )
    sums = member(close.result, "sums", objects.OBJECT, _RESULT)
    for name, counted in told["sums"].items():
        if member(sums, name, objects.LIST, "The sums in the result") != counted:
            raise WrongError(_difference(name, sums[name], counted, recount))
    _check_outcome(close.result, len(recount.question.choices))


def check_count(recount: Recounted, close: Close) -> None:
    """Make sure that the method says what the record says.

    Raises:
        WrongError: it does not.
    """
    told = recount.told
    for name in _COUNTED:
        if (said := member(close.result, name, objects.ANYTHING, _RESULT)) != told[name]:
            raise WrongError(
                f"“{name}” is {_plain(said)} in the result; counted by {recount.method}, the"
                f" ballots give {_plain(told[name])}."
            )


def _check_outcome(result: dict[str, Any], choices: int) -> None:
    """Make sure that what the method says is said of choices, whatever it says."""
    winners = member(result, "winners", objects.LIST, _RESULT)
    ranking = member(result, "ranking", objects.LIST, _RESULT)
    tied = member(result, "tied", objects.LIST, _RESULT)
    lead = member(result, "lead", objects.TEXT, _RESULT)
    if lead not in _LEADS:
        raise WrongError(f"The result has an unknown “lead”: “{lead}”.")
    for each in (winners, tied, *ranking):
        if not objects.listed(each, objects.POSITIVE) or any(choice > choices for choice in each):
            raise WrongError("The result names a choice that there is not.")
    if lead == Lead.WON.value and not winners:
        raise WrongError("The result says that there are winners, and names none.")


def _difference(name: str, said: list[Any], counted: list[Any], recount: Recounted) -> str:
    """Say where two lists of sums differ first, in which each choice has a place."""
    differing = (
        (choice.text, *each)
        for choice, *each in zip(recount.question.choices, said, counted, strict=False)
        if each[0] != each[1]
    )
    for text, one, other in differing:
        return (
            f"The {_SUMS[name]} of “{text}” are {_plain(one)} in the result; the ballots give"
            f" {_plain(other)}."
        )
    return f"The result has {len(said)} {_SUMS[name]}, and not one for each choice."


def _plain(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
