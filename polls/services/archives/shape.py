"""The lines of an archive: which there are, in which order, and what each may say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from polls.db.schema import KEY_LENGTH, WORD_LENGTH
from polls.domain import draws
from polls.domain.credentials import KEY_BYTES
from polls.domain.log import Actor  # noqa: TC001 - pydantic reads annotations
from polls.domain.methods import METHODS
from polls.domain.questions import Kind  # noqa: TC001 - as above
from polls.domain.rules import Threshold, Visibility, Voters
from polls.domain.texts import (
    LINK_LENGTH,
    TEXT_LENGTH,
    line_problems,
    paragraph_problems,
)
from polls.domain.times import LAST_YEAR

FORMAT = 1
"""Grows when a reader of the format before could not read it rightly."""

LARGEST_ID = 1_000_000_000
"""Largest key that is a number: more would leave no ids for the questions after it."""

_MOST = 2**31 - 1
"""What an integer column of PostgreSQL holds."""

_HASH_BYTES = 32
_LONGEST_DETAIL = 4_000_000
"""Characters: every text of a question with 500 choices, before and after."""


def _line(text: str) -> str:
    return _checked(text, line_problems("It", text))


def _paragraph(text: str) -> str:
    return _checked(text, paragraph_problems("It", text))


def _link(text: str) -> str:
    if urlsplit(text).scheme not in {"http", "https"}:
        raise ValueError("It is no address of a page")
    return _checked(text, line_problems("It", text, LINK_LENGTH))


def _stored(text: str) -> str:
    if "\0" in text:
        raise ValueError("It contains a character that no database keeps")
    return text


def _object(text: str) -> str:
    if not isinstance(orjson.loads(text), dict):  # what is no JSON is a ValueError, too
        raise ValueError("It is no object of JSON")  # noqa: TRY004 - as pydantic has it
    return _stored(text)


def _list(text: str) -> str:
    if not isinstance(orjson.loads(text), list):
        raise ValueError("It is no list of JSON")  # noqa: TRY004 - as above
    return _stored(text)


def _method(name: str) -> str:
    if name not in METHODS:
        raise ValueError("There is no such method")
    return name


def _seed(seed: bytes) -> bytes:
    if not draws.is_seed(seed):
        raise ValueError("It is no seed for lots")
    return seed


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("There is no such time zone")
    return name


def _key(key: str) -> str:
    is_number = key.isdecimal()
    if is_number and (key != str(int(key)) or not 1 <= int(key) <= LARGEST_ID):
        raise ValueError("It is no key of a question")
    return key


def _instant(instant: datetime) -> datetime:
    if instant.utcoffset() != UTC.utcoffset(None):
        raise ValueError("It is no time in UTC")
    if instant.year > LAST_YEAR:  # the day on which it is deleted must be one, too
        raise ValueError("It is too late a time")
    return instant


def _checked(text: str, problems: list[str]) -> str:
    if problems:
        raise ValueError(problems[0].removesuffix("."))
    return text


Count = Annotated[int, Field(ge=0, le=_MOST)]
Line = Annotated[str, AfterValidator(_line)]
Paragraph = Annotated[str, AfterValidator(_paragraph)]
Moment = Annotated[datetime, AfterValidator(_instant)]
Hash = Annotated[bytes, Field(min_length=_HASH_BYTES, max_length=_HASH_BYTES)]
Seed = Annotated[bytes, AfterValidator(_seed)]
Key = Annotated[bytes, Field(min_length=KEY_BYTES, max_length=KEY_BYTES)]
Tag = Annotated[bytes, Field(min_length=1, max_length=_HASH_BYTES)]
Word = Annotated[str, Field(max_length=WORD_LENGTH), AfterValidator(_stored)]


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


class Question(_Line):
    """The columns of a question, but its id and what its ballots say."""

    key: Annotated[
        str,
        Field(pattern=rf"^[0-9A-Za-z]{{1,{KEY_LENGTH}}}$"),
        AfterValidator(_key),
    ]
    question_text: Line
    description: Paragraph | None
    original_text: Line | None
    pub_date: Moment
    close_date: Moment | None
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
    release_step: Annotated[int, Field(ge=1, le=_MOST)]
    released_count: Count
    is_shuffled: bool
    method: Annotated[str, AfterValidator(_method)] = "plurality"
    seats: Annotated[int, Field(ge=1, le=_MOST)] = 1
    options: Annotated[str, AfterValidator(_object)] | None = None
    highest: Annotated[int, Field(ge=1, le=_MOST)] = 5
    labels: Annotated[str, AfterValidator(_list)] | None = None
    quorum: Count | None = None
    quorum_percent: Count | None = None
    threshold: Threshold = Threshold.SIMPLE
    lot_seed: Seed | None = None
    credential_key: Key
    secret_hash: Hash | None
    revision: Count
    version: Count


class Choice(_Line):
    """A choice; its place among the choices is its ordinal."""

    choice_text: Line
    kind: Kind
    description: Paragraph | None
    link: Annotated[str, AfterValidator(_link)] | None
    original_text: Line | None


class LogEntry(_Line):
    """An entry of the log; its place is its number."""

    at: Moment
    actor: Actor
    act: Word
    detail: Annotated[str, Field(max_length=_LONGEST_DETAIL), AfterValidator(_object)] | None


class Invitation(_Line):
    """An invitation, known by the hash of its code."""

    code_hash: Hash
    label: Annotated[str, Field(max_length=TEXT_LENGTH), AfterValidator(_stored)] | None
    weight: Count
    has_voted: bool
    is_revoked: bool


class Network(_Line):
    """How many voters a network has had."""

    tag: Tag
    voters: Count


class Ballot(_Line):
    """A ballot; its place among the ballots is its position."""

    selection: Annotated[tuple[Count | tuple[Count | None, ...] | None, ...], Field(min_length=1)]
    nonce: Tag
    key_hash: Hash
    replaced_by: Count | None
    weight: Count
    name: Line | None


class End(_Line):
    """How many lines went before, and the SHA-256 of all their bytes."""

    lines: int
    sha256: str


SHAPES: dict[str, type[_Line]] = {
    "header": Header,
    "question": Question,
    "choice": Choice,
    "log": LogEntry,
    "invitation": Invitation,
    "network": Network,
    "ballot": Ballot,
    "end": End,
}
"""Kind of line → what it says, in the order in which they come."""
