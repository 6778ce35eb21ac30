"""The ballots of a question as an election in the formats of the field, grouped."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from polls.db import questions
from polls.domain.ballots.selections import Style, encode, renamed
from polls.domain.counting.profiles import Profile
from polls.domain.errors import BallotsNotShownError, NoSuchFormatError, QuestionNotFoundError
from polls.domain.questions.questions import Kind
from polls.domain.questions.visibility import may_take_ballots
from polls.formats.elections import Election
from polls.formats.files import WRITERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.db.engines.database import Database
    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.questions import Question
    from polls.live import KeptTally, Tallies


class File(NamedTuple):
    """A file of ballots."""

    question: Question
    ending: str
    """Of its name."""
    body: bytes


def fitting(question: Question) -> dict[str, str]:
    """Return the formats that have a word for such ballots, by the endings of their addresses."""
    style = question.rules.style
    return {ending: each.title for ending, each in WRITERS.items() if style in each.ballots}


async def election(database: Database, tallies: Tallies, key: str, format_: str) -> File:
    """Return the ballots that count now, equal ones together, in a file of this format.

    Which of them came first cannot be seen. Ballots that weigh more are as many ballots.

    Raises:
        QuestionNotFoundError: there is none with this key.
        BallotsNotShownError: ballots of this question may not be seen one by one yet.
        NoSuchFormatError: the format has no word for what these ballots say.
    """
    question = await _found(database, key, format_)
    weights = await tallies.read(database, question, question.ballot_count, _weights)
    # In a thread: half a million kinds of ballots take seconds.
    return await tallies.count(_written, question, weights, format_)


async def _weights(kept: KeptTally) -> dict[Selection, int]:
    """Return a copy, which no vote changes while it is written."""
    return dict(kept.tally.weights)


async def _found(database: Database, key: str, format_: str) -> Question:
    question = await database.read(questions.find, key)
    if question is None:
        raise QuestionNotFoundError
    if not may_take_ballots(question.rules, question.stage(datetime.now(UTC))):
        raise BallotsNotShownError
    if format_ not in fitting(question):
        raise NoSuchFormatError(tuple(fitting(question).values()))
    return question


def _written(question: Question, weights: Mapping[Selection, int], format_: str) -> File:
    writer = WRITERS[format_]
    whole = _election(question, weights)
    ending = writer.ending(whole) if writer.ending else format_
    return File(question, ending, writer.write(whole).encode())


def _election(question: Question, weights: Mapping[Selection, int]) -> Election:
    """Return the ballots with the places of the choices for their ids; blank votes are empty."""
    rules = question.rules
    choices = [choice for choice in question.choices if choice.kind is not Kind.BLANK]
    if rules.style is Style.SCORES:
        counts = dict(weights)  # a score for each choice, in their order
    else:
        places = {choice.id: place for place, choice in enumerate(choices)}
        counts = {renamed(each, rules.style, places): number for each, number in weights.items()}
    order = sorted(counts, key=lambda selection: (-counts[selection], encode(selection)))
    return Election(
        names=tuple(choice.text for choice in choices),
        ballot=rules.style.value,
        profile=Profile(tuple(range(len(choices))), {each: counts[each] for each in order}),
        title=question.text,
        seats=rules.seats,
        highest=rules.highest if rules.style is Style.SCORES else None,
    )
