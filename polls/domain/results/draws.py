"""What everybody may know of the lots of a question: a seal at first, in the end the seed."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.questions.questions import Kind
from polls.domain.results import counts

if TYPE_CHECKING:
    from polls.domain.questions.questions import Choice, Question

SEED_BYTES = 16
"""Of chance in a seed: nobody can try all that make the same seal."""


class Lot(NamedTuple):
    """One lot: that of a choice."""

    choice: Choice
    number: int
    """On the ballot, from 1."""
    digest: str
    """SHA-256 of the seed with the number behind it, in hexadecimal digits: the smallest first."""


@dataclass(frozen=True, slots=True)
class Draw:
    """The lots of a question, as far as they may be known."""

    seal: str
    """SHA-256 of the seed, in hexadecimal digits."""
    seed: str | None = None
    """As text; None: a secret as long as somebody can vote."""
    lots: tuple[Lot, ...] = ()
    """In their order, once the seed is known."""

    @property
    def numbers(self) -> list[int]:
        """The numbers that were drawn from, as they stand on the ballot."""
        return sorted(lot.number for lot in self.lots)


def seed(chance: bytes) -> bytes:
    """Return the seed that this chance makes: digits, so that anybody can type it."""
    return chance.hex().encode()


def is_seed(given: bytes) -> bool:
    """Tell whether `seed` may have made this."""
    digits = given.decode("ascii", "replace")
    return len(digits) == 2 * SEED_BYTES and set(digits) <= set("0123456789abcdef")


def of(question: Question, *, is_closed: bool) -> Draw | None:
    """Return what may be known of the lots; None if the question is from before there were any."""
    if question.lot_seed is None or question.lot_seal is None:
        return None
    if not is_closed:
        return Draw(question.lot_seal)
    text = question.lot_seed.decode()
    order = counts.lot_order(question, is_closed=True)
    numbered = {
        choice.id: Lot(choice, number, sha256(f"{text}{number}".encode()).hexdigest())
        for number, choice in enumerate(question.choices, start=1)
        if choice.kind is not Kind.BLANK
    }
    lots = tuple(numbered[id_] for id_ in order if id_ in numbered)
    return Draw(question.lot_seal, text, lots)
