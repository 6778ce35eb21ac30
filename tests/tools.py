"""Programs that some tests need."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def find(name: str, package: str) -> str:
    """Return the path of a program; without it the test is skipped and says so, in CI it fails."""
    found = shutil.which(name, path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if not found:
        _miss(f"{name} was not found. Install it with: tools/debian-packages {package}")
    return found


def require(path: Path, command: str = "make node_modules/ready") -> Path:
    """Return the path of a file that a command installs; without it the test ends as above."""
    if not path.exists():
        _miss(f"{path.name} was not found. Install it with: {command}")
    return path


def _miss(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
