"""The limit of open files is raised where the system lets it be."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIMITS = [
    ((512, 16_000), 200, (8_192, 16_000)),  # however few are needed
    ((512, 16_000), 11_000, (11_000, 16_000)),
    ((1_024, 1_024), 11_000, (1_024, 1_024)),
    ((1_024, 4_096), 11_000, (4_096, 4_096)),
    ((12_000, 16_000), 11_000, (12_000, 16_000)),  # and never lowered
]


@pytest.mark.parametrize(("before", "wanted", "after"), LIMITS)
def test_limit_is_raised_as_far_as_it_may_be(
    before: tuple[int, int],
    wanted: int,
    after: tuple[int, int],
) -> None:
    program = (
        "import resource\n"
        "from polls import open_files\n"
        f"resource.setrlimit(resource.RLIMIT_NOFILE, {before})\n"
        f"print(open_files.allow({wanted}), *resource.getrlimit(resource.RLIMIT_NOFILE))"
    )

    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert tuple(map(int, said.stdout.split())) == (after[0], *after)
