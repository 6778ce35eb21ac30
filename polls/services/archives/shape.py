"""The lines of an archive: which there are, in which order, and what each may say."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Self, get_type_hints

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model, model_validator

from polls.db import columns
from polls.db.schema import KEY_LENGTH
from polls.domain.electorate.credentials import KEY_BYTES
from polls.domain.electorate.invitees import HEAVIEST, MOST_INVITATIONS
from polls.domain.methods import METHODS
from polls.domain.questions import log_details
from polls.domain.questions.asking import MOST_CHOICES, link_problems
from polls.domain.questions.content import Content
from polls.domain.questions.fitting import MOST_FROM_NETWORK
from polls.domain.questions.log import Act, Actor  # noqa: TC001 - pydantic reads annotations
from polls.domain.questions.problems.choices import BadText, NoWebAddress, Part, TextOfChoice
from polls.domain.questions.questions import Kind, has_closed
from polls.domain.questions.rules import Rules, Threshold, Visibility, Voters
from polls.domain.results import draws
from polls.domain.text.texts import line_problems, paragraph_problems
from polls.domain.text.times import LAST_YEAR, NO_PLACES, is_zone
from polls.services.archives.refusals import BadValueError, ValueFault, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT = 3
"""Grows when a reader of the format before could not read it rightly. Format 1 may lack the method
of counting: there was one then. Since format 3 voters may have taken their votes back."""

LARGEST_ID = 1_000_000_000
"""Largest key that is a number: more would leave no ids for the questions after it."""

_MOST = 2**31 - 1
"""What an integer column of PostgreSQL holds."""

_MOST_CHANGES = 1_000_000_000
"""More than any question has seen, and far enough below `_MOST` that it can go on."""

MOST_LINES = MOST_CHOICES + 2
"""The choices of a question, “None of these” and a blank vote."""

_HASH_BYTES = 32
_LONGEST_DETAIL = 4_000_000
"""Characters: every text of a question with 500 choices, before and after."""


def _line(text: str) -> str:
    return _checked(text, line_problems(text))


def _paragraph(text: str) -> str:
    return _checked(text, paragraph_problems(text))


def _link(text: str) -> str:
    place = TextOfChoice(0, Part.LINK)
    reasons = [reason for _, reason in link_problems("link", place, text)]
    return _checked(
        text,
        [
            reason.problem if isinstance(reason, BadText) else NoWebAddress(place)
            for reason in reasons
        ],
    )


def _stored(text: str) -> str:
    if "\0" in text:
        raise BadValueError(ValueFault.NO_DATABASE_KEEPS_IT)
    return text


def _parsed(text: str) -> Any:
    """Read JSON as whoever reads it out of the database does."""
    try:
        return json.loads(_stored(text))
    except RecursionError:
        raise BadValueError(ValueFault.TOO_DEEP) from None


def _object(text: str) -> str:
    if not isinstance(_parsed(text), dict):  # what is no JSON is a ValueError, too
        raise BadValueError(ValueFault.NO_OBJECT)
    return text


def _object_of_texts(text: str) -> str:
    if not all(isinstance(each, str) for each in _parsed(_object(text)).values()):
        raise BadValueError(ValueFault.NO_OBJECT_OF_TEXTS)
    return text


def _list_of_texts(text: str) -> str:
    read = _parsed(text)
    if not isinstance(read, list) or not all(isinstance(each, str) for each in read):
        raise BadValueError(ValueFault.NO_LIST_OF_TEXTS)
    return text


def _method(name: str) -> str:
    if name not in METHODS:
        raise BadValueError(ValueFault.NO_METHOD)
    return name


def _seed(seed: bytes) -> bytes:
    if not draws.is_seed(seed):
        raise BadValueError(ValueFault.NO_SEED)
    return seed


def _zone(name: str) -> str:
    if not is_zone(name) and name not in NO_PLACES:  # earlier versions took these
        raise BadValueError(ValueFault.NO_ZONE)
    return name


def _key(key: str) -> str:
    is_number = key.isdecimal()
    if is_number and (key != str(int(key)) or not 1 <= int(key) <= LARGEST_ID):
        raise BadValueError(ValueFault.NO_KEY)
    return key


def _instant(instant: datetime) -> datetime:
    if instant.utcoffset() != UTC.utcoffset(None):
        raise BadValueError(ValueFault.NOT_UTC)
    if instant.year > LAST_YEAR:  # the day on which it is deleted must be one, too
        raise BadValueError(ValueFault.TOO_LATE)
    return instant


def _checked(text: str, problems: Iterable[ValueProblem]) -> str:
    for problem in problems:
        raise BadValueError(problem)
    return text


Count = Annotated[int, Field(ge=0, le=_MOST)]
Changes = Annotated[int, Field(ge=0, le=_MOST_CHANGES)]
Weight = Annotated[int, Field(ge=1, le=HEAVIEST)]
Line = Annotated[str, AfterValidator(_line)]
Paragraph = Annotated[str, AfterValidator(_paragraph)]
Moment = Annotated[datetime, AfterValidator(_instant)]
Hash = Annotated[bytes, Field(min_length=_HASH_BYTES, max_length=_HASH_BYTES)]
Seed = Annotated[bytes, AfterValidator(_seed)]
Key = Annotated[bytes, Field(min_length=KEY_BYTES, max_length=KEY_BYTES)]
Tag = Annotated[bytes, Field(min_length=1, max_length=_HASH_BYTES)]
MethodName = Annotated[str, AfterValidator(_method)]
Options = Annotated[str, AfterValidator(_object_of_texts)]
Labels = Annotated[str, AfterValidator(_list_of_texts)]


class _Line(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        val_json_bytes="base64",
    )


class Header(_Line):
    """What the file is."""

    polls: str
    format: int


class QuestionLine(_Line):
    """The columns of a question, but its id and what its ballots say.

    They are those that format 2 began with. `CurrentQuestion` adds those of later fields.
    """

    key: Annotated[
        str,
        Field(pattern=rf"^[0-9A-Za-z]{{1,{KEY_LENGTH}}}$"),
        AfterValidator(_key),
    ]
    question_text: Line
    description: Paragraph | None
    original_text: Line | None
    opened_at: Moment | None = None
    pub_date: Moment
    close_date: Moment | None
    stopped_at: Moment | None = None
    closed_at: Moment | None
    reopened_at: Moment | None
    published_at: Moment | None
    zone: Annotated[str, AfterValidator(_zone)]
    is_draft: bool
    is_listed: bool
    wants_listing: bool
    min_choices: Count
    max_choices: Count | None
    voters: Voters
    per_network: Count | None
    network_key: Key | None
    may_change: bool
    visibility: Visibility
    release_step: Count
    released_count: Count
    is_shuffled: bool
    method: MethodName
    seats: Count
    options: Options | None
    highest: Count
    labels: Labels | None
    quorum: Count | None
    quorum_percent: Count | None
    threshold: Threshold
    lot_seed: Seed | None
    credential_key: Key
    secret_hash: Hash | None
    revision: Changes
    version: Changes
    records_before: Count = 0
    """Records that there are of it, the last one of which may yet be made."""

    def now(self) -> QuestionLine:
        """Return the question as this format has it: in UTC, if its zone is no place's."""
        return self if is_zone(self.zone) else self.model_copy(update={"zone": "UTC"})

    def is_over(self, now: datetime) -> bool:
        """Tell whether voting has ended for good."""
        moments = (self.close_date, self.stopped_at, self.closed_at)
        return not self.is_draft and has_closed(*moments, now)


class QuestionBefore(QuestionLine):
    """A question of format 1, which may be from before there were methods."""

    method: MethodName = ""
    seats: Count = 1
    options: Options | None = None
    highest: Count = 5
    labels: Labels | None = None
    quorum: Count | None = None
    quorum_percent: Count | None = None
    threshold: Threshold = Threshold.SIMPLE
    lot_seed: Seed | None = None

    def now(self) -> QuestionLine:
        """Return the same question with a method: several marks were counted as approval is."""
        one_mark, marks = "plurality", "approval"
        method = self.method or (one_mark if self.max_choices == 1 else marks)
        return CurrentQuestion(**vars(self) | {"method": method}).now()


def later(held: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """Return shapes for columns that are in no file from before them, as `create_model` has it.

    Args:
        held: column → the type of the field that it holds.
        usual: column → what it holds where nothing was said.
    """
    return {name: (_HELD.get(held[name], held[name]), value) for name, value in usual.items()}


def _later_columns() -> dict[str, Any]:
    held = get_type_hints(Content) | get_type_hints(Rules)
    usual = columns.written(Content(text=""))
    known = QuestionLine.model_fields
    return later(held, {name: value for name, value in usual.items() if name not in known})


_HELD: dict[Any, Any] = {
    int: Count,
    int | None: Count | None,
    str | None: Paragraph | None,
    tuple[str, ...]: Labels | None,
    tuple[tuple[str, str], ...]: Options | None,
}
"""The type of a field → what its column may hold; others hold what their type says."""

CurrentQuestion = create_model("CurrentQuestion", __base__=QuestionLine, **_later_columns())
"""The line of a question as this version writes it: a field that is added follows from its type."""


class ChoiceLine(_Line):
    """A choice; its place among the choices is its ordinal."""

    choice_text: Line
    kind: Kind
    description: Paragraph | None
    link: Annotated[str, AfterValidator(_link)] | None
    original_text: Line | None
    is_decided: bool = False  # in no file from before there were decisions


class LogLine(_Line):
    """An entry of the log; its place is its number."""

    at: Moment
    actor: Actor
    act: Act
    detail: Annotated[str, Field(max_length=_LONGEST_DETAIL), AfterValidator(_object)] | None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not log_details.fits(self.act, json.loads(self.detail or "{}")):
            raise BadValueError(ValueFault.NO_DETAIL_OF_THE_ACT)
        return self


class InvitationLine(_Line):
    """An invitation, known by the hash of its code."""

    code_hash: Hash
    label: Line | None
    weight: Weight
    has_voted: bool
    is_revoked: bool


class Network(_Line):
    """How many voters a network has had."""

    tag: Tag
    voters: Annotated[int, Field(ge=0, le=MOST_FROM_NETWORK)]
    """None, when all of them took their votes back."""


class BallotLine(_Line):
    """A ballot; its place among the ballots is its position."""

    selection: Annotated[
        tuple[
            Count | Annotated[tuple[Count | None, ...], Field(max_length=MOST_LINES)] | None, ...
        ],
        Field(min_length=1, max_length=MOST_LINES),
    ]
    nonce: Tag
    key_hash: Hash
    replaced_by: Count | None
    weight: Weight
    name: Line | None


class End(_Line):
    """How many lines went before, and the SHA-256 of all their bytes."""

    lines: int
    sha256: str


SHAPES: dict[str, type[BaseModel]] = {
    "header": Header,
    "question": CurrentQuestion,
    "choice": ChoiceLine,
    "log": LogLine,
    "invitation": InvitationLine,
    "network": Network,
    "ballot": BallotLine,
    "end": End,
}
"""Kind of line → what it says, in the order in which they come."""

FORMATS: dict[int, dict[str, type[BaseModel]]] = {
    1: {**SHAPES, "question": QuestionBefore},
    2: SHAPES,
    FORMAT: SHAPES,
}
"""Format → its shapes: those that can be read."""

LIMITS = {
    "choice": MOST_LINES,
    "log": 10_000,
    "invitation": MOST_INVITATIONS,
    "network": 10_000_000,
    "ballot": 10_000_000,
}
"""Kind of line → how many of them a file may have. Ten million ballots take some minutes."""
