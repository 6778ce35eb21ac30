"""Several processes on one database: how many votes they take, and who used the cores."""

from __future__ import annotations

import resource
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil

from bench import forms, ledgers, turns, wrk

if TYPE_CHECKING:
    from bench.figures import Measurements
    from bench.ledgers import Check
    from bench.servers import Server

CLIENTS = 4
"""Threads of wrk: one alone may be slower than two processes."""

ALONE, TOGETHER = "one_process", "two_processes"
"""The figures."""


def votes(
    figure: str,
    server: Server,
    database_pid: int,
    seconds: int,
    measurements: Measurements,
) -> Check | None:
    """Measure votes from several clients, and note whose work the cores did meanwhile."""
    program = server.program
    first = ledgers.length(program.store) if program.store else 0
    before = _used(server.pid, database_pid)
    cast = wrk.vote(server.url + program.vote, seconds, forms.MARKS, CLIENTS)
    after = _used(server.pid, database_pid)
    turns.note(figure, server, cast.load, measurements)
    if figure == TOGETHER:
        lasting = seconds - wrk.REST_SECONDS
        for who, used in after.items():
            measurements.add(f"cores_{who}", program.name, (used - before[who]) / lasting)
    return turns.found_again(program, first, cast)


def _used(server_pid: int, database_pid: int) -> dict[str, float]:
    """Return the seconds that cores have worked for each since they began."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {
        "polls": _used_by_family(server_pid),
        "postgres": _used_by_family(database_pid),
        "wrk": ended.ru_utime + ended.ru_stime,
    }
    machine = psutil.cpu_times()
    busy = sum(machine) - machine.idle - machine.iowait - machine.guest - machine.guest_nice
    return {**found, "rest": busy - sum(found.values())}


def _used_by_family(pid: int) -> float:
    """Add up a process and its children, also those that have ended."""
    parent = psutil.Process(pid)
    times = [parent.cpu_times()]
    for child in parent.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            times.append(child.cpu_times())
    reaped = times[0].children_user + times[0].children_system
    return float(sum(each.user + each.system for each in times) + reaped)
