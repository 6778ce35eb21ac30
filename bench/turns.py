"""One server's turn: its start, or votes and then its pages, all under the same load."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench import ledgers, watchers, wrk
from bench.errors import BenchError, WrongCountError
from bench.figures import PAGES
from bench.forms import MARKS, rankings
from bench.ledgers import Check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.figures import Measurements
    from bench.programs import Program
    from bench.servers import Server
    from bench.wrk import Load, Votes
    from polls.domain.ballots.selections import Selection

WARM_UP_SECONDS = 1
"""Fills pools and caches; not measured."""

WATCHERS = 10_000
"""As many as a process lets in without being told otherwise."""

LARGEST_UNCHANGED = 1_000
"""Bytes of an answer without a page; more of them, and the page was sent."""


def start(server: Server, measurements: Measurements, figure: str = "start") -> None:
    """Note how long it took to start."""
    measurements.add(figure, server.program.name, server.seconds_to_first_answer)


def memory(server: Server, measurements: Measurements) -> None:
    """Note what it weighs before there is any load."""
    measurements.add("memory", server.program.name, server.resident_megabytes())


def warm_up(server: Server, selections: Sequence[Selection] = MARKS) -> None:
    """Let it take some thousand votes, some of each.

    Raises:
        BenchError: it does not count them.
    """
    # wrk tells redirects from errors, but not from a form shown again: looked at beforehand.
    for selection in selections:
        server.vote_once(selection)
    wrk.vote(server.url + server.program.vote, WARM_UP_SECONDS, selections)


def page_sizes(server: Server) -> dict[str, int]:
    """Return the bytes of each page."""
    return {page: len(server.page(server.program.pages[page])) for page in PAGES}


def votes(server: Server, seconds: int, measurements: Measurements) -> Check | None:
    """Measure votes; return what became of them, if the program's database can be read."""
    load, check = voted(server, seconds)
    note("votes", server, load, measurements)
    measurements.add("p50", server.program.name, load.p50_ms)
    measurements.add("p99", server.program.name, load.p99_ms)
    return check


def loaded_votes(server: Server, seconds: int, measurements: Measurements) -> Check | None:
    """Measure votes on a question that has a million already."""
    load, check = voted(server, seconds)
    note("loaded_votes", server, load, measurements)
    return check


def ranked_votes(server: Server, seconds: int, measurements: Measurements) -> Check | None:
    """Measure votes that rank all choices of the question."""
    store = server.program.store
    selections = rankings(ledgers.choice_ids(store)) if store else ()
    warm_up(server, selections)
    load, check = voted(server, seconds, selections)
    note("ranked_votes", server, load, measurements)
    return check


def watched_votes(server: Server, seconds: int, measurements: Measurements) -> Check | None:
    """Measure what an audience costs: memory, a change brought to all, and votes meanwhile."""
    name = server.program.name
    with watchers.watching(server, WATCHERS) as audience:
        measurements.add("watch_memory", name, server.resident_megabytes())
        changes = [audience.seconds_to_all(vote) for vote in range(watchers.CHANGES)]
        measurements.add("watch_change", name, median(changes))
        load, check = voted(server, seconds)
    measurements.add("watch_p99", name, load.p99_ms)
    measurements.add("failed", name, load.failed)
    return check


def voted(
    server: Server,
    seconds: int,
    selections: Sequence[Selection] = MARKS,
    threads: int = wrk.THREADS,
) -> tuple[Load, Check | None]:
    """Let it take votes, and find every one of them again, if its database can be read."""
    program = server.program
    first = ledgers.length(program.store) if program.store else 0
    cast = wrk.vote(server.url + program.vote, seconds, selections, threads)
    return cast.load, found_again(program, first, cast)


def pages(
    server: Server,
    wanted: Sequence[str],
    seconds: int,
    measurements: Measurements,
) -> None:
    """Measure those of the wanted pages that it has, and note how large they are together."""
    there = [page for page in wanted if page in server.program.pages]
    size = 0
    for page in there:
        path = server.program.pages[page]
        size += len(server.page(path))  # an error page must not be taken for it
        note(page, server, wrk.read(server.url + path, seconds), measurements)
    if there:
        measurements.add("bytes", server.program.name, size)


def unchanged(server: Server, seconds: int, measurements: Measurements) -> None:
    """Measure the results page for readers who have it already, if the program tags it.

    Raises:
        BenchError: it sent the page all the same.
    """
    path = server.program.pages.get("results")
    tag = server.tag(path) if path else None
    if not tag:
        return
    load = wrk.read(server.url + str(path), seconds, [f"If-None-Match: {tag}"])
    if load.bytes > load.answered * LARGEST_UNCHANGED:
        raise BenchError(f"{server.program.name} sent a page that its reader had")
    note("unchanged", server, load, measurements)


def found_again(program: Program, first: int, cast: Votes) -> Check | None:
    """Look for every vote among the ballots from position `first` on, and recount them all."""
    if not (program.store and program.recount):
        return None
    expected = ledgers.expected(program.store, cast.cast)
    found = ledgers.ballots(program.store, first)
    problem = ledgers.strangers(expected, found)
    try:
        if program.recount() < first + len(found):
            problem = problem or "the recount finds fewer ballots"
    except WrongCountError as error:
        problem = str(error)
    return Check(program.name, cast.load.answered, cast.unknown, len(found), problem)


def note(figure: str, server: Server, load: Load, measurements: Measurements) -> None:
    """Note how many answers there were a second, and how many failed.

    Raises:
        BenchError: there was none.
    """
    if not load.answered:
        raise BenchError(f"{server.program.name} gave no good answer: {figure}")
    measurements.add(figure, server.program.name, load.per_second)
    measurements.add("failed", server.program.name, load.failed)
