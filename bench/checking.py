"""Checking the record of a million ballots: `python -m bench.checking` says how long it takes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.commands import ROOT
from polls.domain.ballots.selections import encode
from polls.domain.methods import METHODS
from polls.domain.records import checkpoints, lines, notes, trees
from polls.domain.records.checkpoints import Checkpoint
from polls.domain.records.closes import Gone, close
from polls.domain.results import results
from polls.domain.results.tallies import Group, folded
from polls.formats import record_files
from polls.formats.record_files import RecordFiles
from polls.verifying import manifests, packing

if TYPE_CHECKING:
    from collections.abc import Callable

BALLOTS = 1_000_000
SITE = "polls.example.org"
ORIGIN = checkpoints.origin(SITE, "abcdefghijkl", 1)
NONCE_BYTES = 16
_SEED = 5

Voter: TypeAlias = "tuple[str, int, Callable[[random.Random, int], tuple[Any, ...]]]"
ELECTORATES: dict[str, Voter] = {
    "plurality, 3 choices": ("plurality", 3, lambda chance, n: (chance.randint(1, n),)),
    "STAR, 8 choices": (
        "star",
        8,
        lambda chance, n: tuple((c, chance.randint(0, 5)) for c in range(1, n + 1)),
    ),
    "Schulze, 20 choices": (
        "schulze",
        20,
        lambda chance, n: tuple(chance.sample(range(1, n + 1), chance.randint(1, n))),
    ),
}
"""By what is voted on: the method, the choices, and what a voter marks by pure chance."""


def write(path: Path, electorate: str, ballots: int = BALLOTS) -> None:
    """Write a record of so many ballots."""
    name, size, mark = ELECTORATES[electorate]
    chance = random.Random(_SEED)
    first = _manifest(name, size)
    question = manifests.read(first).question
    selections: Counter[tuple[Any, ...]] = Counter()
    leaves = []
    for _ in range(ballots):
        selection = mark(chance, size)
        selections[selection] += 1
        leaves.append(lines.ballot(encode(selection), chance.randbytes(NONCE_BYTES)))
    leaves.sort(key=trees.leaf_hash)
    tally = folded(question, (Group(each, 1, number) for each, number in selections.items()))
    judged = results.read(question, tally, is_closed=True)
    last = close(question, 1, Gone(), tally, judged)
    root = trees.root([trees.leaf_hash(leaf) for leaf in (first, *leaves, last)])
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    key = notes.VerifierKey(SITE, private.public_key().public_bytes_raw())
    text = Checkpoint(ORIGIN, ballots + 2, root).text
    signature = notes.Signature(SITE, key.id, private.sign(text.encode()))
    files = RecordFiles("", first, last, notes.Note(text, (signature,)).whole, f"{key.text}\n")
    with path.open("wb") as file, record_files.written(file, files) as add:
        for leaf in leaves:
            add(leaf)


def main() -> None:
    """Check each of the records by the command, by the program, and by other Pythons if named."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / packing.NAME
        program.write_bytes(packing.packed())
        commands = {"polls verify": [str(ROOT / ".venv" / "bin" / "polls"), "verify"]}
        for python in [sys.executable, *sys.argv[1:]]:
            commands[f"{python} {packing.NAME}"] = [python, str(program)]
        for electorate in ELECTORATES:
            path = Path(folder) / "record.zip"
            # In a process of its own: a process begins with the memory of the one that starts it.
            writing = [sys.executable, "-c", _WRITE, str(path), electorate]
            subprocess.run(writing, check=True, cwd=ROOT)
            for name, command in commands.items():
                print(f"{electorate}, {name}: {_measured([*command, str(path)])}", flush=True)


_WRITE = """
import sys, pathlib
from bench import checking
checking.write(pathlib.Path(sys.argv[1]), sys.argv[2])
"""


def _measured(command: list[str]) -> str:
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    seconds = time.monotonic() - begun
    worked = used.ru_utime + used.ru_stime
    return f"{seconds:.1f} s, {worked:.1f} s of a processor, {used.ru_maxrss // 1024} MB"


def _manifest(method: str, size: int) -> bytes:
    rules: dict[str, Any] = {
        "ballot": METHODS[method].ballot.value,
        "method": method,
        "seats": 1,
        "options": {"max_marks": "none"} if METHODS[method].has_one_mark else {},
        "highest": 5,
        "labels": [],
        "quorum": None,
        "quorum_percent": None,
        "threshold": "simple",
        "min_choices": 1,
        "max_choices": 1 if METHODS[method].has_one_mark else None,
        "voters": "browser",
    }
    return lines.line(
        {
            "polls": "manifest",
            "format": 1,
            "origin": ORIGIN,
            "record": 1,
            "program": "bench",
            "question": "Which one?",
            "description": None,
            "zone": "UTC",
            "opened": "2026-06-05T12:00:00Z",
            "choices": [
                {
                    "number": number,
                    "text": f"Choice {number}",
                    "kind": "choice",
                    "description": None,
                    "link": None,
                }
                for number in range(1, size + 1)
            ],
            "rules": rules,
            "lot_seal": None,
            "invited": None,
        }
    )


if __name__ == "__main__":
    main()
