"""Programs from Debian's packages that some tests need."""

from __future__ import annotations

import os
import shutil

import pytest


def find(name: str, package: str) -> str:
    """Return the path of a program; without it the test is skipped and says so, in CI it fails."""
    found = shutil.which(name, path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if found:
        return found
    reason = f"{name} was not found. Install it with: tools/debian-packages {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
