"""Files of ballots that something happened to: each is counted or refused, in a short time.

`FUZZ_FILES` says how many files of each format are tried, 60 without it, and
`POLLS_FUZZ_FIRST` which seed is the first.
"""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from polls.cli.app import app
from polls.domain.methods import METHODS
from tests.fuzz import variants
from tests.fuzz.mutating import mutated

if TYPE_CHECKING:
    from pathlib import Path

FILES = int(os.environ.get("FUZZ_FILES", "60"))
FIRST = int(os.environ.get("POLLS_FUZZ_FIRST", "0"))
REFUSED = 2

pytestmark = pytest.mark.timeout(60 + FILES)


@pytest.mark.parametrize("format_", variants.FORMATS)
def test_mutated_file_is_counted_or_refused(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"ballots.{format_}"
    refused = 0
    for seed in range(FIRST, FIRST + FILES):
        random = Random(seed)
        election = variants.election(random, format_)
        path.write_bytes(mutated(random, variants.written(random, format_, election)))
        able = [name for name, each in METHODS.items() if each.ballot == election.ballot]
        method = random.choice([*able, *able, *METHODS])
        options = random.choice([[], ["--json"], ["--seats", "2"]])

        said = CliRunner().invoke(app, ["count", str(path), "--method", method, *options])

        is_ours = said.exception is None or isinstance(said.exception, SystemExit)
        assert is_ours, (seed, method, options, said.exception)
        assert said.exit_code in {0, REFUSED}, (seed, method, options)
        assert bool(said.stdout) == (said.exit_code == 0), (seed, method, options)
        refused += said.exit_code == REFUSED

    assert 0 < refused < FILES
