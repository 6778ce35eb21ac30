"""The scripts of the page that checks records, run by Node.js."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile

import pytest

from polls.assets import FOLDER
from polls.domain.records import notes, trees
from tests.records import altered, samples, vectors, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NODE = Path(sys.executable).with_name("node")
HERE = Path(__file__).parent
PUBLISHED = "a4f631d1876b5d9e43a86cd71194ca27b5e1451edf4ba4db9a418f40a475569a"
"""The SHA-256 of index.js in @noble/ed25519 3.2.0, as npm has it."""


def run(script: str, *arguments: str, said: str = "") -> str:
    command = [str(NODE), str(HERE / script), *arguments]
    done = subprocess.run(command, input=said, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def checked(folder: Path, cases: Iterable[Sequence[bytes | str]], key: str = "") -> list[list[str]]:
    """Return what comes out of each record, and of the receipts behind it."""
    paths = []
    for number, case in enumerate(cases):
        paths.append([folder / f"{number}-{place}" for place in range(len(case))])
        for path, content in zip(paths[-1], case, strict=True):
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found: list[list[str]] = json.loads(
        run("check_records.js", key, said=json.dumps(paths, default=str))
    )
    return found


def records(folder: Path, contents: Iterable[dict[str, bytes]]) -> list[str]:
    """Return what comes out of records with these files."""
    return [found for (found,) in checked(folder, ([altered.packed(each)] for each in contents))]


def ballot(selection: Any, **members: Any) -> bytes:
    return altered.leaf({"selection": selection, "nonce": b64encode(bytes(16)).decode()} | members)


def test_vectors_are_what_the_scripts_make() -> None:
    run("check_vectors.js", str(vectors.FILE))


def test_verdicts_are_those_of_the_vectors(tmp_path: Path) -> None:
    cases = verdicts.cases()

    found = records(tmp_path, (dict(case.files) for case in cases))

    uncounted = {verdicts.COUNT: verdicts.RIGHT}  # the page does not count by the method
    said = [each.replace("fits", verdicts.RIGHT).split(" ")[0] for each in found]
    assert {case.what: verdict for case, verdict in zip(cases, said, strict=True)} == {
        case.what: uncounted.get(case.verdict, case.verdict) for case in cases
    }


def test_built_in_signatures_are_as_published() -> None:
    text = (FOLDER / "js/records/noble_ed25519.js").read_text()

    licence, _, published = text.partition("*/\n")
    assert "Permission is hereby granted" in licence
    assert sha256(published.encode()).hexdigest() == PUBLISHED


def test_records_fit_with_their_receipts(tmp_path: Path) -> None:
    cases: list[list[bytes | str]] = []
    for name in samples.MAKERS:
        sample = samples.sample(name)
        places = range(1, len(sample.leaves) - 1)
        proofs = [sample.receipt(place) for place in places[:20]]
        promises = [sample.promise(sample.leaves[place]) for place in places[:20]]
        cases.append([sample.zip, *proofs, *promises])

    found = checked(tmp_path, cases)

    for (record, *receipts), case in zip(found, cases, strict=True):
        half = (len(case) - 1) // 2
        assert record == "fits"
        assert receipts == ["included"] * half + ["kept"] * half


def test_evidence_is_judged(tmp_path: Path) -> None:
    sample = samples.sample("one")
    promise = sample.promise(sample.leaves[1])
    empty = samples.made(sample.question, [])
    cases = [altered.evidence(each.zip, promise) for each in (sample, empty)]
    cases.append(altered.evidence(sample.zip, "x" * 300_001))

    found = checked(tmp_path, [[case] for case in cases])

    told = ["with a receipt: kept", "with a receipt: broken", "format long_file"]
    assert [each for (each,) in found] == told


def test_any_changed_byte_is_found(tmp_path: Path) -> None:
    chance = random.Random(14)
    changed = []
    for name in sorted(
        samples.MAKERS.keys() - {"runoff"}
    ):  # the other of its two signatures would do
        files = altered.files(samples.sample(name))
        for file in sorted(files.keys() - {"README.txt"}):
            for _ in range(3):
                content = bytearray(files[file])
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
                changed.append(files | {file: bytes(content)})

    found = records(tmp_path, changed)

    assert len(found) == 135
    assert "fits" not in found


def test_ballots_left_out_added_or_moved_are_found(tmp_path: Path) -> None:
    files = altered.files(samples.sample("schulze"))
    first, one, other, *rest, last = files["leaves.jsonl"].splitlines(keepends=True)
    lines = {
        "left out": [first, other, *rest, last],
        "twice": [first, one, one, other, *rest, last],
        "in another order": [first, other, one, *rest, last],
        "another one": [first, ballot([1]) + b"\n", other, *rest, last],
        "without an end": [first, one, other, *rest],
        "cut off": [first, one, other, *rest, last[:-1]],
    }

    found = records(tmp_path, (files | {"leaves.jsonl": b"".join(each)} for each in lines.values()))

    assert dict(zip(lines, found, strict=True)) == {
        "left out": "leaves size",
        "twice": "leaves size",
        "in another order": "leaves order",
        "another one": "leaves root",
        "without an end": "leaves size",
        "cut off": "leaves unended",
    }


def test_result_that_the_ballots_do_not_come_to_is_found(tmp_path: Path) -> None:
    cases = {}
    for name in samples.MAKERS:
        sample = samples.sample(name)
        result = json.loads(sample.leaves[-1])["result"]
        for kind, sums in result["sums"].items():
            rows = [list(each) if isinstance(each, list) else each for each in sums]
            if isinstance(rows[-1], list):
                rows[-1][0] += 1
            else:
                rows[-1] += 1
            other = result | {"sums": result["sums"] | {kind: rows}}
            cases[name, kind] = altered.signed(sample, close={"result": other})
        other = result | {"weight": result["weight"] + 1}
        cases[name, "weight"] = altered.signed(sample, close={"result": other})

    found = records(tmp_path, cases.values())

    assert len(cases) == 23
    assert found == [f"result number {kind}" for _, kind in cases]


BAD_BALLOTS: dict[tuple[str, str], list[Any]] = {
    ("approval", "selection"): [[2, 1], [1, 1], [0], [6], ["1"], {}, None, [[1, 2]]],
    ("approval", "alone"): [[1, 5]],
    ("approval", "few"): [[]],
    ("schulze", "selection"): [[1, 1], [[2, 1]], [[1]], [[]], [1, [1, 2]], [0], [6], [[1, [2]]]],
    ("schulze", "few"): [[], [None]],
    ("score", "selection"): [[[1, 6]], [[1, -1]], [[1, None]], [[4, 0]], [[2, 1], [1, 1]], [1]],
    ("score", "alone"): [[[1, 1], [4, None]]],
}


def test_ballot_that_could_not_be_cast_is_found(tmp_path: Path) -> None:
    cases = []
    expected = []
    for (name, problem), selections in BAD_BALLOTS.items():
        sample = samples.sample(name)
        for selection in selections:
            ballots = [*sample.leaves[1:-1], ballot(selection)]
            cases.append(altered.signed(sample, ballots=ballots))
            expected.append(problem)

    found = records(tmp_path, cases)

    assert found == [f"ballots ballot {each}" for each in expected]


def test_members_of_ballots_belong_to_their_rules(tmp_path: Path) -> None:
    written = b'{"selection":[1],"nonce":"AAAAAAAAAAAAAAAAAAAAAA=="}'
    bad = {
        ("marks", ballot([1], weight=1)): "weight",
        ("marks", ballot([1], name="Bob")): "name",
        ("marks", ballot([1], nonce="AAAA")): "nonce",
        ("marks", ballot([1], nonce=None)): "nonce",
        ("marks", ballot([1], polls="close")): "no_ballot",
        ("marks", written.replace(b",", b", ")): "unreadable",
        ("marks", written.replace(b"[1]", b"[1.0]")): "unreadable",
        ("marks", written.replace(b"[1]", b"[1.5]")): "unreadable",
        ("marks", written.replace(b"{", b'{"selection":[2],')): "unreadable",
        ("marks", written.replace(b"[1]", b'[1],"x":"\xff"')): "unreadable",
        ("marks", written.replace(b"[1]", b"[" * 9 + b"]" * 9)): "unreadable",
        ("stv", ballot([1])): "weight",
        ("stv", ballot([1], weight=0)): "weight",
        ("dates", ballot([[1, 1]])): "name",
    }
    cases = []
    for name, leaf in bad:
        sample = samples.sample(name)
        cases.append(altered.signed(sample, ballots=[*sample.leaves[1:-1], leaf]))

    found = records(tmp_path, cases)

    assert found == [f"ballots ballot {each}" for each in bad.values()]


def test_manifest_and_close_fit_the_rest(tmp_path: Path) -> None:
    sample = samples.sample("schulze")
    told, end = json.loads(sample.leaves[0]), json.loads(sample.leaves[-1])
    one = b64encode(sha256(b"one").digest()).decode()
    leaf = b64encode(trees.leaf_hash(sample.leaves[1])).decode()
    rules = told["rules"] | {"ballot": "essay"}
    cases: dict[str, dict[str, Any]] = {
        "manifest origin": {"manifest": {"origin": told["origin"][:-1] + "2"}},
        "manifest record_number": {"manifest": {"record": 2}},
        "manifest numbers": {"manifest": {"choices": told["choices"][1:]}},
        "manifest member ballot": {"manifest": {"rules": rules}},
        "manifest member question": {"manifest": {"question": None}},
        "format format": {"manifest": {"format": 2}},
        "leaves close": {"close": {"polls": "open"}},
        "leaves close_size": {"close": {"ballots": 7}},
        "ballots gone replaced": {"close": {"replaced": ["AAAA"]}},
        "ballots in_both": {"close": {"replaced": [one], "removed": [one]}},
        "ballots not_gone": {"close": {"removed": [leaf]}},
        "result result_shape": {"close": {"result": end["result"] | {"lead": "perhaps"}}},
        "result winnerless": {"close": {"result": end["result"] | {"winners": []}}},
        "lots lots": {"close": {"lot_seed": "ff" * 16}},
    }

    found = records(tmp_path, (altered.signed(sample, **each) for each in cases.values()))

    assert found == list(cases)


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    sample = samples.sample("marks")
    files = altered.files(sample)
    twice = BytesIO(sample.zip)
    with ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("checkpoint", files["checkpoint"])
    whole = altered.packed(files)
    cases = {
        "format zip": b"not a ZIP file",
        "format missing": altered.packed({k: v for k, v in files.items() if k != "key.txt"}),
        "format twice": twice.getvalue(),
        "format damaged": whole.replace(whole[60:64], b"\0\0\0\0", 1),
        "format damaged larger": altered.resized(sample.zip, "checkpoint", 1),
        "format damaged smaller": altered.resized(sample.zip, "leaves.jsonl", -1),
        "format long_file": altered.packed(files | {"README.txt": bytes(100_001)}),
        "format note": altered.packed(files | {"checkpoint": b"\xff\n\n"}),
        "format checkpoint": altered.packed(
            files | {"checkpoint": sample.signers[0].note("polls.example.org\n8\n").encode()}
        ),
        "format keys": altered.packed(files | {"key.txt": b"polls.example.org\n"}),
        "format format": altered.packed(files | {"manifest.json": b"[]\n"}),
        "format long_line": altered.packed(
            files
            | {"leaves.jsonl": files["leaves.jsonl"].replace(b"}\n", b"}" * 100_001 + b"\n", 2)}
        ),
    }

    found = [each for (each,) in checked(tmp_path, ([case] for case in cases.values()))]

    assert found == [" ".join(each.split(" ")[:2]) for each in cases]


def test_ordinary_zip_files_are_read(tmp_path: Path) -> None:
    files = altered.files(samples.sample("marks"))
    large = BytesIO()
    with ZipFile(large, "w") as archive:
        for name, content in files.items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(content)
        archive.comment = b"PK\5\6 is how a directory ends"
    cases = [altered.packed(files | {"notes.txt": b"more"}, ZIP_STORED), large.getvalue()]

    found = checked(tmp_path, ([case] for case in cases))

    assert found == [["fits"], ["fits"]]


def test_signatures_are_of_the_site_and_of_the_key_that_one_has(tmp_path: Path) -> None:
    sample = samples.sample("marks")
    stranger = replace(sample, signers=(samples.Signer(b"\2" * 32),))
    files = altered.files(sample)
    both = samples.sample("runoff")

    foreign = records(tmp_path, [files | {"key.txt": stranger.keys.encode()}])
    own = [
        checked(tmp_path, [[record.zip]], key)
        for record in (sample, both)
        for key in (sample.signers[0].key.text, both.signers[1].key.text)
    ]

    assert foreign == ["signature unsigned"]
    fits, other = [["fits"]], [["signature other_key"]]
    assert own == [fits, other, fits, fits]


def test_receipts_say_what_became_of_their_ballot(tmp_path: Path) -> None:
    sample = samples.sample("schulze")
    gone = [ballot([1]), ballot([2])]
    hashes = [b64encode(trees.leaf_hash(leaf)).decode() for leaf in gone]
    close = {"replaced": hashes[:1], "removed": hashes[1:]}
    record = altered.packed(altered.signed(sample, close=close))
    promised = [sample.promise(leaf) for leaf in (sample.leaves[1], *gone, ballot([3]))]

    found = checked(tmp_path, [[record, *promised, sample.receipt(1)]])

    assert found == [["fits", "kept", "replaced", "removed", "broken", "split"]]


def test_receipts_are_understood_as_mail_programs_leave_them(tmp_path: Path) -> None:
    sample = samples.sample("schulze")
    proof, promise = sample.receipt(1), sample.promise(sample.leaves[1])
    mailed = [*altered.mailed(proof).values(), *altered.mailed(promise).values()]
    dashes = [each for text in (proof, promise) for each in altered.with_other_dash(text).values()]

    ((_, *found), (_, *others)) = checked(tmp_path, [[sample.zip, *mailed], [sample.zip, *dashes]])

    assert found == ["included"] * 4 + ["kept"] * 4
    assert others == ["receipt dash"] * len(dashes)


def test_receipts_are_signed_by_keys_that_are_known(tmp_path: Path) -> None:
    sample = samples.sample("marks")
    site, other = sample.signers[0], samples.Signer(b"\x07" * 32)
    text = notes.read(sample.promise(sample.leaves[1]).encode()).text
    forged = other.note(text.replace(text.splitlines()[1], b64encode(bytes(32)).decode()))
    unsigned = altered.with_signers(sample, more=[other.key])
    signed = altered.with_signers(sample, other)
    both = f"{site.key.text} {other.key.text}"

    found = [
        checked(tmp_path, [[record, receipt]], keys)[0][1]
        for record, receipt, keys in (
            (unsigned, forged, ""),
            (signed, forged, site.key.text),
            (sample.zip, other.note(text), site.key.text),
            (sample.zip, other.note(text), both),
        )
    ]

    assert found == ["signature unsigned_receipt"] * 3 + ["kept"]


def test_receipts_of_something_else_are_refused(tmp_path: Path) -> None:
    sample = samples.sample("approval")
    promise = sample.promise(sample.leaves[1])
    receipt = sample.receipt(1)
    stranger = replace(sample, signers=(samples.Signer(b"\2" * 32),))
    question = replace(sample.question, key="zyxwvutsrqpo")
    foreign = replace(sample, question=question)
    leaf = receipt.splitlines()[1]
    cases = {
        foreign.promise(sample.leaves[1]): "receipt other_question",
        samples.sample("marks").receipt(1): "receipt other_record",
        stranger.promise(sample.leaves[1]): "signature unsigned_receipt",
        promise[:-8] + "AAAA" + promise[-4:]: "signature forged",
        receipt.replace("index 1", "index 2"): "receipt no_proof",
        receipt.replace("index 1", f"index {2**60 + 1}"): "receipt no_proof",
        receipt.replace(leaf, sample.receipt(2).splitlines()[1]): "receipt no_proof",
        sample.receipt(0): "receipt no_ballot",
        receipt.replace("index 1", "index 01"): "receipt no_receipt",
        receipt.replace("extra ", ""): "receipt no_receipt",
        receipt.partition("\n\n")[0]: "receipt no_receipt",
        "My vote\n": "receipt no_receipt",
        "": "receipt no_receipt",
    }

    ((record, *found),) = checked(tmp_path, [[sample.zip, *cases]])

    assert record == "fits"
    assert found == list(cases.values())
