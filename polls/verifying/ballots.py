"""The ballots of a record: each checked by the rules of its question, equal ones put together."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from polls.domain.ballots.selections import Style, decode, encode, named
from polls.domain.questions.questions import Kind, stands_alone
from polls.domain.questions.rules import Voters
from polls.domain.records.lines import base64
from polls.domain.results.tallies import Group
from polls.verifying import objects
from polls.verifying.faults import WrongError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.questions import Question

NONCE_BYTES = 16

# What nearly every ballot is, so that only those that are otherwise need be parsed. The last digit
# of base64 before == stands for four bits, and the two below them are 0.
_USUAL = re.compile(
    rb'\{"selection":(\[[\[\],0-9nul]*\]),"nonce":"[A-Za-z0-9+/]{21}[AQgw]=="'
    rb'(?:,"weight":([1-9][0-9]{0,14}))?(,"name":"[ !#-\[\]-~]*")?\}'
)
_FLAT = re.compile(r"\[(?:[1-9][0-9]{0,14}(?:,[1-9][0-9]{0,14})*)?\]")
_PAIR = r"\[[1-9][0-9]{0,14},(?:0|[1-9][0-9]{0,14})\]"
_SCORED = re.compile(rf"\[{_PAIR}(?:,{_PAIR})*\]")


class Ballots:
    """What the ballots of a record come to, while they are read."""

    def __init__(self, question: Question) -> None:
        self._reader = _Reader(question)
        self._has_weights = question.rules.voters is Voters.INVITED
        self._has_names = question.rules.voters is Voters.NAMED
        self._places: dict[bytes | tuple[bytes, bytes], int] = {}
        """Of each selection with its weight in the next three."""
        self._selections: list[Selection] = []
        self._weights: list[int] = []
        self._numbers: list[int] = []

    def add(self, leaf: bytes) -> None:
        """Take one more.

        Raises:
            WrongError: it is not a ballot of this question.
        """
        usual = _USUAL.fullmatch(leaf)
        if usual:
            text, weight, name = usual.groups()
        else:
            text, weight, name = _parts(leaf)
        if (weight is not None) is not self._has_weights:
            raise WrongError(f"it has {_a_or_no(weight)} weight.")
        if (name is not None) is not self._has_names:
            raise WrongError(f"it has {_a_or_no(name)} name.")
        alike = text if weight is None else (text, weight)
        place = self._places.get(alike)
        if place is None:
            self._selections.append(self._reader.read(text.decode()))
            self._weights.append(int(weight or 1))
            self._numbers.append(1)
            self._places[alike] = len(self._places)
        else:
            self._numbers[place] += 1

    def groups(self) -> Iterator[Group]:
        """Yield equal ballots together; no more can be added then."""
        self._places.clear()
        yield from map(Group, self._selections, self._weights, self._numbers)
        self._selections.clear()


def is_ballot(leaf: bytes) -> bool:
    """Tell whether a leaf is a ballot: neither a manifest nor a close."""
    try:
        value = objects.read(leaf, "The ballot")
    except WrongError:
        return False
    return "polls" not in value


def selection_of(leaf: bytes) -> Selection:
    """Return the selection of a ballot that is known to be right."""
    selection: Selection = decode(json.dumps(json.loads(leaf)["selection"]))
    return selection


class _Reader:
    """Reads selections as the question has them: docs/record-format.md, “A ballot”."""

    def __init__(self, question: Question) -> None:
        rules, choices = question.rules, question.choices
        self._style = rules.style
        self._known = frozenset(choice.id for choice in choices)
        self._alone = {c.id for c in choices if stands_alone(c.kind, rules.style)}
        self._blank = {c.id for c in choices if c.kind is Kind.BLANK}
        together = len(self._known) - len(self._alone)
        self._fewest = rules.min_choices
        self._most = together if rules.max_choices is None else rules.max_choices
        self._highest = rules.highest
        self._pairs: dict[str, tuple[int, int]] = {}
        """By their text, each pair of a choice and a score that was met: few, in many ballots."""

    def read(self, text: str) -> Selection:
        """Return the selection that a text tells.

        Raises:
            WrongError: there is none, or not on ballots of this question.
        """
        if _FLAT.fullmatch(text):
            selection: Selection = tuple(map(int, text[1:-1].split(","))) if text != "[]" else ()
            if self._style is Style.SCORES and selection:
                raise WrongError("its selection has no scores.")
        else:
            selection = self._shaped(text)
        ids = named(selection, self._style)
        if not self._known.issuperset(ids):
            raise WrongError("it names a choice that there is not.")
        if not self._alone.isdisjoint(ids):
            self._check_alone(selection, ids)
        elif not self._fewest <= len(ids) <= self._most:
            choices = "1 choice" if len(ids) == 1 else f"{len(ids)} choices"
            raise WrongError(f"it names {choices}, which the rules do not allow.")
        else:
            self._check(selection, ids)
        return selection

    def _shaped(self, text: str) -> Selection:
        if self._style is Style.SCORES and _SCORED.fullmatch(text):
            parts, known = text[2:-2].split("],["), self._pairs
            for part in parts:
                if part not in known:
                    choice, score = part.split(",")
                    known[part] = int(choice), int(score)
            return tuple(map(known.__getitem__, parts))
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        is_scored = self._style is Style.SCORES
        if not isinstance(value, list) or not all(map(_is_pair if is_scored else _is_rank, value)):
            raise WrongError("its selection is not what ballots of this question have.")
        selection = tuple(tuple(each) if isinstance(each, list) else each for each in value)
        if self._style is Style.MARKS or encode(selection) != text:
            raise WrongError("its selection is not what ballots of this question have.")
        return selection

    def _check_alone(self, selection: Selection, ids: Sequence[int]) -> None:
        only = (ids[0], None) if self._style is Style.SCORES else ids[0]
        if selection != (only,):
            raise WrongError("it names other choices beside one that stands alone.")

    def _check(self, selection: Selection, ids: Sequence[int]) -> None:
        if self._style is Style.RANKING:
            if len(set(ids)) < len(ids):
                raise WrongError("it ranks a choice twice.")
            shared = (rank for rank in selection if isinstance(rank, tuple))
            if not all(map(_ascends, shared)):
                raise WrongError("choices that share a rank are not in ascending order.")
        elif not _ascends(ids):
            raise WrongError("its choices are not in ascending order.")
        if self._style is Style.SCORES:
            for _, score in selection:
                if score is None or score > self._highest:
                    raise WrongError("it gives a score that there is not.")


def _parts(leaf: bytes) -> tuple[bytes, bytes | None, bytes | None]:
    """Return the selection, the weight and the name of a ballot that has anything unusual."""
    value = objects.read(leaf, "it")
    if "polls" in value:
        raise WrongError("it is not a ballot.")
    selection = objects.member(value, "selection", objects.LIST, "it")
    nonce = objects.member(value, "nonce", objects.TEXT, "it")
    if not _is_nonce(nonce):
        raise WrongError("its nonce is not 16 bytes in base64.")
    weight = name = None
    if "weight" in value:
        number = objects.member(value, "weight", objects.POSITIVE, "it")
        weight = str(number).encode()
    if "name" in value:
        name = objects.member(value, "name", objects.TEXT, "it").encode()
    return json.dumps(selection, separators=(",", ":")).encode(), weight, name


def _is_nonce(text: str) -> bool:
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return False
    return len(data) == NONCE_BYTES and base64(data) == text


def _is_rank(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) > 1 and all(type(each) is int for each in value)
    return value is None or type(value) is int


def _is_pair(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != len(("choice", "score")):
        return False
    choice, score = value
    return type(choice) is int and (score is None or type(score) is int)


def _ascends(numbers: Sequence[int]) -> bool:
    return all(one < other for one, other in pairwise(numbers))


def _a_or_no(value: bytes | None) -> str:
    return "no" if value is None else "a"
