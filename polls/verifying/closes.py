"""The close of a record: its last leaf."""

from __future__ import annotations

from base64 import b64decode
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.domain.records.lines import base64
from polls.verifying import objects
from polls.verifying.faults import FaultKind, WrongError, checking
from polls.verifying.objects import member

if TYPE_CHECKING:
    from polls.verifying.leaves import Hashes

_CLOSE = "The close"
_HASH_BYTES = 32


class Close(NamedTuple):
    """What the last leaf says."""

    record: int
    ended: str
    ballots: int
    replaced: frozenset[bytes]
    removed: frozenset[bytes]
    lot_seed: bytes | None
    result: dict[str, Any]


def read(line: bytes) -> Close:
    """Read the last leaf.

    Raises:
        WrongError: it is no close, or not such a one; a member fails the check that it is for.
    """
    with checking(FaultKind.LEAVES):
        return _read(line)


def _read(line: bytes) -> Close:
    value = objects.read(line, _CLOSE)
    if value.get("polls") != "close" or next(iter(value)) != "polls":
        raise WrongError("The last leaf is not a close: leaves were cut off, or added behind it.")
    ended = member(value, "ended", objects.TEXT, _CLOSE)
    ballots = member(value, "ballots", objects.WHOLE, _CLOSE)
    with checking(FaultKind.MANIFEST):
        record = member(value, "record", objects.POSITIVE, _CLOSE)
    with checking(FaultKind.BALLOTS):
        replaced, removed = _hashes(value, "replaced"), _hashes(value, "removed")
    with checking(FaultKind.RESULT):
        if next(reversed(list(value))) != "result":
            raise WrongError("The result is not the last thing in the close.")
        result = member(value, "result", objects.OBJECT, _CLOSE)
    with checking(FaultKind.LOTS):
        seed = member(value, "lot_seed", objects.TEXT_OR_NOTHING, _CLOSE)
        if seed == "":
            raise WrongError("The seed of the lots is empty.")
    lot_seed = None if seed is None else seed.encode()
    return Close(record, ended, ballots, replaced, removed, lot_seed, result)


def check_gone(close: Close, ballots: Hashes) -> None:
    """Make sure that no ballot is there and gone, or gone in two ways.

    Raises:
        WrongError: one is.
    """
    twice = close.replaced & close.removed
    if twice:
        raise WrongError(f"Ballot {base64(min(twice))} is both replaced and removed.")
    for name, hashes in (("replaced", close.replaced), ("removed", close.removed)):
        for each in hashes:
            if ballots.have(each):
                raise WrongError(f"Ballot {base64(each)} is {name}, and yet in the record.")


def _hashes(value: dict[str, Any], name: str) -> frozenset[bytes]:
    texts = member(value, name, objects.LIST, _CLOSE)
    wrong = WrongError(f"“{name}” in the close is not a list of hashes in ascending order.")
    if not objects.listed(texts, objects.TEXT):
        raise wrong
    try:
        hashes = [b64decode(text, validate=True) for text in texts]
    except ValueError:
        raise wrong from None
    for text, digest in zip(texts, hashes, strict=True):
        if len(digest) != _HASH_BYTES or base64(digest) != text:
            raise wrong
    if any(one >= other for one, other in pairwise(hashes)):
        raise wrong
    return frozenset(hashes)
