"""One server's turn: its start, or votes and then its pages, all under the same load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import wrk
from bench.errors import BenchError, WrongCountError
from bench.figures import PAGES
from bench.programs import CHOICES
from bench.targets import Check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.figures import Measurements
    from bench.servers import Server
    from bench.wrk import Load

WARM_UP_SECONDS = 1
"""Fills pools and caches; not measured."""

CHOICE_IDS = tuple(range(1, len(CHOICES) + 1))


def start(server: Server, measurements: Measurements) -> None:
    """Note how long it took to start, and what it weighs before there is any load."""
    measurements.add("start", server.program.name, server.seconds_to_first_answer)
    measurements.add("memory", server.program.name, server.resident_megabytes())


def warm_up(server: Server) -> None:
    """Let it take some thousand votes, each choice some.

    Raises:
        BenchError: it does not count them.
    """
    # wrk tells redirects from errors, but not from a form shown again: looked at beforehand.
    for id_ in CHOICE_IDS:
        server.vote_once(id_)
    wrk.vote(server.url + server.program.vote, WARM_UP_SECONDS, CHOICE_IDS)


def page_sizes(server: Server) -> dict[str, int]:
    """Return the bytes of each page."""
    return {page: len(server.page(server.program.pages[page])) for page in PAGES}


def votes(server: Server, seconds: int, measurements: Measurements) -> Check | None:
    """Measure votes; return what became of them, if the program can recount."""
    program = server.program
    url = server.url + program.vote
    try:
        before = program.recount() if program.recount else 0
        load = wrk.vote(url, seconds, CHOICE_IDS)
        _note("votes", server, load, measurements)
        measurements.add("p50", program.name, load.p50_ms)
        measurements.add("p99", program.name, load.p99_ms)
        if program.recount:
            return Check(program.name, load.answered, program.recount() - before)
    except WrongCountError as error:
        return Check(program.name, 0, 0, str(error))
    return None


def pages(
    server: Server,
    wanted: Sequence[str],
    seconds: int,
    measurements: Measurements,
) -> None:
    """Measure those of the wanted pages that it has."""
    for page in wanted:
        if page in server.program.pages:
            path = server.program.pages[page]
            server.page(path)  # an error page must not be taken for it
            _note(page, server, wrk.read(server.url + path, seconds), measurements)


def _note(figure: str, server: Server, load: Load, measurements: Measurements) -> None:
    if not load.answered:
        raise BenchError(f"{server.program.name} gave no good answer: {figure}")
    measurements.add(figure, server.program.name, load.per_second)
    measurements.add("failed", server.program.name, load.failed)
