"""The close: the last leaf of a record, with what the ballots before it come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.records import lines, sums
from polls.domain.results import counts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.questions.questions import Question
    from polls.domain.results.results import Result
    from polls.domain.results.tallies import Count, Tally


class Gone(NamedTuple):
    """Hashes of ballots that no longer count, in any order."""

    replaced: Iterable[bytes] = ()
    """By their own voters, or taken back by them."""
    removed: Iterable[bytes] = ()
    """By the organiser."""


def close(question: Question, number: int, gone: Gone, tally: Tally, judged: Result) -> bytes:
    """Return the leaf.

    Args:
        question: as it is when it is sealed.
        number: of the record.
        gone: the ballots that are not in it.
        tally: those that are.
        judged: the result, as its page shows it.
    """
    return lines.line(
        {
            "polls": "close",
            "record": number,
            "ended": lines.instant(question.ended_at),
            "ballots": tally.total.ballots,
            "replaced": _sorted(gone.replaced),
            "removed": _sorted(gone.removed),
            "lot_seed": question.lot_seed and question.lot_seed.decode(),
            "result": result(question, tally, judged),
        }
    )


def result(question: Question, tally: Tally, judged: Result) -> dict[str, Any]:
    """Return what the ballots come to, by the numbers of the choices."""
    numbers = question.numbers

    def named(ids: Iterable[int]) -> list[int]:
        return [numbers[id_] for id_ in ids]

    return {
        "ballots": tally.total.ballots,
        "weight": tally.total.weight,
        "blank": _amount(judged.blank),
        "lead": judged.lead.value,
        "winners": named(judged.counted.winners),
        "ranking": [named(group) for group in judged.counted.ranking],
        "tied": named(judged.counted.tied),
        "sums": sums.of(
            tally,
            list(numbers),
            question.rules.highest,
            counts.options_of(question),
            judged.counted.steps,
        ),
    }


def _amount(count: Count) -> dict[str, int]:
    return {"ballots": count.ballots, "weight": count.weight}


def _sorted(hashes: Iterable[bytes]) -> list[str]:
    return [lines.base64(each) for each in sorted(hashes)]
