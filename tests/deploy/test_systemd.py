"""The unit for systemd, read by systemd itself."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests import tools
from tests.scenarios.proxies import DEPLOY

if TYPE_CHECKING:
    from pathlib import Path

UNIT = "polls@.service"
MOST_EXPOSURE = 1.2
"""What `systemd-analyze security` gave when the unit was written; 10 is the worst."""


def test_unit_is_valid(tmp_path: Path) -> None:
    unit = tmp_path / UNIT
    text = (DEPLOY / UNIT).read_text()
    assert text.count("ExecStart=/opt/polls/.venv/bin/polls") == 1
    unit.write_text(text.replace("/opt/polls/.venv/bin/polls", sys.executable))

    said = analyze("verify", "--man=no", str(unit))

    assert (said.returncode, said.stdout + said.stderr) == (0, "")


def test_unit_exposes_little() -> None:
    threshold = f"--threshold={MOST_EXPOSURE * 10:.0f}"

    said = analyze("security", "--offline=true", threshold, str(DEPLOY / UNIT))

    assert said.returncode == 0, said.stdout


def test_exposure_of_a_unit_without_limits_is_found(tmp_path: Path) -> None:
    unit = tmp_path / UNIT
    lines = (DEPLOY / UNIT).read_text().splitlines()
    unit.write_text("\n".join(line for line in lines if not line.startswith("Protect")))
    threshold = f"--threshold={MOST_EXPOSURE * 10:.0f}"

    said = analyze("security", "--offline=true", threshold, str(unit))

    assert said.returncode == 1


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [tools.find("systemd-analyze", "systemd"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
