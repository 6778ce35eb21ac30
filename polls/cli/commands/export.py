"""`polls export`: a whole question as a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, BinaryIO, ParamSpec, TypeVar

import typer

from polls.cli.amounts import counted
from polls.cli.options import Config, Key, read_settings, run
from polls.cli.printing import need_output
from polls.cli.progress import reported
from polls.services import archives
from polls.services.archives.refusals import NotWrittenError
from polls.services.running import databases
from polls.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="The file to write, which only you can read; by default standard output.",
    ),
]


def export(question: Key, config: Config = None, output: Output = None) -> None:
    """Export a whole question, with its secrets and every ballot, for `polls import`."""
    if output is None:
        need_output()
    ballots = run(_export(read_settings(config), question, output))
    typer.echo(f"Exported {question} with {counted(ballots, 'ballot')}.", err=True)


async def _export(settings: Settings, key: str, output: Path | None) -> int:
    async with databases.opened(settings) as database:
        with _sink(output) as sink, reported("Exporting") as report:
            return await archives.write(database, key, sink, report)


@contextmanager
def _sink(output: Path | None) -> Iterator[Callable[[bytes], object]]:
    """Return what takes the bytes; a file gets its name when it is whole.

    A device or a pipe, such as /dev/stdout, is written into as it is: nothing takes its place.
    """
    if output is None:
        yield _explained(None, sys.stdout.buffer.write)
        _explained(None, sys.stdout.buffer.flush)()
        return
    partial = output.with_name(f"{output.name}.{os.getpid()}.part")
    if output.exists() and not output.is_file() and not output.is_dir():
        descriptor = _explained(output, os.open)(output, os.O_WRONLY)
        with _closed(open(descriptor, "wb")) as file:  # noqa: PTH123 - as below
            yield _explained(output, file.write)
            _explained(output, file.flush)()
        return
    try:
        descriptor = _explained(output, os.open)(
            partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600
        )
        with _closed(open(descriptor, "wb")) as file:  # noqa: PTH123 - a path has no mode
            yield _explained(output, file.write)
            _explained(output, file.flush)()
            _explained(output, os.fsync)(descriptor)
        _explained(output, partial.replace)(output)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


@contextmanager
def _closed(file: BinaryIO) -> Iterator[BinaryIO]:
    """Close a file whose bytes have been flushed, or could not be, which has been told then."""
    try:
        yield file
    finally:
        with suppress(OSError):
            file.close()


def _explained(path: Path | None, act: Callable[P, T]) -> Callable[P, T]:
    """Return what does the same, and says what could not be written."""

    def explained(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return act(*args, **kwargs)
        except OSError as error:
            raise NotWrittenError(path, error.strerror or str(error)) from None

    return explained
