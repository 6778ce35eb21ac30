"""The example for HAProxy, read by HAProxy itself."""

from __future__ import annotations

import subprocess

from tests import tools
from tests.scenarios.proxies import DEPLOY


def test_example_is_valid() -> None:
    haproxy = tools.find("haproxy", "haproxy")

    said = subprocess.run(
        [haproxy, "-c", "-dW", "-f", str(DEPLOY / "haproxy.cfg")],  # -dW: warnings are errors
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stderr
