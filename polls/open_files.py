"""The limit of open files of this process, each connection being one of them."""

from __future__ import annotations

import resource
import sys

LEAST = 8_192
"""Open files asked for however few are needed; 1,024 are usual, which one stranger can fill."""


def allow(number: int) -> int:
    """Ask the system to allow this process so many open files; return how many it allows.

    The soft limit is raised to `LEAST` at least, and never above the hard limit, nor lowered.
    """
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed == resource.RLIM_INFINITY:
        return sys.maxsize
    wanted = max(number, LEAST)
    if allowed < wanted:
        allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return allowed
