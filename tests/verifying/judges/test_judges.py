"""Programs of others, made for other logs, say of our checkpoints and proofs what we say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidSignature
from tlog_scales import signing, tlog
from tlog_scales.tlog import InclusionProofInvalid

from polls.domain.records import checkpoints, lines, notes, proofs, trees
from polls.domain.records.checkpoints import Checkpoint
from polls.domain.records.problems import RecordPart
from tests import tools
from tests.records import samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SIZES = (1, 2, 3, 255, 256, 257, 1000, 70_000)
RIGHT = "right"
PACKAGES = "golang-go golang-golang-x-mod-dev"


@dataclass(frozen=True)
class Case:
    """A leaf, and the proof that it is in a tree; all hashes are in base64."""

    key: str
    checkpoint: str
    leaf: str
    index: int
    path: tuple[str, ...]


@cache
def hashes(size: int) -> list[bytes]:
    return [trees.leaf_hash(str(place).encode()) for place in range(size)]


def cases(size: int) -> Iterator[Case]:
    signer = samples.Signer()
    origin = checkpoints.origin(samples.SITE, "abcdefghijkl", 1)
    note = signer.note(Checkpoint(origin, size, trees.root(hashes(size))).text)
    for place in sorted({0, size // 2, size - 2, size - 1} & set(range(size))):
        path = tuple(map(lines.base64, trees.proof(hashes(size), place)))
        yield Case(signer.key.text, note, lines.base64(str(place).encode()), place, path)


def of_a_record() -> Iterator[Case]:
    sample = samples.sample("runoff")
    for place in (1, 17, len(sample.leaves) - 2):
        proof = proofs.read(sample.receipt(place).encode())
        leaf, path = lines.base64(proof.leaf), tuple(map(lines.base64, proof.path))
        for signer in sample.signers:
            yield Case(signer.key.text, proof.checkpoint, leaf, proof.index, path)


def changed(case: Case) -> Iterator[Case]:
    """Yield what nobody may take for right."""
    stranger = samples.Signer(b"\x07" * 32)
    text = notes.read(case.checkpoint.encode()).text
    origin, size, root = text.splitlines()
    other = lines.base64(b"other")
    yield replace(case, leaf=other)
    yield replace(case, index=case.index + 1)
    yield replace(case, key=stranger.key.text)
    yield replace(case, path=(*case.path, lines.base64(bytes(32))))
    yield replace(case, checkpoint=case.checkpoint.replace(f"\n{size}\n", f"\n{int(size) + 1}\n"))
    yield replace(case, checkpoint=case.checkpoint.replace(root, lines.base64(bytes(32))))
    yield replace(case, checkpoint=case.checkpoint.replace(origin, origin + "1"))
    if case.path:
        yield replace(case, path=case.path[:-1])


def go(asked: str, folder: Path) -> str:
    compiler = tools.find("go", PACKAGES)
    modules = Path("/usr/share/gocode")  # Debian's, by which it builds its packages
    tools.require(modules / "src/golang.org/x/mod/sumdb", f"tools/debian-packages {PACKAGES}")
    environment = os.environ | {
        "GO111MODULE": "off",
        "GOPATH": str(modules),
        "GOCACHE": str(folder / "cache"),
    }
    program = folder / "judge"
    command = [compiler, "build", "-o", str(program), str(HERE / "judge.go")]
    subprocess.run(command, env=environment, check=True)
    return said_by([str(program)], asked)


def npm(asked: str, _folder: Path) -> str:
    tools.require(ROOT / "node_modules" / "@sigstore" / "verify")
    node = Path(sys.executable).with_name("node")
    return said_by([str(node), str(HERE / "judge.js")], asked)


def said_by(command: list[str], asked: str) -> str:
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    return done.stdout


def pypi(asked: str, _folder: Path) -> str:
    return "".join(f"{_pypi(Case(**case))}\n" for case in json.loads(asked))


def _pypi(case: Case) -> str:
    try:
        checkpoint = tlog.Checkpoint.from_text(case.checkpoint)
        checkpoint.verify(signing.Vkey.from_string(case.key))
        path = [notes.hash_of(each, RecordPart.PROOF) for each in case.path]
        leaf = notes.decoded_base64(case.leaf, RecordPart.PROOF)
        proof = tlog.InclusionProof(case.index, checkpoint.size, path)
        proof.check(sha256(b"\x00" + leaf).digest(), checkpoint.root_hash)
    except (InclusionProofInvalid, InvalidSignature, RuntimeError) as error:
        return repr(error)
    return RIGHT


@pytest.mark.parametrize("judge", [go, npm, pypi])
def test_judge_of_others_says_what_we_say(
    judge: Callable[[str, Path], str], tmp_path: Path
) -> None:
    right = [case for size in SIZES for case in cases(size)] + list(of_a_record())
    wrong = [each for case in right for each in changed(case)]

    said = judge(json.dumps([asdict(case) for case in (*right, *wrong)]), tmp_path).splitlines()

    assert len(wrong) > 100
    assert said[: len(right)] == [RIGHT] * len(right)
    assert len(said) == len(right) + len(wrong)
    assert RIGHT not in said[len(right) :]
