"""The question of a record, as its manifest tells it: as much of it as a recount needs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.methods import METHODS
from polls.domain.questions import asking, fitting
from polls.domain.questions.content import Content
from polls.domain.questions.questions import Choice, Kind, Question, stands_alone
from polls.domain.questions.rules import Rules, Threshold, Voters
from polls.domain.records.manifests import FORMAT
from polls.domain.results import recounting
from polls.domain.results.tallies import Count
from polls.verifying import objects
from polls.verifying.faults import FaultKind, NotARecordError, WrongError, checking
from polls.verifying.objects import member

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import Enum

MOST_CHOICES = 1_000

_MANIFEST, _RULES = "The manifest", "The rules in the manifest"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_TEXTS = ("program", "zone", "opened")
_SEAL = re.compile(r"[0-9a-f]{64}")
_WHOLE = 100
_HARMLESS = frozenset({"labels", "min_choices", "max_choices"})
"""Fields of rules on which no count depends."""


class Manifest(NamedTuple):
    """What the first leaf says."""

    origin: str
    record: int
    question: Question
    """Its choices have their numbers for ids."""
    lot_seal: str | None
    invited: Count | None


def check_format(file: bytes) -> None:
    """Make sure that a manifest, with its line feed, is of a format that this program knows.

    Raises:
        NotARecordError: it is not, or it is no manifest at all.
    """
    try:
        format_ = objects.read(file[:-1], _MANIFEST).get("format")
    except WrongError as error:
        raise NotARecordError(f"This is not a record: {error}") from error
    if type(format_) is not int or format_ != FORMAT:
        raise NotARecordError(
            f"This record has the format {format_}, which this program does not know."
            " Use the one that the site of the record offers."
        )


@checking(FaultKind.MANIFEST)
def read(line: bytes) -> Manifest:
    """Read the first leaf, whose format is known.

    Raises:
        WrongError: it is no manifest, or not such a one.
        NotARecordError: this program does not know its method.
    """
    value = objects.read(line, _MANIFEST)
    if value.get("polls") != "manifest" or next(iter(value)) != "polls":
        raise WrongError("The first leaf is not a manifest.")
    for name in _TEXTS:
        member(value, name, objects.TEXT, _MANIFEST)
    member(value, "description", objects.TEXT_OR_NOTHING, _MANIFEST)
    choices = _choices(member(value, "choices", objects.LIST, _MANIFEST))
    rules = member(value, "rules", objects.OBJECT, _MANIFEST)
    question = _question(value, choices, _rules(rules, choices))
    _check_rules(question, _options(rules))
    return Manifest(
        member(value, "origin", objects.TEXT, _MANIFEST),
        member(value, "record", objects.POSITIVE, _MANIFEST),
        question,
        _seal(member(value, "lot_seal", objects.TEXT_OR_NOTHING, _MANIFEST)),
        _invited(member(value, "invited", objects.OBJECT_OR_NOTHING, _MANIFEST)),
    )


def _rules(value: dict[str, Any], choices: Sequence[Choice]) -> Rules:
    name = member(value, "method", objects.TEXT, _RULES)
    if name not in METHODS:
        raise NotARecordError(
            f"This record is counted by a method that this program does not know: “{name}”."
            " Use the program that the site of the record offers."
        )
    given = _options(value)
    fewest = member(value, "min_choices", objects.POSITIVE_OR_NOTHING, _RULES)
    share = member(value, "quorum_percent", objects.POSITIVE_OR_NOTHING, _RULES)
    if share is not None and share > _WHOLE:
        raise WrongError("The quorum in the manifest is more than 100 percent.")
    labels = member(value, "labels", objects.LIST, _RULES)
    offered = {option.name for option in fitting.offered(METHODS[name])}
    voters = _one_of(Voters, value, "voters")
    if not objects.listed(labels, objects.TEXT):
        raise WrongError("The labels of the scores in the manifest are not texts.")
    rules = Rules(
        method=name,
        seats=member(value, "seats", objects.POSITIVE, _RULES),
        options=tuple(sorted(each for each in given.items() if each[0] in offered)),
        highest=member(value, "highest", objects.WHOLE, _RULES),
        labels=tuple(labels),
        quorum=member(value, "quorum", objects.POSITIVE_OR_NOTHING, _RULES),
        quorum_percent=share,
        threshold=_one_of(Threshold, value, "threshold"),
        min_choices=fewest or 1,
        max_choices=member(value, "max_choices", objects.POSITIVE_OR_NOTHING, _RULES),
        voters=voters,
        per_network=1 if voters is Voters.NETWORK else None,
    )
    if fewest is None:
        able = [each for each in choices if not stands_alone(each.kind, rules.style)]
        rules = replace(rules, min_choices=len(able))
    if member(value, "ballot", objects.TEXT, _RULES) != rules.style.value:
        raise WrongError(f"The manifest has other ballots than its method, {name}, counts.")
    return rules


def _options(rules: dict[str, Any]) -> dict[str, str]:
    given: dict[str, str] = member(rules, "options", objects.OBJECT, _RULES)
    if not objects.listed(list(given.values()), objects.TEXT):
        raise WrongError("The options of the method in the manifest are not texts.")
    return given


def _one_of(kind: type[Enum], value: dict[str, Any], name: str) -> Any:
    text = member(value, name, objects.TEXT, _RULES)
    try:
        return kind(text)
    except ValueError:
        raise WrongError(f"The rules in the manifest have an unknown “{name}”: “{text}”.") from None


def _choices(values: list[Any]) -> tuple[Choice, ...]:
    if not 0 < len(values) <= MOST_CHOICES:
        raise WrongError("The manifest has no choices, or more than there can be.")
    return tuple(_choice(value, place) for place, value in enumerate(values, start=1))


def _choice(value: Any, place: int) -> Choice:
    what = f"Choice {place} in the manifest"
    if not isinstance(value, dict):
        raise WrongError(f"{what} is not a JSON object.")
    if member(value, "number", objects.WHOLE, what) != place:
        raise WrongError(f"{what} has another number: {value['number']}.")
    kind = member(value, "kind", objects.TEXT, what)
    if kind not in {each.value for each in Kind}:
        raise WrongError(f"{what} is of an unknown kind: “{kind}”.")
    for name in ("description", "link"):
        member(value, name, objects.TEXT_OR_NOTHING, what)
    return Choice(place, member(value, "text", objects.TEXT, what), 0, Kind(kind))


def _question(value: dict[str, Any], choices: tuple[Choice, ...], rules: Rules) -> Question:
    content = Content(text=member(value, "question", objects.TEXT, _MANIFEST), rules=rules)
    question = Question.unkept(content, _LONG_AGO, choices)
    return replace(question, is_draft=False, closed_at=_LONG_AGO)


def _check_rules(question: Question, given: dict[str, str]) -> None:
    """Make sure that the rules go together, as those of every question do: else nothing counts."""
    choices = asking.plain_count(question.choices)
    for problem in fitting.problems(question.rules, choices):
        if problem.field not in _HARMLESS:
            raise WrongError(f"The rules in the manifest do not go together: “{problem.field}”.")
    if dict(recounting.options(question)) != given:
        raise WrongError("The options in the manifest are not those that its other rules say.")


def _seal(text: str | None) -> str | None:
    if text is not None and not _SEAL.fullmatch(text):
        raise WrongError("The seal of the lots in the manifest is not 64 hexadecimal digits.")
    return text


def _invited(value: dict[str, Any] | None) -> Count | None:
    if value is None:
        return None
    what = "The number of invitations in the manifest"
    return Count(*(member(value, name, objects.WHOLE, what) for name in ("ballots", "weight")))
