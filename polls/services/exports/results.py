"""The result of a question as an export, for whoever may see it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.errors import ResultNotShownError
from polls.domain.questions import Kind
from polls.services import results as service
from polls.services.exports.sheets import Sheet, facts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from polls.db.database import Database
    from polls.domain.counting.profiles import Count as Weight
    from polls.domain.questions import Choice, Question
    from polls.domain.results import Result
    from polls.domain.visibility import Role
    from polls.live import Tallies
    from polls.services.exports.sheets import Row


async def results(database: Database, kept: Tallies, key: str, viewer: Role) -> Sheet:
    """Return what `viewer` may see of the result now: a row for each choice, the blank last.

    Raises:
        QuestionNotFoundError: there is none with this key that may be seen.
        ResultNotShownError: what its ballots say may not be seen.
    """
    shown = await service.of(database, kept, key, viewer)
    if shown.result is None:
        raise ResultNotShownError(shown.sight.when)
    result = shown.result
    names = ("text", "votes", "weight", "share") if result.is_weighted else _PLAIN
    return Sheet(
        name="results",
        question=shown.question,
        facts=facts(shown.question, shown.stage)
        | {
            "sight": shown.sight.value,
            "votes": result.total.ballots,
            "weight": result.total.weight,
            "blank": result.blank.ballots,
        },
        rows_name="choices",
        headings=[_HEADINGS[name] for name in names],
        cells=lambda row: [row[name] for name in names],
        slices=_at_once(_rows(shown.question, result)),
    )


_PLAIN = ("text", "votes", "share")
_HEADINGS = {"text": "Choice", "votes": "Votes", "weight": "Weight", "share": "Share in percent"}


def _rows(question: Question, result: Result) -> list[Row]:
    rows = [_row(line.choice, line.votes, line.weight, line.share) for line in result.lines]
    blank = [choice for choice in question.choices if choice.kind is Kind.BLANK]
    return rows + [_row(choice, *result.blank, share=None) for choice in blank]


def _row(choice: Choice, votes: int, weight: Weight, share: int | None) -> Row:
    return {
        "text": choice.text,
        "kind": choice.kind.value,
        "votes": votes,
        "weight": weight,
        "share": share,
    }


async def _at_once(rows: Sequence[Row]) -> AsyncIterator[Sequence[Row]]:
    yield rows
