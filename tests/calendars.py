"""Reads a calendar as other programs do: with ical.js, and by the lines that RFC 5545 asks for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests import tools

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "node_modules/ical.js/dist/ical.js"
LINE = 75
"""Octets, the end of the line left out (section 3.1)."""


def read(body: bytes) -> dict[str, Any]:
    """Return what a calendar says; its moments are in UTC, its days as they are."""
    _check_lines(body)
    tools.require(LIBRARY)
    node = Path(sys.executable).with_name("node")
    done = subprocess.run(
        [node, ROOT / "tests/calendar_reader.js"], input=body, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    calendar: dict[str, Any] = json.loads(done.stdout)
    return calendar


def _check_lines(body: bytes) -> None:
    assert body.endswith(b"\r\n")
    lines = body.removesuffix(b"\r\n").split(b"\r\n")
    assert not [line for line in lines if b"\r" in line or b"\n" in line]
    assert not [line for line in lines if len(line) > LINE]
    for line in lines:
        line.decode()  # no character is cut in two
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-1] == b"END:VCALENDAR"
    assert [line for line in lines if line.startswith(b"VERSION")] == [b"VERSION:2.0"]
    assert len([line for line in lines if line.startswith(b"PRODID:")]) == 1
