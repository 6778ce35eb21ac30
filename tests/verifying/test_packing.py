from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from polls.verifying import older_pythons, packing, reports
from tests.records import samples

OLDEST = (3, 9)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("program") / packing.NAME
    path.write_bytes(packing.packed())
    return path


def pythons() -> list[str]:
    """Return the Pythons of this machine: this one, and those older than Polls itself needs."""
    managed = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    older = [f"3.{minor}" for minor in range(OLDEST[1], older_pythons.NEEDED[1])]
    own = [str(path) for each in older for path in managed.glob(f"{each}.*/bin/python")]
    found = [path for each in older if (path := shutil.which(f"python{each}"))]
    return [sys.executable, *own, *(each for each in found if run(each, "-V").returncode == 0)]


def run(python: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    # -I -S: nothing but the standard library can be imported.
    command = [python, "-I", "-S", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_program_is_in_the_syntax_of_the_oldest_python() -> None:
    sources = packing.sources()

    for text in sources.values():
        ast.parse(text, feature_version=OLDEST)  # or it raises

    assert "polls/domain/methods/meek_stv.py" in sources
    with pytest.raises(SyntaxError):
        ast.parse("match 1:\n    case 1: pass", feature_version=OLDEST)


def test_program_is_the_same_each_time() -> None:
    assert packing.packed.__wrapped__() == packing.packed()


ALL_AT_ONCE = """
import sys
sys.path.insert(0, sys.argv[1])
import runpy
runpy.run_path(sys.argv[1], run_name="imported")
from polls.verifying.program import main
for record in sys.argv[3:]:
    print(main([record, "--all-methods", "--receipt", sys.argv[2]]))
"""


def test_program_says_on_every_python_what_the_command_says(program: Path, tmp_path: Path) -> None:
    given = [tmp_path / f"{name}.zip" for name in samples.MAKERS]
    for path in given:
        path.write_bytes(samples.sample(path.stem).zip)
    receipt = tmp_path / "receipt"
    receipt.write_text(samples.sample("schulze").receipt(1), encoding="utf-8")
    reported = [reports.of(each, [receipt], all_methods=True) for each in given]

    said = [
        run(each, "-c", ALL_AT_ONCE, *map(str, (program, receipt, *given))) for each in pythons()
    ]

    assert [each.returncode for each in said] == [0] * len(said)
    for each in said:
        lines = (each.stdout + each.stderr).splitlines()
        assert sorted(lines) == sorted(
            line for report in reported for line in (*report.lines, str(report.status))
        )


def test_program_runs_as_a_file_and_ends_with_the_status(program: Path, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.zip", tmp_path / "wrong.zip"
    right.write_bytes(samples.sample("marks").zip)
    wrong.write_bytes(b"PK")

    done = [run(sys.executable, str(program), str(each)) for each in (right, wrong)]

    assert [each.returncode for each in done] == [reports.RIGHT, reports.NOT_A_RECORD]
    assert done[0].stdout.startswith("All is right: polls.example.org signed this record")
    assert done[1].stderr.startswith("This is not a record")
    assert done[1].stdout == done[0].stderr == ""
