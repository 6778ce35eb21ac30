"""Ten records that differ as much as records can, made anew for tests of whatever reads them."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from polls.domain.ballots.selections import encode, renamed
from polls.domain.questions.questions import Choice, Kind, Question
from polls.domain.questions.rules import Threshold, Visibility, Voters
from polls.domain.records import checkpoints, lines, notes, promises, proofs, trees
from polls.domain.records.checkpoints import Checkpoint
from polls.domain.records.closes import Gone, close
from polls.domain.records.manifests import manifest
from polls.domain.results import results
from polls.domain.results.tallies import Count, Group, folded
from polls.formats import record_files
from polls.formats.record_files import RecordFiles
from tests import asking

if TYPE_CHECKING:
    from collections.abc import Sequence

SITE = "polls.example.org"
PROGRAM = "polls 1.0"
README = "This is the record of a vote.\n"
OPENED = datetime(2026, 6, 5, 12, tzinfo=UTC)
ENDED = datetime(2026, 6, 6, 18, 30, tzinfo=UTC)
SEED = b"00112233445566778899aabbccddeeff"


@dataclass(frozen=True)
class Signer:
    """A key that signs for a site."""

    chance: bytes = bytes(32)
    site: str = SITE

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.chance)

    @property
    def key(self) -> notes.VerifierKey:
        return notes.VerifierKey(self.site, self._private.public_key().public_bytes_raw())

    def sign(self, text: str) -> notes.Signature:
        signed = self._private.sign(text.encode())
        return notes.Signature(self.site, self.key.id, signed)

    def note(self, text: str) -> str:
        return notes.Note(text, (self.sign(text),)).whole


@dataclass(frozen=True)
class Cast:
    """A ballot as its voter cast it, by the ids of the choices."""

    selection: tuple[Any, ...]
    weight: int = 1
    name: str | None = None


@dataclass(frozen=True)
class Sample:
    """A record, and what it was made of."""

    question: Question
    leaves: tuple[bytes, ...]
    checkpoint: str
    signers: tuple[Signer, ...]

    @property
    def hashes(self) -> list[bytes]:
        return [trees.leaf_hash(leaf) for leaf in self.leaves]

    @property
    def keys(self) -> str:
        return "".join(f"{each.key.text}\n" for each in self.signers)

    @property
    def zip(self) -> bytes:
        first, *ballots, last = self.leaves
        file = BytesIO()
        files = RecordFiles(README, first, last, self.checkpoint, self.keys)
        with record_files.written(file, files) as add:
            for leaf in ballots:
                add(leaf)
        return file.getvalue()

    def receipt(self, index: int) -> str:
        """Return the tlog-proof of the leaf at this place; the first ballot is at 1."""
        path = tuple(trees.proof(self.hashes, index))
        return proofs.Proof(self.leaves[index], index, path, self.checkpoint).text

    def promise(self, leaf: bytes) -> str:
        """Return the promise that a voter got before the end."""
        origin = promises.origin(self.signers[0].site, self.question.key)
        return self.signers[0].note(promises.Promise(origin, trees.leaf_hash(leaf)).text)


def made(  # noqa: PLR0913 - a record has so many parts
    question: Question,
    ballots: Sequence[Cast],
    *,
    number: int = 1,
    gone: Gone | None = None,
    invited: Count | None = None,
    signers: Sequence[Signer] = (Signer(),),
) -> Sample:
    """Return the record of these ballots."""
    site = signers[0].site
    origin = checkpoints.origin(site, question.key, number)
    leaves = [_leaf(question, cast, place) for place, cast in enumerate(ballots)]
    groups = [Group(cast.selection, cast.weight, 1) for cast in ballots]
    tally = folded(question, groups)
    read = results.read(question, tally, is_closed=True)
    judged = results.judged(read, question.rules, invited, is_closed=True)
    whole = (
        manifest(question, origin, number, PROGRAM, invited),
        *sorted(leaves, key=trees.leaf_hash),
        close(question, number, gone or Gone(), tally, judged),
    )
    root = trees.root([trees.leaf_hash(leaf) for leaf in whole])
    text = Checkpoint(origin, len(whole), root).text
    note = notes.Note(text, tuple(each.sign(text) for each in signers))
    return Sample(question, whole, note.whole, tuple(signers))


def nonce(place: int) -> bytes:
    """Return what stands for chance in the ballot at a place."""
    return sha256(f"nonce {place}".encode()).digest()[:16]


def _leaf(question: Question, cast: Cast, place: int) -> bytes:
    rules = question.rules
    selection = renamed(cast.selection, rules.style, question.numbers)
    weight = cast.weight if rules.voters is Voters.INVITED else None
    return lines.ballot(encode(selection), nonce(place), weight, cast.name)


def question(*texts: str, extras: Sequence[Kind] = (), **values: Any) -> Question:
    """Return a closed question; the ids of its choices are 11, 12, 13 …"""
    kinds = [Kind.CHOICE] * len(texts) + list(extras)
    names = [*texts, *(each.value.title() for each in extras)]
    choices = tuple(
        Choice(id_, text, 0, kind)
        for id_, (text, kind) in enumerate(zip(names, kinds, strict=True), 11)
    )
    usual: dict[str, Any] = {
        "key": "abcdefghijkl",
        "opened_at": OPENED,
        "pub_date": OPENED,
        "closed_at": ENDED,
        "lot_seed": SEED,
        "choices": choices,
    }
    return asking.question(**usual | values)


def _marks() -> Sample:
    asked = question("Tea", "Coffee", extras=[Kind.BLANK])
    return made(asked, [Cast((11,))] * 5 + [Cast((12,))] * 3 + [Cast((13,))])


def _nobody() -> Sample:
    return made(question("Yes", "No"), [])


def _one() -> Sample:
    return made(question("Yes", "No", quorum=3), [Cast((11,))])


def _tie() -> Sample:
    asked = question("Wels", "Žilina", "東京 “quoted” \\ /", threshold=Threshold.ABSOLUTE)
    return made(asked, [Cast((11,)), Cast((12,)), Cast((13,))])


def _approval() -> Sample:
    values: dict[str, Any] = {"method": "approval", "max_choices": None, "seats": 2}
    asked = question("Ann", "Bea", "Cem", "Dov", extras=[Kind.NONE], **values)
    marks = [(11, 12), (11, 13), (12,), (11, 12, 13, 14), (15,), (14,)]
    gone = Gone(replaced=[sha256(b"one").digest(), sha256(b"other").digest()])
    return made(asked, [Cast(each) for each in marks], number=2, gone=gone)


def _runoff() -> Sample:
    asked = question("Luna", "Tiger", "Whiskers", "Max", method="instant_runoff", max_choices=None)
    orders = [(11, 12), (12, 11, 13), (13, 14), (14, 13, 12, 11), (11,), (13,), (12, 14)]
    ballots = [Cast(order) for order in orders * 37]  # more than one tile of 256 leaves
    return made(asked, ballots, signers=[Signer(), Signer(b"\x01" * 32)])


def _schulze() -> Sample:
    values: dict[str, Any] = {"method": "schulze", "max_choices": None}
    asked = question("A", "B", "C", extras=[Kind.NONE, Kind.BLANK], **values)
    orders = [(11, (12, 13), 14), ((11, 12), 14), (14,), (13, 11, 12), (15,), (12, 13)]
    return made(asked, [Cast(order) for order in orders])


def _stv() -> Sample:
    invited = {"voters": Voters.INVITED, "quorum_percent": 50}
    values: dict[str, Any] = {"method": "stv", "max_choices": None, "seats": 2, **invited}
    asked = question("Ada", "Bob", "Cyd", **values)
    ballots = [Cast((11, 12), 3), Cast((12,), 2), Cast((13, 11, 12)), Cast((12, 13))]
    return made(asked, ballots, invited=Count(6, 9))


def _score() -> Sample:
    values: dict[str, Any] = {"method": "star", "highest": 5, "max_choices": None}
    asked = question(
        "North", "South", "West", extras=[Kind.BLANK], visibility=Visibility.CLOSED, **values
    )
    given = [((11, 5), (12, 0), (13, 3)), ((11, 2), (13, 4)), ((14, None),), ((12, 5),)]
    return made(asked, [Cast(each) for each in given])


def _dates() -> Sample:
    values: dict[str, Any] = {"voters": Voters.NAMED, **asking.DATED}
    asked = question("2026-07-01", "2026-07-02", **values)
    ballots = [
        Cast(((11, 2), (12, 1)), name="Alice"),
        Cast(((12, 2),), name="Bob “the <b>builder</b>”"),
        Cast(((11, 0), (12, 2)), name="Škoda, \U0001f9e6"),
    ]
    return made(asked, ballots, gone=Gone(removed=[sha256(b"removed").digest()]))


MAKERS = {
    "marks": _marks,
    "nobody": _nobody,
    "one": _one,
    "tie": _tie,
    "approval": _approval,
    "runoff": _runoff,
    "schulze": _schulze,
    "stv": _stv,
    "score": _score,
    "dates": _dates,
}
"""By name; `sample` makes each once."""


@cache
def sample(name: str) -> Sample:
    """Return one of the ten."""
    return MAKERS[name]()


def leaf_of_proof(text: str) -> bytes:
    """Return the leaf that a receipt has with it."""
    return b64decode(text.splitlines()[1].removeprefix("extra "))
