"""Facts about the machine and the versions, without which a figure says nothing."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

import psutil

from bench import wrk

LIBRARIES = (
    "polls",
    "aiohttp",
    "uvloop",
    "sqlalchemy",
    "aiosqlite",
    "asyncpg",
    "django",
    "gunicorn",
    "psycopg",
)

SYNCS = 50
BLOCK = b"\0" * 4096


def facts(folder: Path) -> dict[str, str]:
    """Return name → fact; `folder` is where the databases lie."""
    return {
        "processor": _processor(),
        "cores": str(psutil.cpu_count()),
        "memory": f"{psutil.virtual_memory().total / 1e9:.1f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "file system": _file_system(folder),
        "sync": f"{_sync_milliseconds(folder):.1f} ms",
        "python": platform.python_version(),
        "wrk": wrk.version(),
        **{name: _version(name) for name in LIBRARIES},
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _file_system(folder: Path) -> str:
    """Return its kind: on tmpfs a commit costs nothing, and the figures are too good."""
    above = {str(folder), *map(str, folder.parents)}
    mounts = [each for each in psutil.disk_partitions(all=True) if each.mountpoint in above]
    return str(max(mounts, key=lambda each: len(each.mountpoint)).fstype) if mounts else "unknown"


def _sync_milliseconds(folder: Path) -> float:
    """Return how long it takes to get 4 KiB onto the disk: what every commit waits for."""
    taken = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            file.write(BLOCK)
            begun = time.perf_counter()
            os.fdatasync(file)
            taken.append(time.perf_counter() - begun)
    return median(taken) * 1_000


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
