"""What is known of a program that is compared: how it starts and where it takes a vote."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bench.stores import Store

BARE, PLAIN, PGBENCH, DJANGO = "bare", "plain", "pgbench", "Django"
SQLITE, POSTGRES = "Polls SQLite", "Polls PostgreSQL"
OURS = (SQLITE, POSTGRES)

QUESTION, CHOICES = "What's new?", ("Not much", "The sky", "Just hacking again")
"""The question that is voted on everywhere; its choices have the ids 1, 2, 3."""


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Program:
    """A web server that takes votes. Pages that it does not have are not measured."""

    name: str
    command: Callable[[int], Sequence[str]]
    """Port → the command that serves on it, in the foreground, on 127.0.0.1."""
    vote: str
    """The path that takes a form with the field `choice`."""
    pages: Mapping[str, str]
    """Page → path."""
    front: str = "/"
    """The path that is asked for until the server answers."""
    voted: HTTPStatus = HTTPStatus.SEE_OTHER
    """How a vote that was counted is answered."""
    environ: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = _nothing
    """Makes the database and the question, anew if they are there."""
    store: Store | None = None
    """Its database, where every vote must be found again."""
    recount: Callable[[], int] | None = None
    """Counts the votes in the database anew; raises `WrongCountError` if they do not add up."""
