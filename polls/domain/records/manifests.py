"""The manifest: the first leaf of a record, with the question and all its rules."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from polls.domain.records import lines
from polls.domain.results import recounting

if TYPE_CHECKING:
    from polls.domain.questions.questions import Choice, Question
    from polls.domain.results.tallies import Count

FORMAT = 1


def manifest(
    question: Question,
    origin: str,
    number: int,
    program: str,
    invited: Count | None,
) -> bytes:
    """Return the leaf.

    Args:
        question: as it is when it is sealed.
        origin: of the checkpoint.
        number: of the record: 1, and one more each time that the question was reopened.
        program: its name and version.
        invited: all invitations, where voters are invited.
    """
    return lines.line(
        {
            "polls": "manifest",
            "format": FORMAT,
            "origin": origin,
            "record": number,
            "program": program,
            "question": question.text,
            "description": question.description,
            "zone": question.zone,
            "opened": lines.instant(question.opened_at or question.pub_date),
            "choices": [
                _choice(choice, place) for place, choice in enumerate(question.choices, start=1)
            ],
            "rules": _rules(question),
            "lot_seal": question.lot_seal,
            "invited": invited and {"ballots": invited.ballots, "weight": invited.weight},
        }
    )


def _choice(choice: Choice, place: int) -> dict[str, Any]:
    return {
        "number": place,
        "text": choice.text,
        "kind": choice.kind.value,
        "description": choice.description,
        "link": choice.link,
    }


def _rules(question: Question) -> dict[str, Any]:
    rules = question.rules
    values = {each.name: getattr(rules, each.name) for each in fields(rules)}
    return {"ballot": rules.style.value} | values | {"options": dict(recounting.options(question))}
