"""How far a long command has come, shown to a person who waits for it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def progress_bar() -> Progress:
    """Return a bar on standard error, which writes nothing where that is no terminal."""
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def reported(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar, and return what is told how much is done, and of how much."""
    with progress_bar() as progress:
        task = progress.add_task(what)

        def report(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield report
