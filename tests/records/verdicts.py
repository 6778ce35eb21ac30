"""Small records, each with what a program must say of it: part of docs/record-vectors.json."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from polls.domain.questions.questions import Kind
from polls.domain.records import lines, notes, trees
from polls.domain.records.checkpoints import Checkpoint
from polls.formats.record_files import CHECKPOINT, KEY, LEAVES, MANIFEST, README, RESULT
from tests.records import altered, samples

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.records.samples import Sample

RIGHT = "right"
FORMAT, SIGNATURE, LEAVES_, MANIFEST_ = "format", "signature", "leaves", "manifest"
BALLOTS, RESULT_, LOTS, COUNT = "ballots", "result", "lots", "count"


@dataclass(frozen=True)
class Case:
    """A record."""

    what: str
    verdict: str
    """The kind of its fault, or that it is right."""
    files: Mapping[str, bytes]


def small() -> Sample:
    """Return the record that most of them are made of."""
    asked = samples.question("Tea", "Coffee", text="Tea?", extras=[Kind.BLANK])
    return samples.made(asked, [samples.Cast((11,)), samples.Cast((13,))])


def told() -> dict[str, Any]:
    """Return what the file of vectors says: a record, and the files in which others differ."""
    base = altered.files(small())
    return {
        "files": {name: text.decode() for name, text in base.items() if name != README},
        "cases": [
            {
                "what": case.what,
                "verdict": case.verdict,
                "files": {
                    name: text.decode()
                    for name, text in case.files.items()
                    if name != README and text != base[name]
                },
            }
            for case in cases()
        ],
    }


def cases() -> tuple[Case, ...]:
    """Return all."""
    return tuple(
        Case(what, verdict, files)
        for make in (_notes, _formats, _leaves, _manifests, _ballots, _numbers, _closes)
        for what, verdict, files in make()
    )


def ballot(selection: Any, **members: Any) -> bytes:
    """Return a ballot that could be cast, or not."""
    return altered.leaf({"selection": selection, "nonce": b64encode(bytes(16)).decode()} | members)


def _notes() -> Iterator[tuple[str, str, dict[str, bytes]]]:
    sample = small()
    files = altered.files(sample)
    text = notes.read(files[CHECKPOINT]).text
    signer, other = sample.signers[0], samples.Signer(b"\x07" * 32)
    elsewhere = samples.Signer(b"\x07" * 32, "polls.example.net")
    right = signer.sign(text)
    witness = notes.Signature("witness.example.org", b"\x01\x02\x03\x04", bytes(72))
    namesake = notes.Signature(signer.site, b"\x01\x02\x03\x04", bytes(64))
    short = notes.Signature(signer.site, right.key_id, right.signature[:63])
    forged = notes.Signature(signer.site, right.key_id, bytes(64))
    nothing = notes.Signature("witness.example.org", b"\x01\x02\x03\x04", b"")

    def signed(*signatures: notes.Signature) -> dict[str, bytes]:
        return files | {CHECKPOINT: notes.Note(text, signatures).whole.encode()}

    yield "nothing is wrong", RIGHT, files
    yield "a signature of another length, by an unknown key", RIGHT, signed(right, witness)
    yield "a signature with the name of a key and another id", RIGHT, signed(namesake, right)
    keys = f"{signer.key.text}\n{other.key.text}\n".encode()
    yield "a key in key.txt that has not signed", RIGHT, files | {KEY: keys}
    yield "a signature of 0 bytes, by an unknown key", FORMAT, signed(right, nothing)
    yield "a wrong signature beside a right one", SIGNATURE, signed(right, forged)
    yield "a signature of 63 bytes, by a known key", SIGNATURE, signed(short)
    yield "no signature by a known key", SIGNATURE, signed(witness)
    yield (
        "a site that has not signed",
        SIGNATURE,
        signed(elsewhere.sign(text)) | {KEY: f"{elsewhere.key.text}\n".encode()},
    )
    whole = right.line.encode()
    dash = files[CHECKPOINT].replace(whole, b"- " + whole.removeprefix("— ".encode()))
    yield "a hyphen before the signature", FORMAT, files | {CHECKPOINT: dash}


def _formats() -> Iterator[tuple[str, str, dict[str, bytes]]]:
    sample = small()
    files = altered.files(sample)
    signer = sample.signers[0]
    origin, size, root = notes.read(files[CHECKPOINT]).text.splitlines()

    def checkpoint(*told: str) -> dict[str, bytes]:
        return files | {CHECKPOINT: signer.note("".join(f"{line}\n" for line in told)).encode()}

    yield "a checkpoint of two lines", FORMAT, checkpoint(origin, size)
    yield "a checkpoint of four lines", FORMAT, checkpoint(origin, size, root, "more")
    yield "a size with a leading zero", FORMAT, checkpoint(origin, f"0{size}", root)
    short = lines.base64(bytes(31))
    yield "a root of 31 bytes", FORMAT, checkpoint(origin, size, short)
    yield "a root without padding", FORMAT, checkpoint(origin, size, root.rstrip("="))
    yield "an origin of something else", FORMAT, checkpoint(f"{signer.site}/log", size, root)
    yield "an origin with record 0", FORMAT, checkpoint(f"{origin[:-1]}0", size, root)
    yield "no line feed at the end of key.txt", FORMAT, files | {KEY: files[KEY][:-1]}
    yield "an empty key.txt", FORMAT, files | {KEY: b""}
    crlf = files[KEY].replace(b"\n", b"\r\n")
    yield "a carriage return in key.txt", FORMAT, files | {KEY: crlf}
    other_id = files[KEY].replace(signer.key.id.hex().encode(), b"01020304")
    yield "a key with the id of another one", FORMAT, files | {KEY: other_id}
    yield "manifest.json without an object", FORMAT, files | {MANIFEST: b"[]\n"}
    yield "another format", FORMAT, altered.signed(sample, manifest={"format": 2})


def _leaves() -> Iterator[tuple[str, str, dict[str, bytes]]]:
    sample = small()
    files = altered.files(sample)
    first, *inner, last = (leaf + b"\n" for leaf in sample.leaves)

    def listed(*leaves: bytes) -> dict[str, bytes]:
        return files | {LEAVES: b"".join(leaves)}

    yield "a ballot left out", LEAVES_, listed(first, inner[0], last)
    yield "ballots in another order", LEAVES_, listed(first, *reversed(inner), last)
    yield "no line feed at the end", LEAVES_, listed(first, *inner, last[:-1])
    changed = inner[1].replace(b"[", b"[ ")
    assert changed != inner[1]
    yield "another ballot than was signed", LEAVES_, listed(first, changed, inner[1], last)
    yield "a ballot twice", LEAVES_, _raw(sample, ballots=[*sample.leaves[1:-1], sample.leaves[2]])
    close = sample.leaves[-1]
    ways = {
        "a space": close.replace(b":", b": ", 1),
        "a repeated member": close.replace(b"{", b'{"polls":"close",', 1),
        "a fraction": close.replace(b'"ballots":2', b'"ballots":2.0', 1),
        "a number of 2^53": _before_result(close, b'"later":9007199254740992,'),
        "an escape where none is needed": close.replace(b'"close"', b'"cl\\u006fse"'),
        "half of a pair of surrogates": _before_result(close, b'"later":"\\ud800",'),
        "a member named by a number": _before_result(close, b'"1":1,'),
        "nine levels": _before_result(close, b'"later":' + b"[" * 8 + b"]" * 8 + b","),
    }
    for way, leaf in ways.items():
        assert leaf != close
        yield f"a close with {way}", LEAVES_, _raw(sample, close=leaf)
    seven = _before_result(close, b'"later":' + b"[" * 7 + b"]" * 7 + b',"and":9007199254740991,')
    yield "a close with eight levels, and 2^53 - 1", RIGHT, _raw(sample, close=seven)


def _before_result(close: bytes, members: bytes) -> bytes:
    return close.replace(b'"result":', members + b'"result":', 1)


def _raw(
    sample: Sample, *, ballots: Sequence[bytes] | None = None, close: bytes | None = None
) -> dict[str, bytes]:
    """Return the files of a record that the site signed with these very bytes as leaves."""
    first, *old, last = sample.leaves
    leaves = [first, *sorted(ballots or old, key=trees.leaf_hash), close or last]
    root = trees.root([trees.leaf_hash(each) for each in leaves])
    origin = sample.checkpoint.partition("\n")[0]
    text = Checkpoint(origin, len(leaves), root).text
    return altered.files(sample) | {
        LEAVES: b"".join(leaf + b"\n" for leaf in leaves),
        CHECKPOINT: sample.signers[0].note(text).encode(),
    }


def _manifests() -> Iterator[tuple[str, str, dict[str, bytes]]]:
    sample = small()
    told = json.loads(sample.leaves[0])
    members: dict[str, dict[str, Any]] = {
        "of another origin": {"origin": f"{told['origin']}1"},
        "of another record": {"record": 2},
        "without a time": {"opened": None},
        "with a number as description": {"description": 7},
        "without choices": {"choices": []},
        "whose choices begin with 2": {"choices": told["choices"][1:]},
        "with a choice of an unknown kind": {"choices": [told["choices"][0] | {"kind": "x"}]},
        "with a seal in capitals": {"lot_seal": told["lot_seal"].upper()},
    }
    for what, changed in members.items():
        yield f"a manifest {what}", MANIFEST_, altered.signed(sample, manifest=changed)
    for name, value in {
        "ballot": "essay",
        "seats": 0,
        "min_choices": 0,
        "max_choices": 0,
        "quorum": 0,
        "quorum_percent": 101,
        "threshold": "x",
        "voters": "x",
        "labels": [1],
        "options": {"x": 1},
    }.items():
        rules = told["rules"] | {name: value}
        changed = altered.signed(sample, manifest={"rules": rules})
        yield f"rules with “{name}” as {json.dumps(value)}", MANIFEST_, changed
    files = altered.signed(sample)
    yield "two line feeds in manifest.json", FORMAT, files | {MANIFEST: files[MANIFEST] + b"\n"}
    other = files[MANIFEST].replace(b"Tea?", b"Tea!")
    yield "another question in manifest.json", MANIFEST_, files | {MANIFEST: other}


def _ballots() -> Iterator[tuple[str, str, dict[str, bytes]]]:
    sample = small()
    usual = ballot([1])
    for what, leaf in {
        "for a choice that there is not": ballot([4]),
        "for two choices where one is allowed": ballot([1, 2]),
        "for nothing": ballot([]),
        "for a blank vote beside a choice": ballot([1, 3]),
        "with a weight where none has one": ballot([1], weight=1),
        "with a name where none has one": ballot([1], name="Eve"),
        "with a nonce of 15 bytes": ballot([1], nonce=b64encode(bytes(15)).decode()),
        "with a member “polls”": ballot([1], polls="ballot"),
        "with a fraction": usual.replace(b"[1]", b"[1.5]"),
        "with a space": usual.replace(b"[1]", b"[1 ]"),
        "that is no object": b"[1]",
    }.items():
        yield f"a ballot {what}", BALLOTS, altered.signed(sample, ballots=[leaf])
    gone, there = lines.base64(sha256(b"gone").digest()), trees.leaf_hash(sample.leaves[1])
    closes: dict[str, dict[str, Any]] = {
        "twice among those replaced": {"replaced": [gone, gone]},
        "replaced and removed": {"replaced": [gone], "removed": [gone]},
        "removed, and yet a leaf": {"removed": [lines.base64(there)]},
        "removed, without a list": {"removed": gone},
    }
    for what, close in closes.items():
        yield f"a ballot {what}", BALLOTS, altered.signed(sample, close=close)


def _numbers() -> Iterator[tuple[str, str, dict[str, bytes]]]:
    """Yield records in which it matters how many choices a ballot names."""
    values: dict[str, Any] = {"text": "?", "method": "approval", "max_choices": None}
    asked = samples.question("A", "B", extras=[Kind.NONE, Kind.BLANK], **values)
    marks = samples.made(asked, [samples.Cast((11, 12)), samples.Cast((13,)), samples.Cast((14,))])
    yield "marks for all choices but those that stand alone", RIGHT, altered.files(marks)
    told = json.loads(marks.leaves[0])["rules"] | {"min_choices": None}
    all_of_them = altered.signed(marks, manifest={"rules": told})
    yield "the least number of marks is null: as many as there are", RIGHT, all_of_them
    fewer = altered.signed(marks, manifest={"rules": told}, ballots=[ballot([1])])
    yield "fewer marks than the least number, which is null", BALLOTS, fewer
    values = {"text": "?", "method": "score", "min_choices": 2, "max_choices": None, "highest": 2}
    scored = samples.made(
        samples.question("A", "B", extras=[Kind.NONE], **values),
        [samples.Cast(((11, 0), (12, 0))), samples.Cast(((12, 2), (13, 0)))],
    )
    yield "scores of 0 that count as named", RIGHT, altered.files(scored)
    one = altered.signed(scored, ballots=[ballot([[1, 2]])])
    yield "one score where two choices must be named", BALLOTS, one
    above = altered.signed(scored, ballots=[ballot([[1, 3], [2, 0]])])
    yield "a score above the highest", BALLOTS, above
    rules = json.loads(scored.leaves[0])["rules"] | {"highest": 11}
    yield "a highest score of 11", MANIFEST_, altered.signed(scored, manifest={"rules": rules})
    values = {"text": "?", "method": "schulze", "min_choices": 2, "max_choices": None}
    asked = samples.question("A", "B", "C", **values)
    ranked = samples.made(asked, [samples.Cast(((11, 12),)), samples.Cast((13, 11))])
    yield "two choices that share a rank, both counted as named", RIGHT, altered.files(ranked)
    empty = altered.signed(ranked, ballots=[ballot([1, None, None])])
    yield "empty ranks, which do not count as named", BALLOTS, empty


def _closes() -> Iterator[tuple[str, str, dict[str, bytes]]]:
    sample = small()
    end = json.loads(sample.leaves[-1])
    result = end["result"]
    wrong: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("a close that is none", LEAVES_, {"polls": "open"}),
        ("a close with another number of ballots", LEAVES_, {"ballots": 3}),
        ("a close without the end of voting", LEAVES_, {"ended": None}),
        ("a close of another record", MANIFEST_, {"record": 2}),
        ("a member behind the result", RESULT_, {"later": 1}),
        ("a result that is no object", RESULT_, {"result": 7}),
        ("winners that there are not", RESULT_, {"result": result | {"winners": [4]}}),
        ("a lead that nobody knows", RESULT_, {"result": result | {"lead": "x"}}),
        ("nobody among the winners", RESULT_, {"result": result | {"winners": []}}),
        ("a weight that is not that of the ballots", RESULT_, {"result": result | {"weight": 3}}),
        ("sums that are missing", RESULT_, {"result": result | {"sums": {}}}),
        ("another winner", COUNT, {"result": result | {"winners": [2]}}),
        ("a seed that was not sealed", LOTS, {"lot_seed": "0" * 32}),
        ("no seed", LOTS, {"lot_seed": None}),
        ("an empty seed", LOTS, {"lot_seed": ""}),
    )
    for what, verdict, members in wrong:
        yield what, verdict, altered.signed(sample, close=members)
    files = altered.files(sample)
    other = files[RESULT].replace(b'"weight":2', b'"weight":3')
    yield "another result in result.json", RESULT_, files | {RESULT: other}
